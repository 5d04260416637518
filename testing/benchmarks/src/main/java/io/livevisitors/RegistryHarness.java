package io.livevisitors;

import io.livevisitors.WriterLatency.Reading;
import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one registry costs, at a thousand visitors and at a million. */
public final class RegistryHarness implements Harness {

    private static final long MIB = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A process whose heap is too small may collect for ever instead of saying so. */
    private static final Duration SHORT_PATIENCE = Duration.ofMinutes(2);
    /** Bytes of heap given for each visitor where the heap is not what is tried: more than the registry needs. */
    private static final long AMPLE = 4_096;

    private static final long GOAL_BLOCKED_NANOS = 1_000_000;
    private static final double GOAL_RATIO = 4;
    private static final long GOAL_BYTES = 300;
    private static final long GOAL_TOTALS_NANOS = 1_000_000;

    /** For {@link java.util.ServiceLoader}. */
    public RegistryHarness() {}

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public String purpose() {
        return "bytes per visitor, nanoseconds per event, and how long readers block writers";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        List<Integer> sizes = effort.choose(List.of(1_000, 10_000), List.of(1_000, 10_000, 100_000, 1_000_000));
        heap(sizes, report);
        headline(effort.choose(10_000, 1_000_000), effort.choose(64L, 400L), effort.choose(32L, 300L), report);
        times(sizes, effort, report);
        latencies(100_000, effort.choose(400, 10_000), report);
    }

