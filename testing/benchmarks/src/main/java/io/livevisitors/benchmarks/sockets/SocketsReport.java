package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.sockets.SlowReaders.Beside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what was measured. */
final class SocketsReport {

    private static final long KIB = 1_024;

    /** Of heap, for an idle connection, beside what the container itself holds for it. */
    private static final long GOAL_BYTES = 3 * KIB / 2;

    /** Beside what waits: the connection, and the frame under way, once as text and once as the container holds it. */
    static final long CONNECTION_BYTES = 32 * KIB;

    /** Half of what a connection takes, and more than what else moves in a heap. */
    private static final long TRACE_BYTES = 8 * KIB;

    /** A ratio in thousandths that this machine's noise alone seldom reaches. */
    static final long UNCHANGED = 1_250;

    private final Plan plan;
    private final Report report;

    SocketsReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /**
     * Memory and processor time of connections on which nothing happens.
     *
     * @param pinged how many of the library's were pinged
     */
    void idle(IdleCost bare, IdleCost library, int pinged) {
        report.heading("Opening and holding");
        report.paragraph(String.format(
                Locale.ROOT,
                "%,d connections of the library, subscribed to one channel, and as many of an endpoint of the same container"
                        + " that does nothing; each in a process with `-Xmx%dm`. Pings after %s s of silence, by the"
                        + " library alone. Processor time over %s s, less that without connections.",
                plan.connections(),
                plan.heap(),
                seconds(plan.pingInterval()),
                seconds(plan.idle())));
        List<List<String>> rows = new ArrayList<>(openings(bare, library));
        for (int i = 0; i < plan.sizes().size(); i++) {
            String size = number(plan.sizes().get(i));
            rows.add(bytes(
                    "bytes of live heap for each of " + size,
                    bare.heap().get(i),
                    library.heap().get(i)));
        }
        rows.add(bytes("bytes of buffers outside of the heap for each", bare.buffers(), library.buffers()));
        rows.add(decimals(
                "processor seconds a day for each", bare.processorSecondsPerDay(), library.processorSecondsPerDay()));
        rows.add(decimals(
                "percent of one processor for all", 100 * bare.processorShare(), 100 * library.processorShare()));
        report.table(List.of("an idle connection", "bare endpoint", "library", "its own share"), rows);
        goals(bare, library);
        report.require(
                "all " + number(plan.connections()) + " connections open, are pinged, and stay",
                number(library.open()) + " there, " + number(pinged) + " pinged; " + number(bare.open())
                        + " of the bare endpoint there",
                library.open() == plan.connections()
                        && bare.open() == plan.connections()
                        && pinged == plan.connections());
    }

    private void goals(IdleCost bare, IdleCost library) {
        int last = plan.sizes().size() - 1;
        long own = library.heap().get(last) - bare.heap().get(last);
        report.goal(
                "an idle connection takes at most " + number(GOAL_BYTES) + " bytes of heap beside the container's own",
                number(own) + " bytes",
                own <= GOAL_BYTES);
        double seconds = library.processorSecondsPerDay() - bare.processorSecondsPerDay();
        report.goal(
                "an idle connection takes at most 1 s of processor time a day",
                decimals(seconds) + " s, from " + seconds(plan.idle()) + " s with all of them",
                seconds <= 1);
    }

    private static List<List<String>> openings(IdleCost bare, IdleCost library) {
        return List.of(
                List.of("all opened, s", seconds(bare.openingNanos()), seconds(library.openingNanos()), ""),
                List.of(
                        "one opening, p50, ms",
                        bare.openings().millis(0.5),
                        library.openings().millis(0.5),
                        ""),
                List.of(
                        "one opening, p99, ms",
                        bare.openings().millis(0.99),
                        library.openings().millis(0.99),
                        ""));
    }

    private static List<String> bytes(String name, long bare, long library) {
        return List.of(name, number(bare), number(library), number(library - bare));
    }

    private static List<String> decimals(String name, double bare, double library) {
        return List.of(name, decimals(bare), decimals(library), decimals(library - bare));
    }

    /** How long broadcasts take. */
    void broadcasts(List<BroadcastCost> costs) {
        report.heading("One event to everybody");
        report.paragraph("Events of about 250 bytes, to " + number(plan.connections())
                + " readers; the next when the last has arrived at all of them. Milliseconds from publishing to when the"
                + " reader had it in hand; medians over the events.");
        List<List<String>> rows = new ArrayList<>();
        for (BroadcastCost cost : costs) {
            rows.add(List.of(
                    cost.label(),
                    number(cost.median().size()),
                    cost.median().millis(0.5),
                    cost.most().millis(0.5),
                    cost.last().millis(0.5),
                    number(Math.round(cost.series().framesPerSecond())),
                    decimals(cost.series().microsPerFrame())));
        }
        report.table(
                List.of(
                        "published",
                        "events",
                        "half of the readers",
                        "99 of 100",
                        "the last",
                        "frames a second",
                        "processor µs for each frame"),
                rows);
    }

