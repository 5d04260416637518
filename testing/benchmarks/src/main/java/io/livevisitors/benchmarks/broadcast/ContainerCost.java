package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Slices;
import io.livevisitors.benchmarks.broadcast.Readers.Sent;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Measures one container. Used by one thread, once. */
final class ContainerCost implements AutoCloseable {

    /** Rounds after which it is asked whether the server still becomes faster, and by how many thousandths it does. */
    private static final int LOOK_EVERY = 10;

    private static final int FASTER = 1_020;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Plan plan;
    private final HostProcess host;
    private final Map<String, Readers> readers = new HashMap<>();
    private final Random order = new Random(7);

    private ContainerCost(Plan plan, HostProcess host) throws IOException, InterruptedException {
        this.plan = plan;
        this.host = host;
        InetSocketAddress server = host.address();
        for (SendStyle style : SendStyle.values()) {
            if (!readers.containsKey(style.path())) {
                readers.put(style.path(), new Readers(style, host, server, PATIENCE));
            }
        }
    }

    /**
     * What was found.
     *
     * @param sizes by number of readers, ascending
     * @param expected frames that should have come
     * @param misplaced frames that came twice or out of order
     * @param dropped frames that the library left out
     */
    record Found(Container.Kind container, List<Size> sizes, long expected, long misplaced, long dropped) {}

    /**
     * What was found with so many readers.
     *
     * @param warming how long it took until the server was no faster than before
     */
    record Size(int readers, Duration warming, Map<Pace, Map<SendStyle, Slices>> slices) {

        Slices of(Pace pace, SendStyle style) {
            return Objects.requireNonNull(
                    Objects.requireNonNull(slices.get(pace)).get(style));
        }

        /** The fastest of those that a host may use by itself. */
        SendStyle fastestSafe(Pace pace) {
            SendStyle fastest = SendStyle.ASYNC;
            for (SendStyle style : SendStyle.values()) {
                boolean isCandidate = style.isRaw() && style.isSafe() && style != SendStyle.ASYNC_AGAIN;
                if (isCandidate
                        && of(pace, style).rates().median()
                                > of(pace, fastest).rates().median()) {
                    fastest = style;
                }
            }
            return fastest;
        }
    }

    /** @throws LostEventException if an event did not come to everybody */
    static Found measure(Plan plan, HostProcess host) throws IOException, InterruptedException {
        try (ContainerCost cost = new ContainerCost(plan, host)) {
            List<Size> sizes = new ArrayList<>();
            for (int count : plan.readers()) {
                sizes.add(cost.measure(count));
            }
            return new Found(
                    host.container(),
                    sizes,
                    cost.readers.values().stream().mapToLong(Readers::expected).sum(),
                    cost.readers.values().stream().mapToLong(Readers::misplaced).sum(),
                    host.count("outbox_dropped"));
        }
    }

    private Size measure(int count) throws IOException, InterruptedException {
        for (Readers each : readers.values()) {
            each.open(count);
        }
        Duration warming = warm(count);
        Map<Pace, Map<SendStyle, Slices>> slices = slices();
        for (int i = 0; i < plan.rounds(); i++) {
            round(count, slices);
        }
        return new Size(count, warming, slices);
    }

    /** Sends in every way until neither the library nor the asynchronous loop is faster than in the rounds before. */
    private Duration warm(int count) throws IOException, InterruptedException {
        Size size = new Size(count, Duration.ZERO, slices());
        long start = System.nanoTime();
        Duration passed = Duration.ZERO;
        boolean faster = true;
        while (passed.compareTo(plan.warming()) < 0 || (faster && passed.compareTo(plan.longestWarming()) < 0)) {
            long[] before = medians(size);
            for (int i = 0; i < LOOK_EVERY && passed.compareTo(plan.longestWarming()) < 0; i++) {
                round(count, size.slices());
                passed = Duration.ofNanos(System.nanoTime() - start);
            }
            long[] after = medians(size);
            faster = after[0] * 1_000 > before[0] * FASTER || after[1] * 1_000 > before[1] * FASTER;
        }
        return passed;
    }

    /** Of the last rounds; 0 before the first. */
    private static long[] medians(Size size) {
        return List.of(SendStyle.ASYNC, SendStyle.LIBRARY).stream()
                .map(style -> size.of(Pace.SATURATED, style))
                .mapToLong(of -> of.count() == 0
                        ? 0
                        : of.ratesFrom(Math.max(0, of.count() - LOOK_EVERY)).median())
                .toArray();
    }

    private record Turn(Pace pace, SendStyle style) {}

    /** A slice of each style at each pace, in an order that is another each time. */
    private void round(int count, Map<Pace, Map<SendStyle, Slices>> slices) throws IOException, InterruptedException {
        List<Turn> turns = new ArrayList<>();
        slices.forEach((pace, styles) -> styles.keySet().forEach(style -> turns.add(new Turn(pace, style))));
        Collections.shuffle(turns, order);
        for (Turn turn : turns) {
            Slices of = Objects.requireNonNull(
                    Objects.requireNonNull(slices.get(turn.pace())).get(turn.style()));
            slice(count, turn, of);
        }
    }

    private void slice(int count, Turn turn, Slices slices) throws IOException, InterruptedException {
        Readers to = Objects.requireNonNull(readers.get(turn.style().path()));
        long processor = host.processorNanos();
        Sent sent = switch (turn.pace()) {
            case ONE_AT_A_TIME -> to.oneAtATime(turn.style(), plan.slice());
            case SATURATED ->
                to.saturated(turn.style(), plan.slice(), plan.eventsUnderWay(count), plan.eventsAtOnce(count));
        };
        slices.add(sent.frames(), sent.nanos(), host.processorNanos() - processor);
    }

    private static Map<Pace, Map<SendStyle, Slices>> slices() {
        Map<Pace, Map<SendStyle, Slices>> slices = new EnumMap<>(Pace.class);
        for (Pace pace : Pace.values()) {
            Map<SendStyle, Slices> styles = new EnumMap<>(SendStyle.class);
            for (SendStyle style : SendStyle.values()) {
                styles.put(style, new Slices());
            }
            slices.put(pace, styles);
        }
        return slices;
    }

    @Override
    public void close() throws IOException {
        for (Readers each : readers.values()) {
            each.close();
        }
    }
}