    private static void heap(List<Integer> sizes, Report report) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (int size : sizes) {
            List<String> row = new ArrayList<>(List.of(number(size)));
            for (HeapPerVisitor.Life life : HeapPerVisitor.Life.values()) {
                ChildJvm child = new ChildJvm(PATIENCE, ampleHeap(size));
                ChildJvm.Result result = child.run(HeapPerVisitor.class, size, life);
                if (result.completed()) {
                    requireAllPresent(life.label(), size, result.figure("visitors"), report);
                    long bytes = (result.figure("after") - result.figure("before")) / size;
                    row.add(number(bytes));
                    if (life == HeapPerVisitor.Life.SCRIPT && size == sizes.get(sizes.size() - 1)) {
                        report.goal(
                                number(size) + " visitors take at most " + GOAL_BYTES + " bytes each",
                                number(bytes) + " bytes",
                                bytes <= GOAL_BYTES);
                    }
                } else {
                    report.require("heap of " + number(size) + ", " + life.label(), result.ending(), false);
                    row.add("–");
                }
            }
            rows.add(row);
        }
        report.heading("Bytes of live heap per visitor");
        List<String> header = new ArrayList<>(List.of("visitors"));
        for (HeapPerVisitor.Life life : HeapPerVisitor.Life.values()) {
            header.add(life.label());
        }
        report.table(header, rows);
    }

    private static void headline(int visitors, long heap, long goal, Report report)
            throws IOException, InterruptedException {
        ChildJvm child = new ChildJvm(SHORT_PATIENCE, heap);
        ChildJvm.Result result = child.run(HeapPerVisitor.class, visitors, HeapPerVisitor.Life.SCRIPT);
        String what = number(visitors) + " visitors in a process with `-Xmx" + heap + "m`";
        if (!result.completed()) {
            report.paragraph("**" + what + "**: they do not fit (" + result.ending() + ").");
            report.goal(number(visitors) + " visitors take at most " + goal + " MiB", "they do not fit", false);
            return;
        }
        long live = result.figure("after");
        requireAllPresent("small heap", visitors, result.figure("heard"), report);
        report.paragraph("**" + what + "**: " + mib(live) + " MiB of live heap in all, of which "
                + mib(result.figure("before")) + " MiB before the first visitor; " + number(result.figure("tabs"))
                + " tabs. Every visitor sent a heartbeat after that, in the same heap.");
        report.goal(
                number(visitors) + " visitors take at most " + goal + " MiB of live heap",
                mib(live) + " MiB",
                live <= goal * MIB);
    }

    private static void times(List<Integer> sizes, Effort effort, Report report)
            throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of(effort.choose(5, 30), effort.choose(10, 100)));
        arguments.addAll(sizes);
        long all = sizes.stream().mapToLong(Integer::longValue).sum();
        long heap = ampleHeap(all);
        ChildJvm.Result result =
                new ChildJvm(PATIENCE.multipliedBy(2), heap).run(EventTimes.class, arguments.toArray());
        if (!result.completed()) {
            report.require("times of events", result.ending(), false);
            return;
        }
        int least = sizes.get(0);
        double worst = 0;
        List<List<String>> rows = new ArrayList<>();
        for (TimedCrowd.Mix mix : TimedCrowd.Mix.values()) {
            List<String> row = new ArrayList<>(List.of(mix.label()));
            for (int size : sizes) {
                long nanos = result.figure(mix.name() + size);
                double ratio = nanos / (double) result.figure(mix.name() + least);
                worst = Math.max(worst, ratio);
                row.add(number(nanos) + (size == least ? "" : String.format(Locale.ROOT, " (%.1f×)", ratio)));
            }
            rows.add(row);
        }
        for (int size : sizes) {
            requireAllPresent("timed", size, result.figure("PRESENT" + size), report);
        }
        report.heading("Nanoseconds per event");
        report.paragraph("Processor time of the applying thread. Medians of " + arguments.get(0) + " slices of "
                + arguments.get(1)
                + " ms; the sizes take turns in one process with `-Xmx" + heap
                + "m`. In brackets, the ratio to the smallest.");
        List<String> header = new ArrayList<>(List.of("event, among so many visitors"));
        sizes.forEach(size -> header.add(number(size)));
        report.table(header, rows);
        report.goal(
                "an event costs no more than " + (int) GOAL_RATIO + " times as much among "
                        + number(sizes.get(sizes.size() - 1)) + " as among " + number(least),
                String.format(Locale.ROOT, "%.1f times", worst),
                worst <= GOAL_RATIO);
        reads(sizes, result, report);
    }

    /** How long it takes to read while nothing is written. */
    private static void reads(List<Integer> sizes, ChildJvm.Result result, Report report) {
        List<List<String>> rows = new ArrayList<>();
        for (TimedCrowd.Read read : TimedCrowd.Read.values()) {
            List<String> row = new ArrayList<>(List.of(read.label()));
            sizes.forEach(size -> row.add(millis(result.figure(read.name() + size))));
            rows.add(row);
        }
        report.heading("Milliseconds per read");
        report.paragraph("Processor time of the reading thread in the same process, while nobody writes; medians.");
        List<String> header = new ArrayList<>(List.of("read, with so many visitors"));
        sizes.forEach(size -> header.add(number(size)));
        report.table(header, rows);
        int most = sizes.get(sizes.size() - 1);
        long totals = result.figure(TimedCrowd.Read.TOTALS.name() + most);
        report.goal(
                "totals take at most 1 ms with " + number(most) + " visitors",
                millis(totals) + " ms",
                totals <= GOAL_TOTALS_NANOS);
    }

    private static void latencies(int visitors, int millis, Report report) throws IOException, InterruptedException {
        long heap = ampleHeap(visitors) * 2;
        ChildJvm.Result result = new ChildJvm(PATIENCE, heap).run(WriterLatency.class, visitors, millis);
        if (!result.completed()) {
            report.require("latencies of writers", result.ending(), false);
            return;
        }
        requireAllPresent("while read", visitors, result.figure("visitors"), report);
        List<List<String>> rows = new ArrayList<>();
        long worst = 0;
        long worstOfMost = 0;
        for (Reading reading : Reading.values()) {
            List<String> row = new ArrayList<>(List.of(reading.label()));
            row.addAll(distribution(result, reading + ".write"));
            row.addAll(reading == Reading.NONE ? List.of("", "", "", "") : distribution(result, reading + ".read"));
            row.add(millis(result.figure(reading + ".pause")));
            rows.add(row);
            worst = Math.max(worst, reading == Reading.NONE ? 0 : result.figure(reading + ".write.max"));
            worstOfMost = Math.max(worstOfMost, result.figure(reading + ".write.p99"));
        }
        long alone = result.figure(Reading.NONE + ".write.max");
        report.heading("Writers beside readers, milliseconds");
        report.paragraph(number(visitors) + " visitors in a process with `-Xmx" + heap + "m`; one thread applies the "
                + number(visitors / 20) + " events a second that they send, another reads without a pause, for "
                + number(millis)
                + " ms each. Events that met a pause of the collector are left out, reads are not; the longest times"
                + " contain whatever else the machine did: compare with nobody reading.");
        report.table(
                List.of(
                        "who reads",
                        "apply p50",
                        "p99",
                        "p99.9",
                        "max",
                        "read p50",
                        "p99",
                        "p99.9",
                        "max",
                        "longest collection"),
                rows);
        report.goal(
                "no reader keeps a writer waiting for more than 1 ms",
                millis(worst) + " ms at most, 99 of 100 events at most " + millis(worstOfMost)
                        + " ms; with nobody reading " + millis(alone) + " ms at most",
                worst <= GOAL_BLOCKED_NANOS);
    }

    private static List<String> distribution(ChildJvm.Result result, String name) {
        return List.of(
                millis(result.figure(name + ".p50")),
                millis(result.figure(name + ".p99")),
                millis(result.figure(name + ".p999")),
                millis(result.figure(name + ".max")));
    }

    /** A figure about visitors who are not there would be none: only a shortfall is worth a line. */
    private static void requireAllPresent(String what, int expected, long present, Report report) {
        if (present != expected) {
            report.require("all " + number(expected) + " visitors are present (" + what + ")", number(present), false);
        }
    }

    private static long ampleHeap(long visitors) {
        return 256 + visitors * AMPLE / MIB;
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / (double) MIB);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }
}
