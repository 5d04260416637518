package io.livevisitors.benchmarks.collector;

import com.sun.management.ThreadMXBean;
import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.benchmarks.Answers;
import io.livevisitors.benchmarks.ProcessorTime;
import io.livevisitors.benchmarks.container.Container;
import io.livevisitors.benchmarks.container.Container.Mapping;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.model.MinuteCount;
import io.livevisitors.model.Totals;
import io.livevisitors.servlet.PixelServlet;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host application in a process of its own: one container with an empty servlet and the library's, which answers one
 * question a line on standard input with a number; see {@link #answer}. Its limits let through what so many clients of
 * one machine do.
 */
final class Host implements AutoCloseable {

    static final String KEY = "benchmark-key";
    static final String SECRET = "benchmark-secret-0123456789";

    /** Below which the empty servlet answers. As long as {@link #PIXEL}. */
    static final String EMPTY = "/emptyservlet/";

    static final String PIXEL = "/livevisitors/";
    static final String SOCKETS = PIXEL + "app/";

    private final LiveVisitors live;
    private final Container container;

    /** By the numbers of threads, those that have ended among them. */
    private final Map<Long, Long> allocated = new HashMap<>();

    private Host(Container.Kind kind) throws Exception {
        Duration longerThanAnyRun = Duration.ofMinutes(30);
        live = LiveVisitors.builder()
                .pixel(Traffic.QUIET)
                .pixel(Traffic.SHOWN)
                .keys("benchmark", KEY, SECRET)
                .tabTimeout(longerThanAnyRun)
                .activeWindow(longerThanAnyRun)
                .limit(Limit.EVENTS_PER_ADDRESS, Limit.EVENTS_PER_ADDRESS.max())
                .limit(Limit.EVENTS_PER_TAB, Limit.EVENTS_PER_TAB.max())
                .limit(Limit.ADDRESSES_PER_NETWORK, Limit.ADDRESSES_PER_NETWORK.max())
                .limit(Limit.NEW_VISITORS_PER_NETWORK, Limit.NEW_VISITORS_PER_NETWORK.max())
                .build();
        container = Container.of(
                kind,
                List.of(
                        new Mapping(new EmptyServlet(), EMPTY + "*"),
                        new Mapping(new PixelServlet(live), PIXEL + "*"),
                        new Mapping(new LiveSocketServlet(live), SOCKETS + "*")));
        container.start();
    }

    /** Serves until standard input ends. */
    public static void main(String... arguments) throws Exception {
        try (Host host = new Host(Container.Kind.valueOf(arguments[0]))) {
            Answers.give(host::answer);
        }
    }

    /**
     * Answers {@code port}; {@code cpu}, nanoseconds of processor time of this process; {@code allocated}, bytes that its
     * threads have allocated; {@code views PIXEL}, page views of the last 30 minutes; {@code tabs PIXEL} and {@code
     * refused PIXEL}, of now.
     */
    private long answer(List<String> words) {
        return switch (words.get(0)) {
            case "port" -> container.port();
            case "cpu" -> ProcessorTime.nanos();
            case "allocated" -> allocatedBytes();
            case "views" ->
                totals(words).series().stream()
                        .mapToLong(MinuteCount::pageViews)
                        .sum();
            case "tabs" -> totals(words).tabs();
            case "refused" -> totals(words).limits().refused();
            default -> throw new IllegalArgumentException("no such question: " + words);
        };
    }

    private Totals totals(List<String> words) {
        return live.snapshot(words.get(1)).totals();
    }

    /** What threads allocate between the last question and their end is not known. */
    private long allocatedBytes() {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
            long[] ids = threads.getAllThreadIds();
            long[] bytes = threads.getThreadAllocatedBytes(ids);
            for (int i = 0; i < ids.length; i++) {
                if (bytes[i] > 0) {
                    allocated.put(ids[i], bytes[i]);
                }
            }
        }
        return allocated.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() throws Exception {
        live.close();
        container.close();
    }
}
