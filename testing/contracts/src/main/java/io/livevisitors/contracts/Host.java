package io.livevisitors.contracts;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.contracts.ContainerUnderTest.Application;
import io.livevisitors.contracts.ContainerUnderTest.Registration;
import io.livevisitors.contracts.ContainerUnderTest.Running;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.PixelServlet;
import io.livevisitors.web.ChannelSigner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A site with its sockets on the container under test, mapped as a host would. As a static extension it serves all tests
 * of a class; as an extension of an instance each test has its own. It closes the clients that a test opened.
 */
public final class Host
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, AutoCloseable {

    /** The application ID of every host. */
    public static final String APP_ID = "app-id";
    /** The application key of every host. */
    public static final String KEY = "app-key";
    /** The application secret of every host. */
    public static final String SECRET = "app-secret";
    /** The pixel that every host has. */
    public static final String PIXEL = "shop";

    /** Where the sockets are, with the query that pusher-js sends. */
    public static final String TARGET = "/livevisitors/app/" + KEY + "?protocol=7&client=js&version=8.4.0&flash=false";

    private static final List<String> SOCKETS =
            List.of("/livevisitors/app/*", "/livevisitors/apps/*", "/app/*", "/apps/*", "/up");

    private static final int SMALL_BUFFER = 4_096;

    private final UnaryOperator<LiveVisitorsBuilder> settings;
    private final String contextPath;
    private final boolean whole;
    private final Queue<RawClient> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger names = new AtomicInteger();
    private boolean serving;
    private boolean ofClass;

    @SuppressWarnings("NullAway.Init")
    private LiveVisitors live;

    @SuppressWarnings("NullAway.Init")
    private Running running;

    private Host(UnaryOperator<LiveVisitorsBuilder> settings, String contextPath, boolean whole) {
        this.settings = settings;
        this.contextPath = contextPath;
        this.whole = whole;
    }

    /** A host whose limits no test meets by accident. */
    public static Host plain() {
        return with(builder -> builder);
    }

    /** A host with settings of its own, limits included: what is not set is as in {@link #plain()}. */
    public static Host with(UnaryOperator<LiveVisitorsBuilder> settings) {
        return new Host(settings, "", false);
    }

    /** A host with settings of its own that has the pixel and the dashboard beside its sockets. */
    public static Host whole(UnaryOperator<LiveVisitorsBuilder> settings) {
        return new Host(settings, "", true);
    }

    /** A plain host below a context path. */
    public static Host at(String contextPath) {
        return new Host(builder -> builder, contextPath, false);
    }

    /** Starts, for a test that does not use it as an extension. */
    public Host open() {
        LogWatch.start();
        LiveVisitorsBuilder builder = LiveVisitors.builder()
                .pixel(PIXEL)
                .keys(APP_ID, KEY, SECRET)
                .limit(Limit.CONNECTIONS_PER_ADDRESS, 10_000)
                .limit(Limit.HANDSHAKES_PER_ADDRESS, 1_000_000)
                .limit(Limit.MESSAGES_PER_WINDOW, 100_000);
        live = settings.apply(builder).build();
        Registration sockets = new Registration(new LiveSocketServlet(live), SOCKETS);
        List<Registration> all = whole ? List.of(sockets, pixel(live), dashboard(live)) : List.of(sockets);
        running = ContainerUnderTest.found().start(new Application(contextPath, all));
        serving = true;
        return this;
    }

    private static Registration pixel(LiveVisitors live) {
        return new Registration(new PixelServlet(live), List.of("/livevisitors/*"));
    }

    private static Registration dashboard(LiveVisitors live) {
        return new Registration(new DashboardServlet(live), List.of("/livevisitors/dashboard/*"));
    }

    /** What the host's own code has. */
    public LiveVisitors live() {
        return live;
    }

    /** Port of the container. */
    public int port() {
        return running.port();
    }

    /** How often that was counted. */
    public long counted(String name) {
        return live.counters().getOrDefault(name, 0L);
    }

    /** Ends the web application and leaves the server running. */
    public void stopApplication() {
        running.stopApplication();
    }

    /** A channel name that no other test of this host uses. */
    public String channel(String prefix) {
        return prefix + "c" + names.incrementAndGet();
    }

    /** Publishes as the host's own code does. */
    public void publish(String channel, String event, String data) {
        live.channels().publish(channel, event, data);
    }

    // ---------------------------------------------------------------- clients

    /** A client that is connected and has read its greeting. */
    public RawClient connect() {
        return handshake(Map.of()).established();
    }

    /** A client that is connected and whose network soon takes nothing more when it does not read. */
    public RawClient connectSlow() {
        return keep(RawClient.handshake(port(), contextPath + TARGET, SMALL_BUFFER, Map.of()))
                .established();
    }

    /** A client that asked for an upgrade at this target, the context path aside. */
    public RawClient handshake(String target) {
        return keep(RawClient.handshake(port(), contextPath + target, Map.of()));
    }

    /** A client that asked for an upgrade with these headers beside the usual; an empty one is left out. */
    public RawClient handshake(Map<String, String> headers) {
        return keep(RawClient.handshake(port(), contextPath + TARGET, headers));
    }

    /** A client that sent this request and read the head of the answer. */
    public RawClient exchange(String request) {
        return keep(RawClient.exchange(port(), request.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A client that has joined a channel and read the answer, signed if the channel asks for it. */
    public RawClient join(String channel) {
        return join(connect(), channel);
    }

    /** The same for a client that is connected. */
    public RawClient join(RawClient client, String channel) {
        if (channel.startsWith("presence-")) {
            return joinPresence(client, channel, client.socketId());
        }
        if (channel.startsWith("private-")) {
            client.subscribe(channel, sign(client, channel));
        } else {
            client.subscribe(channel);
        }
        client.event(RawClient.SUCCEEDED);
        return client;
    }

    /** A client that has joined a presence channel as that user and read the answer. */
    public RawClient joinPresence(String channel, String userId) {
        return joinPresence(connect(), channel, userId);
    }

    /** The same for a client that is connected. */
    public RawClient joinPresence(RawClient client, String channel, String userId) {
        subscribePresence(client, channel, "{\"user_id\":\"" + userId + "\"}");
        client.event(RawClient.SUCCEEDED);
        return client;
    }

    /** Asks to join a presence channel with this {@code channel_data}, rightly signed. */
    public void subscribePresence(RawClient client, String channel, String channelData) {
        client.subscribe(channel, signer().sign(client.socketId(), channel, channelData), channelData);
    }

    /** Asks to sign in with this {@code user_data}, rightly signed. */
    public void signIn(RawClient client, String userData) {
        client.signIn(signer().signUser(client.socketId(), userData), userData);
    }

    /** A client that is signed in as that user and has read the answer. */
    public RawClient signedIn(String userId) {
        RawClient client = connect();
        signIn(client, "{\"id\":\"" + userId + "\"}");
        client.next(RawClient.SIGNED_IN);
        return client;
    }

    /** The auth string for that client and private channel. */
    public String sign(RawClient client, String channel) {
        return signer().sign(client.socketId(), channel, null);
    }

    /** Signs as the host's own backend does. */
    public ChannelSigner signer() {
        return live.gateway().signer();
    }

    /** A backend that knows the secret. */
    public ApiClient api() {
        return new ApiClient(port(), contextPath);
    }

    private RawClient keep(RawClient client) {
        clients.add(client);
        return client;
    }

    // ---------------------------------------------------------------- life

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = true;
        open();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!ofClass) {
            open();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!ofClass || context.getExecutionMode() == ExecutionMode.SAME_THREAD) {
            clients.forEach(RawClient::close); // those of tests that run side by side end with the class
            clients.clear();
        }
        if (!ofClass) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        if (serving) {
            serving = false;
            clients.forEach(RawClient::close);
            running.close();
            live.close();
            LogWatch.assertNoStackTrace();
        }
    }
}
