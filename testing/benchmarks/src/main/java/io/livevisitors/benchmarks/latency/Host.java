package io.livevisitors.benchmarks.latency;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.benchmarks.Answers;
import io.livevisitors.benchmarks.ProcessorTime;
import io.livevisitors.benchmarks.container.Container;
import io.livevisitors.benchmarks.container.Container.Mapping;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.servlet.PixelServlet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A host application in a process of its own: one container with the library, whose dashboards are shown every page view,
 * however many come. It answers one question a line on standard input with a number; see {@link #answer}.
 */
final class Host implements AutoCloseable {

    static final String SHOP = "shop";
    static final String KEY = "benchmark-key";
    static final String SECRET = "benchmark-secret-0123456789";
    static final String PIXEL = "/livevisitors/";
    static final String SOCKETS = PIXEL + "app/";

    private final LiveVisitors live;
    private final Arrivals arrivals;
    private final Container container;

    private Host(Container.Kind kind, int pageViews) throws Exception {
        Duration longerThanAnyRun = Duration.ofMinutes(30);
        live = LiveVisitors.builder()
                .pixel(SHOP)
                .keys("benchmark", KEY, SECRET)
                .tabTimeout(longerThanAnyRun)
                .activeWindow(longerThanAnyRun)
                .limit(Limit.FEED_EVENTS_PER_SECOND, Limit.FEED_EVENTS_PER_SECOND.max())
                .limit(Limit.CONNECTIONS_PER_ADDRESS, Limit.CONNECTIONS_PER_ADDRESS.max())
                .limit(Limit.HANDSHAKES_PER_ADDRESS, Limit.HANDSHAKES_PER_ADDRESS.max())
                .limit(Limit.EVENTS_PER_ADDRESS, Limit.EVENTS_PER_ADDRESS.max())
                .limit(Limit.ADDRESSES_PER_NETWORK, Limit.ADDRESSES_PER_NETWORK.max())
                .limit(Limit.NEW_VISITORS_PER_NETWORK, Limit.NEW_VISITORS_PER_NETWORK.max())
                .build();
        arrivals = new Arrivals(new PixelServlet(live), pageViews);
        container = Container.of(
                kind,
                List.of(new Mapping(arrivals, PIXEL + "*"), new Mapping(new LiveSocketServlet(live), SOCKETS + "*")));
        container.start();
    }

    /** Serves until standard input ends. Arguments: the container, how many page views come, a file for their times. */
    public static void main(String... arguments) throws Exception {
        Path file = Path.of(arguments[2]);
        try (Host host = new Host(Container.Kind.valueOf(arguments[0]), Integer.parseInt(arguments[1]))) {
            Answers.give(words -> host.answer(words.get(0), file));
        }
    }

    /**
     * Answers {@code port}; {@code time}, {@link System#nanoTime()}; {@code cpu}, nanoseconds of processor time of this
     * process; {@code save}, how many page views have come, whose times are then in the file; {@code lost}, events that
     * were too many for a dashboard or for the pixel's stream.
     */
    private long answer(String question, Path file) throws Exception {
        return switch (question) {
            case "port" -> container.port();
            case "time" -> System.nanoTime();
            case "cpu" -> ProcessorTime.nanos();
            case "save" -> arrivals.save(file);
            case "lost" -> count("outbox_dropped") + count("feed_dropped");
            default -> throw new IllegalArgumentException("no such question: " + question);
        };
    }

    private long count(String name) {
        return live.counters().getOrDefault(name, 0L);
    }

    @Override
    public void close() throws Exception {
        live.close();
        container.close();
    }
}
