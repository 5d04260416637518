package io.livevisitors.benchmarks.sockets;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.benchmarks.Answers;
import io.livevisitors.benchmarks.LiveHeap;
import io.livevisitors.benchmarks.ProcessorTime;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.jakarta.LiveSocketServlet;
import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * A host application on a loopback port, in a process of its own, that answers one question a line on standard input with
 * a number; see {@link #answer}. Its limits let through what so many clients of one machine do.
 */
final class Host implements AutoCloseable {

    static final String APP_ID = "benchmark";
    static final String KEY = "benchmark-key";
    static final String SECRET = "benchmark-secret-0123456789";
    static final String LOOPBACK = "127.0.0.1";

    private static final String PATH = "/livevisitors/app/" + KEY;

    /** Where sockets are: of the endpoint without the library too, since containers keep the address of each. */
    static final String SOCKETS = PATH + "?protocol=7&client=benchmark&version=1.0";

    static final String API = "/apps/" + APP_ID;

    /** Like that of a network of some distance. Loopback takes megabytes, which would hide for long that nobody reads. */
    private static final int SEND_BUFFER = 32 * 1024;

    /** What serves the sockets. */
    enum Kind {
        /** {@link LiveSocketServlet}. */
        LIBRARY,
        /** An endpoint of the same container that does nothing. */
        BARE
    }

    /** What is set; each value is that of the builder's method. */
    record Settings(Kind kind, Duration pingInterval, Duration outboxAge, Duration sendTimeout, int outboxBytes) {

        /** As arguments of {@link #main}. */
        Object[] arguments() {
            return new Object[] {kind, pingInterval, outboxAge, sendTimeout, outboxBytes};
        }

        static Settings of(String... arguments) {
            return new Settings(
                    Kind.valueOf(arguments[0]),
                    Duration.parse(arguments[1]),
                    Duration.parse(arguments[2]),
                    Duration.parse(arguments[3]),
                    Integer.parseInt(arguments[4]));
        }
    }

    private final LiveVisitors live;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .findFirst()
            .orElseThrow();

    private Host(Settings settings) {
        live = LiveVisitors.builder()
                .pixel("shop")
                .keys(APP_ID, KEY, SECRET)
                .pingInterval(settings.pingInterval())
                .maxOutboxAge(settings.outboxAge())
                .sendTimeout(settings.sendTimeout())
                .limit(Limit.OUTBOX_BYTES, settings.outboxBytes())
                .limit(Limit.CONNECTIONS, 1_000_000)
                .limit(Limit.CONNECTIONS_PER_ADDRESS, 1_000_000)
                .limit(Limit.HANDSHAKES_PER_ADDRESS, 1_000_000)
                .build();
        connector.setHost(LOOPBACK);
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        if (settings.kind() == Kind.BARE) {
            JakartaWebSocketServletContainerInitializer.configure(context, Host::addBareEndpoint);
        } else {
            JakartaWebSocketServletContainerInitializer.configure(context, null);
            ServletHolder holder = new ServletHolder(new LiveSocketServlet(live));
            holder.setInitOrder(1);
            context.addServlet(holder, "/livevisitors/app/*");
            context.addServlet(holder, "/apps/*");
        }
        server.setHandler(context);
    }

    /** Serves until standard input ends. */
    public static void main(String... arguments) throws Exception {
        try (Host host = new Host(Settings.of(arguments))) {
            host.server.start();
            Answers.give(host::answer);
        }
    }

    /**
     * Answers {@code port}; {@code time}, {@link System#nanoTime()}; {@code heap}, bytes in use after full collections;
     * {@code direct}, bytes of buffers outside of it; {@code sockets}, connections that the container has upgraded; {@code cpu}, nanoseconds of processor time of this process; {@code
     * count NAME}, one of the library's counters; {@code publish FIRST COUNT}, which broadcasts ticks of these numbers;
     * {@code flood CHANNEL COUNT BYTES}, which publishes on a channel and says how many events readers lost meanwhile.
     */
    private long answer(List<String> words) throws InterruptedException {
        return switch (words.get(0)) {
            case "port" -> connector.getLocalPort();
            case "time" -> System.nanoTime();
            case "heap" -> LiveHeap.bytes();
            case "direct" -> direct.getMemoryUsed();
            case "sockets" -> sockets();
            case "cpu" -> ProcessorTime.nanos();
            case "count" -> count(words.get(1));
            case "publish" -> publish(Integer.parseInt(words.get(1)), Integer.parseInt(words.get(2)));
            case "flood" -> flood(words.get(1), Integer.parseInt(words.get(2)), Integer.parseInt(words.get(3)));
            default -> throw new IllegalArgumentException("no such question: " + words);
        };
    }

    private long sockets() {
        return connector.getConnectedEndPoints().stream()
                .filter(endPoint -> endPoint.getConnection() instanceof WebSocketConnection)
                .count();
    }

    private long count(String name) {
        return live.counters().getOrDefault(name, 0L);
    }

    private long publish(int first, int count) {
        for (int number = first; number < first + count; number++) {
            live.channels().publish(Tick.CHANNEL, Tick.EVENT, Tick.data(number, System.nanoTime()));
        }
        return count;
    }

    private long flood(String channel, int count, int bytes) {
        long before = count("outbox_dropped");
        String data = "x".repeat(bytes);
        for (int i = 0; i < count; i++) {
            live.channels().publish(channel, "flood", data);
        }
        return count("outbox_dropped") - before;
    }

    @Override
    public void close() throws Exception {
        server.stop();
        live.close();
    }

    private static void addBareEndpoint(ServletContext context, ServerContainer container) throws DeploymentException {
        container.addEndpoint(
                ServerEndpointConfig.Builder.create(Bare.class, PATH).build());
    }

    /** An endpoint that does nothing with what it is told. Public because the container asks for that. */
    public static final class Bare extends Endpoint {

        /** For the container. */
        public Bare() {}

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxIdleTimeout(0);
            session.addMessageHandler(String.class, (MessageHandler.Whole<String>) text -> {});
        }
    }
}
