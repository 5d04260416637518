package io.livevisitors.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.ChannelSigner;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says a host does for its channels, compiled and run from its own text. */
class ReadmeChannelsTest {

    private static final String SECRET = Objects.requireNonNull(System.getenv("LIVEVISITORS_APP_SECRET"));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Readme readme = new Readme();

    @TempDir
    Path folder;

    ReadmeChannelsTest() throws IOException {}

    @Test
    @SuppressWarnings("unchecked")
    void whoeverIsSignedInMayJoinAndIsAMemberByName() throws Exception {
        String opening = """
                import io.livevisitors.LiveVisitorsBuilder;
                import io.livevisitors.web.ChannelGrant;
                import java.util.Map;

                public class LetIn implements java.util.function.UnaryOperator<LiveVisitorsBuilder> {
                    public LiveVisitorsBuilder apply(LiveVisitorsBuilder builder) {
                        return builder
                """;
        var letIn = (UnaryOperator<LiveVisitorsBuilder>)
                Readme.compiled(opening + readme.block("java", ".channelAuthorizer(") + ";}}", folder);
        try (LiveVisitors live = letIn.apply(builder()).build();
                Site site = site(live)) {
            Map<String, String> ofRoom = Map.of("socket_id", "1.2", "channel_name", "presence-room.7");
            assertThat(site.post("/livevisitors/auth", null, ofRoom).statusCode())
                    .isEqualTo(403);
            JsonNode member = JSON.readTree(
                    site.post("/livevisitors/auth", "any role", ofRoom).body());
            assertThat(member.path("channel_data").asText())
                    .isEqualTo("{\"user_id\":\"somebody\",\"user_info\":{\"name\":\"somebody\"}}");

            Map<String, String> ofOrders = Map.of("socket_id", "1.2", "channel_name", "private-orders");
            assertThat(site.post("/livevisitors/auth", "any role", ofOrders).body())
                    .isEqualTo("{\"auth\":\"" + signer().sign("1.2", "private-orders", null) + "\"}");
        }
    }

    @Test
    void theServletVouchesForWhoeverIsSignedIn() throws Exception {
        HttpServlet servlet = (HttpServlet) Readme.compiled(readme.block("java", "class UserAuthServlet"), folder);
        String path = servlet.getClass().getAnnotation(WebServlet.class).value()[0];
        assertThat(readme.block("js", "new Echo(")).contains("userAuthentication: { endpoint: '" + path + "'");
        ServletContextHandler context = Site.context();
        context.addServlet(new ServletHolder(servlet), path);
        try (Site site = new Site(context)) {
            Map<String, String> form = Map.of("socket_id", "1.2");
            assertThat(site.post(path, null, form).statusCode()).isEqualTo(403);
            assertThat(site.post(path, "any role", Map.of("socket_id", "1.2::user::"))
                            .statusCode())
                    .isEqualTo(403);

            HttpResponse<String> answer = site.post(path, "any role", form);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/json");
            JsonNode signed = JSON.readTree(answer.body());
            String userData = signed.path("user_data").asText();
            assertThat(userData).isEqualTo("{\"id\":\"somebody\"}");
            assertThat(signer().verifyUser("1.2", userData, signed.path("auth").asText()))
                    .isTrue();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void theHostsOwnCodePublishes() throws Exception {
        String opening = """
                import io.livevisitors.LiveVisitors;
                import jakarta.servlet.http.HttpServletRequest;

                public class Publishing implements java.util.function.BiConsumer<LiveVisitors, HttpServletRequest> {
                    public void accept(LiveVisitors live, HttpServletRequest request) {
                """;
        var publishing = (BiConsumer<LiveVisitors, HttpServletRequest>)
                Readme.compiled(opening + readme.block("java", "live.channels().publish(") + "}}", folder);
        try (LiveVisitors live = builder().build();
                Site site = site(live);
                Site.Socket reader = site.join("private-orders", "my-key", SECRET);
                Site.Socket author = site.join("private-orders", "my-key", SECRET)) {
            publishing.accept(live, requestOf(author.socketId()));

            assertThat(reader.awaitFrame("order.paid"))
                    .isEqualTo("{\"event\":\"order.paid\",\"channel\":\"private-orders\",\"data\":\"{\\\"id\\\":7}\"}");
            reader.awaitFrame("order.sent");
            live.channels().publish("private-orders", "the.end", "{}");
            author.awaitFrame("the.end");
            assertThat(author.hasHeard("order.sent")).isFalse();
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void pushersSdkForJavaPublishes() throws Exception {
        String opening = """
                import com.pusher.rest.Pusher;
                import com.pusher.rest.data.Result;
                import java.io.IOException;
                import java.util.Map;

                public class Backend implements java.util.concurrent.Callable<String> {
                    public String call() throws Exception {
                        String secret = System.getenv("LIVEVISITORS_APP_SECRET");
                """;
        try (Site site = Site.setUpAs(readme, folder);
                Site.Socket reader = site.join("private-orders", "my-key", SECRET)) {
            String block = readme.block("java", "new Pusher(")
                    .replace("www.example.com", site.authority())
                    .replace("setEncrypted(true)", "setEncrypted(false)");
            var backend = (Callable<String>) Readme.compiled(opening + block + "return \"published\";}}", folder);

            assertThat(backend.call()).isEqualTo("published");
            reader.awaitFrame("order.paid");
        }
    }

    @Test
    void theServerTakesItsKeysFromTheLinesThatLaravelHas() {
        Map<String, String> variables = readme.block("ini", "REVERB_APP_KEY")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        try (LiveVisitors live =
                LiveVisitors.builder().pixel("shop").environment(variables).build()) {
            assertThat(live.gateway().appId()).isEqualTo("my-app");
            assertThat(live.gateway().appKey()).isEqualTo("my-key");
        }
    }

    private static LiveVisitorsBuilder builder() {
        return LiveVisitors.builder().pixel("shop").keys("my-app", "my-key", SECRET);
    }

    private static Site site(LiveVisitors live) throws Exception {
        ServletContextHandler context = Site.context();
        context.addServlet(new ServletHolder(new PixelServlet(live)), "/livevisitors/*");
        context.addServlet(new ServletHolder(new LiveSocketServlet(live)), "/livevisitors/app/*");
        return new Site(context);
    }

    private static ChannelSigner signer() {
        return new ChannelSigner("my-key", SECRET);
    }

    /** A request of the page whose Echo has this socket. */
    private static HttpServletRequest requestOf(String socketId) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ReadmeChannelsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (request, method, arguments) ->
                        List.of(arguments).contains("X-Socket-ID") ? socketId : fail("asked for " + method));
    }
}
