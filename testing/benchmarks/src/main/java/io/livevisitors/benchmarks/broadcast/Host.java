package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.benchmarks.Answers;
import io.livevisitors.benchmarks.ProcessorTime;
import io.livevisitors.benchmarks.container.Container;
import io.livevisitors.benchmarks.container.Container.Mapping;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.model.MinuteCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A host application in a process of its own: one container with the library's sockets beside those of a host that sends by
 * itself. It answers one question a line on standard input with a number; see {@link #answer}. Its limits let through
 * what so many clients of one machine do.
 */
final class Host implements AutoCloseable {

    static final String KEY = "benchmark-key";
    static final String SECRET = "benchmark-secret-0123456789";

    /** The pixel that dashboards look at. */
    static final String PIXEL = "shop";

    /** Where the library's sockets are, and a Node server's. */
    static final String SOCKETS = "/livevisitors/app/" + KEY + "?protocol=7&client=benchmark&version=1.0";

    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofMinutes(30);

    /** What is owed to readers of a slice comes in the end: on a slow machine, later than any reader would be suffered. */
    private static final Duration LONGER_THAN_ANY_SLICE = Duration.ofMinutes(1);

    private final LiveVisitors live;
    private final Container container;
    private final Map<SendStyle, Sender> senders = new EnumMap<>(SendStyle.class);
    private final PageViews pageViews;

    private Host(Container.Kind kind) throws Exception {
        live = LiveVisitors.builder()
                .pixel(PIXEL)
                .keys("benchmark", KEY, SECRET)
                .activeWindow(LONGER_THAN_ANY_RUN)
                .maxOutboxAge(LONGER_THAN_ANY_SLICE)
                .limit(Limit.EVENTS_PER_ADDRESS, Limit.EVENTS_PER_ADDRESS.max())
                .limit(Limit.ADDRESSES_PER_NETWORK, Limit.ADDRESSES_PER_NETWORK.max())
                .limit(Limit.NEW_VISITORS_PER_NETWORK, Limit.NEW_VISITORS_PER_NETWORK.max())
                .limit(Limit.OUTBOX_BYTES, Limit.OUTBOX_BYTES.max())
                .limit(Limit.CONNECTIONS, Limit.CONNECTIONS.max())
                .limit(Limit.CONNECTIONS_PER_ADDRESS, Limit.CONNECTIONS_PER_ADDRESS.max())
                .limit(Limit.HANDSHAKES_PER_ADDRESS, Limit.HANDSHAKES_PER_ADDRESS.max())
                .build();
        pageViews = new PageViews(live, PIXEL);
        boolean isJetty = kind == Container.Kind.JETTY;
        Sender loop = new AsyncLoop(!isJetty);
        senders.put(SendStyle.ASYNC, loop);
        senders.put(SendStyle.ASYNC_AGAIN, loop);
        senders.put(SendStyle.WRITER, new WriterThread(false, isJetty));
        senders.put(SendStyle.BATCHES, new WriterThread(true, isJetty));
        List<Mapping> mappings = new ArrayList<>();
        mappings.add(new Mapping(new LiveSocketServlet(live), "/livevisitors/app/*"));
        for (SendStyle style : List.of(SendStyle.ASYNC, SendStyle.WRITER, SendStyle.BATCHES)) {
            mappings.add(new Mapping(new RawSockets(sender(style)), style.path()));
        }
        container = Container.of(kind, mappings);
        container.start();
    }

    /** Serves until standard input ends. */
    public static void main(String... arguments) throws Exception {
        try (Host host = new Host(Container.Kind.valueOf(arguments[0]))) {
            Answers.give(host::answer);
        }
    }

    /**
     * Answers {@code port}; {@code time}, {@link System#nanoTime()}; {@code cpu}, nanoseconds of processor time of this
     * process; {@code count NAME}, one of the library's counters; {@code publish STYLE FIRST COUNT}, which sends ticks of
     * these numbers and says how many; {@code track MILLIS}, which tells the library of page views for so long and says
     * how many; {@code views}, page views that the totals show; {@code sampled}, single events that dashboards were not
     * sent.
     */
    private long answer(List<String> words) {
        return switch (words.get(0)) {
            case "port" -> container.port();
            case "time" -> System.nanoTime();
            case "cpu" -> ProcessorTime.nanos();
            case "count" -> live.counters().getOrDefault(words.get(1), 0L);
            case "publish" ->
                publish(
                        SendStyle.valueOf(words.get(1)),
                        Integer.parseInt(words.get(2)),
                        Integer.parseInt(words.get(3)));
            case "track" -> pageViews.track(Duration.ofMillis(Long.parseLong(words.get(1))));
            case "views" ->
                live.snapshot(PIXEL).totals().series().stream()
                        .mapToLong(MinuteCount::pageViews)
                        .sum();
            case "sampled" -> live.snapshot(PIXEL).totals().limits().sampled();
            default -> throw new IllegalArgumentException("no such question: " + words);
        };
    }

    private long publish(SendStyle style, int first, int count) {
        if (style == SendStyle.LIBRARY) {
            for (int number = first; number < first + count; number++) {
                live.channels().publish(Tick.CHANNEL, Tick.EVENT, Tick.data(number, System.nanoTime()));
            }
        } else {
            Sender sender = sender(style);
            for (int number = first; number < first + count; number++) {
                sender.send(Tick.frame(number, System.nanoTime()));
            }
            sender.flush();
        }
        return count;
    }

    private Sender sender(SendStyle style) {
        return Objects.requireNonNull(senders.get(style));
    }

    @Override
    public void close() throws Exception {
        senders.values().forEach(Sender::close);
        live.close();
        container.close();
    }
}
