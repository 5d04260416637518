package io.livevisitors.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.ChannelRequest;
import io.livevisitors.web.ChannelSigner;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A site whose people talk over channels. Whoever is signed in may join every channel, and is a member by the own name;
 * {@value #USER_AUTH} signs people in on their sockets; a test adds endpoints of its own. It can be stopped and started
 * again at its address, where it remembers nobody. As a static extension it serves all tests of a class.
 */
final class Forum implements Site, BeforeAllCallback, AfterAllCallback {

    /** Where a socket's client asks for the signature of who is signed in. */
    static final String USER_AUTH = "/forum/user-auth";

    private static final String ENDPOINTS = "/forum/*";

    /** Answers requests by what is known to the path below {@link #ENDPOINTS}. */
    private static final class Endpoints extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private final transient Map<String, Function<HttpServletRequest, @Nullable String>> answers =
                new ConcurrentHashMap<>();

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String json =
                    answers.getOrDefault(request.getRequestURI(), r -> null).apply(request);
            response.setStatus(json == null ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_OK);
            response.setContentType("application/json");
            response.getWriter().write(json == null ? "{}" : json);
        }
    }

    private final UnaryOperator<LiveVisitorsBuilder> settings;
    private final Endpoints endpoints = new Endpoints();
    private int port;

    @SuppressWarnings("NullAway.Init")
    private HostServer server;

    private Forum(UnaryOperator<LiveVisitorsBuilder> settings) {
        this.settings = settings;
        on(USER_AUTH, Forum::signIn);
    }

    /** One that is to be opened, by JUnit or by {@link #open()}. */
    static Forum plain() {
        return with(builder -> builder);
    }

    /** @param settings adds to a builder that has a pixel, and lets people in */
    static Forum with(UnaryOperator<LiveVisitorsBuilder> settings) {
        return new Forum(settings);
    }

    /** Opens it on a free port. */
    Forum open() {
        server = start(0);
        port = server.port();
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** What the host's own code has. */
    LiveVisitors live() {
        return server.live();
    }

    /** Answers a POST to a path below {@code /forum/}: JSON with 200, or null for 403. */
    void on(String path, Function<HttpServletRequest, @Nullable String> answer) {
        endpoints.answers.put(path, answer);
    }

    /** Ends the server, and its sockets with it. */
    void stop() {
        server.close();
    }

    /** Opens it again at the same address. */
    void startAgain() {
        server = start(port);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.close();
    }

    private HostServer start(int port) {
        return HostServer.openWithPeople(
                port,
                Map.of(ENDPOINTS, endpoints),
                builder -> settings.apply(builder.pixel(PIXEL).channelAuthorizer(Forum::authorize)));
    }

    private static ChannelGrant authorize(ChannelRequest request) {
        String user = request.client().principal();
        if (user == null) {
            return ChannelGrant.deny();
        }
        return request.channel().startsWith("presence-")
                ? ChannelGrant.member(user, Map.of("name", user))
                : ChannelGrant.allow();
    }

    private static @Nullable String signIn(HttpServletRequest request) {
        Principal user = request.getUserPrincipal();
        if (user == null) {
            return null;
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        String data = json.objectNode().put("id", user.getName()).toString();
        String auth = new ChannelSigner(KEY, SECRET).signUser(request.getParameter("socket_id"), data);
        return json.objectNode().put("auth", auth).put("user_data", data).toString();
    }
}