    /** What everybody got. */
    void complete(Broadcasts broadcasts) {
        report.require(
                "every frame of every broadcast arrives at every connection, once and in order",
                broadcasts.verdict(),
                broadcasts.isComplete());
    }

    /** What a slow reader does to others, and how it ends. */
    void slices(Map<Beside, Slices> slices) {
        report.heading("Beside a reader that does not read");
        report.paragraph(String.format(
                Locale.ROOT,
                "Slices of %d broadcasts to %,d readers, one each %d ms, turn and turn about in %d rounds; an outbox holds"
                        + " %,d bytes for %s s, a send may take %s s. Milliseconds in which the others get their frames:"
                        + " medians of the slices, and of the ratios to the slice of the same round with nobody slow.",
                plan.slice(),
                plan.connections(),
                plan.pace().toMillis(),
                plan.rounds(),
                plan.outboxBytes(),
                seconds(plan.outboxAge()),
                seconds(plan.sendTimeout())));
        Slices nobody = found(slices, Beside.NOBODY);
        List<List<String>> rows = new ArrayList<>();
        slices.forEach((beside, found) -> rows.add(List.of(
                beside.label(),
                found.medians().millis(0.5),
                ratio(found.medianRatios(nobody)),
                found.mosts().millis(0.5),
                ratio(found.mostRatios(nobody)),
                beside.counter() == null ? "" : seconds(found.sufferings().median()))));
        report.table(List.of("who is slow", "p50", "ratio", "p99", "ratio", "suffered for, s"), rows);
        requireEnds(slices);
        Sample noise = found(slices, Beside.NOBODY_AGAIN).mostRatios(nobody);
        for (Beside beside : List.of(Beside.STOPPED, Beside.SIPPING)) {
            Sample ratios = found(slices, beside).mostRatios(nobody);
            report.goal(
                    beside.label() + " leaves the others' p99 unchanged",
                    ratio(ratios) + " times; " + ratio(noise) + " times with nobody slow",
                    ratios.median() <= UNCHANGED);
        }
    }

    private void requireEnds(Map<Beside, Slices> slices) {
        Slices stopped = found(slices, Beside.STOPPED);
        report.require(
                "a reader that takes nothing is dropped and recorded as `slow_consumer`",
                stopped.verdict(),
                stopped.allEndedWell());
        Slices sipping = found(slices, Beside.SIPPING);
        report.require(
                "a reader that takes a little and stays behind is closed with 4100 and recorded as `slow_reader`",
                sipping.verdict(),
                sipping.allEndedWell());
    }

    /** What a slow reader holds. */
    void memory(List<OutboxMemory> memories) {
        report.heading("Memory of a reader that does not read");
        report.paragraph(String.format(
                Locale.ROOT,
                "%d readers that take nothing, in a process of their own where nothing else happens; each is sent events that"
                        + " nobody else gets until nothing more is taken for it. `outbox_bytes` is %,d.",
                plan.stopped(),
                plan.outboxBytes()));
        List<List<String>> rows = new ArrayList<>();
        long most = 0;
        long left = 0;
        for (OutboxMemory memory : memories) {
            rows.add(List.of(
                    number(memory.data()),
                    number(memory.heldHeap()),
                    number(memory.heldBuffers()),
                    number(memory.leftHeap())));
            most = Math.max(most, memory.heldHeap() + memory.heldBuffers());
            left = Math.max(left, memory.leftHeap());
        }
        report.table(
                List.of(
                        "bytes of data of an event",
                        "heap held by each",
                        "buffers outside of it",
                        "heap left after it"),
                rows);
        report.require(
                "a reader that takes nothing holds no more than `outbox_bytes` and 32 KiB for its connection",
                number(most) + " bytes of " + number(plan.outboxBytes() + CONNECTION_BYTES),
                most <= plan.outboxBytes() + CONNECTION_BYTES);
        report.require("it leaves nothing behind", number(left) + " bytes for each", left <= TRACE_BYTES);
    }

    private static Slices found(Map<Beside, Slices> slices, Beside beside) {
        Slices found = slices.get(beside);
        if (found == null) {
            throw new IllegalStateException("nothing was found beside " + beside);
        }
        return found;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
    }

    /** Whole ones without a fraction. */
    private static String seconds(Duration time) {
        return seconds(time.toNanos()).replace(".0", "");
    }

    private static String ratio(Sample thousandths) {
        return String.format(Locale.ROOT, "%.2f", thousandths.median() / 1e3);
    }
}
