package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.Slices;
import io.livevisitors.benchmarks.broadcast.ContainerCost.Found;
import io.livevisitors.benchmarks.broadcast.ContainerCost.Size;
import io.livevisitors.benchmarks.container.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says what broadcasts were found to cost. Ratios of rates are thousandths. */
final class BroadcastReport {

    private static final String COMPLETE = ": every event comes to every reader, once and in order";

    /** Of the rate of the fastest safe way that a host has. */
    private static final int WANTED = 950;

    /** Microseconds of the server's processor time. */
    private static final double WANTED_MICROS = 3;

    private final Plan plan;
    private final Report report;

    BroadcastReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** An event did not come to everybody: there are no figures of that container. */
    void lost(Container.Kind container, LostEventException loss) {
        report.require(container.label() + COMPLETE, String.valueOf(loss.getMessage()), false);
    }

    /** Everything. */
    void say(List<Found> all) {
        report.heading("One event at a time");
        report.paragraph(String.format(
                Locale.ROOT,
                "Events of about 250 bytes, the next when the last has come to all; %d rounds with a slice of %d ms of each"
                        + " row at this pace and the next, in an order that is another each time, in one process with"
                        + " `-Xmx%dm`. Medians of the slices, and of the ratios to the asynchronous loop's slice of the"
                        + " same round; processor time of the server in all slices together, divided by the frames that"
                        + " came.",
                plan.rounds(),
                plan.slice().toMillis(),
                plan.heap()));
        table("sent one at a time", Pace.ONE_AT_A_TIME, all);
        report.heading("As fast as is taken");
        List<String> windows = new ArrayList<>();
        for (int readers : plan.readers()) {
            windows.add(String.format(Locale.ROOT, "%d to %,d readers", plan.eventsUnderWay(readers), readers));
        }
        report.paragraph("The same, but so many events are on their way at once: " + String.join(", ", windows) + ".");
        table("sent as fast as is taken", Pace.SATURATED, all);
        for (Found found : all) {
            for (Size size : found.sizes()) {
                report.paragraph(String.format(
                        Locale.ROOT,
                        "%s with %,d readers was warmed for %.1f s.",
                        found.container().label(),
                        size.readers(),
                        size.warming().toMillis() / 1e3));
            }
        }
        all.forEach(this::judge);
    }

    /** Whether others get their events beside a reader that takes nothing, by style. */
    void stuck(Map<Container.Kind, Map<SendStyle, Boolean>> all) {
        report.heading("Beside a reader that takes nothing");
        List<List<String>> rows = new ArrayList<>();
        all.forEach((container, styles) -> {
            styles.forEach((style, haveAll) ->
                    rows.add(List.of(container.label() + ": " + style.label(), haveAll ? "get theirs" : "wait")));
            report.require(
                    container.label()
                            + ": nobody waits for a reader that takes nothing, where a way is said to be safe",
                    styles.entrySet().stream()
                                    .filter(style -> style.getKey().isSafe())
                                    .filter(Map.Entry::getValue)
                                    .count()
                            + " of "
                            + styles.keySet().stream().filter(SendStyle::isSafe).count(),
                    styles.entrySet().stream()
                            .allMatch(
                                    style -> style.getValue() == style.getKey().isSafe()));
        });
        report.table(List.of("sent to readers beside one that is stuck", "the others"), rows);
    }

    private void table(String first, Pace pace, List<Found> all) {
        List<String> header = new ArrayList<>(List.of(first));
        for (int readers : plan.readers()) {
            header.add(number(readers) + " readers: frames a second");
            header.add("ratio");
            header.add("processor µs for each");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Found found : all) {
            for (SendStyle style : SendStyle.values()) {
                List<String> row = new ArrayList<>(List.of(found.container().label() + ": " + style.label()));
                for (Size size : found.sizes()) {
                    Slices slices = size.of(pace, style);
                    row.add(number(slices.rates().median()));
                    row.add(ratio(slices.rateRatios(size.of(pace, SendStyle.ASYNC))));
                    row.add(decimals(slices.processorMicros()));
                }
                rows.add(row);
            }
        }
        report.table(header, rows);
    }

    private void judge(Found found) {
        String container = found.container().label();
        for (Size size : found.sizes()) {
            String readers = number(size.readers()) + " readers";
            SendStyle safe = size.fastestSafe(Pace.ONE_AT_A_TIME);
            Slices reference = size.of(Pace.ONE_AT_A_TIME, safe);
            Sample ratios = size.of(Pace.ONE_AT_A_TIME, SendStyle.LIBRARY).rateRatios(reference);
            report.goal(
                    container + ", one at a time to " + readers + ": at least 0.95 of the fastest safe way",
                    ratio(ratios) + " of " + safe.label() + "; "
                            + ratio(size.of(Pace.ONE_AT_A_TIME, SendStyle.ASYNC_AGAIN)
                                    .rateRatios(size.of(Pace.ONE_AT_A_TIME, SendStyle.ASYNC)))
                            + " between equal slices of the asynchronous loop",
                    ratios.median() >= WANTED);
        }
        for (Size size : found.sizes()) {
            String readers = number(size.readers()) + " readers";
            Slices library = size.of(Pace.SATURATED, SendStyle.LIBRARY);
            Slices loop = size.of(Pace.SATURATED, SendStyle.ASYNC);
            report.goal(
                    container + ", as fast as is taken by " + readers + ": at most 3 µs for each",
                    decimals(library.processorMicros()) + " µs",
                    library.processorMicros() <= WANTED_MICROS);
            int wanted = timesWanted(found.container());
            report.goal(
                    container + ", as fast as is taken by " + readers + ": at least " + wanted
                            + " times as many as the asynchronous loop for the same processor time",
                    decimals(library.timesAsManyAs(loop)) + " times; "
                            + decimals(size.of(Pace.SATURATED, SendStyle.ASYNC_AGAIN)
                                    .timesAsManyAs(loop))
                            + " between equal slices of the asynchronous loop",
                    library.timesAsManyAs(loop) >= wanted);
        }
        report.require(
                container + COMPLETE,
                number(found.expected()) + " frames expected, all came, " + number(found.misplaced())
                        + " twice or out of order",
                found.expected() > 0 && found.misplaced() == 0);
        report.require(
                container + ": the library leaves no event out",
                number(found.dropped()) + " left out",
                found.dropped() == 0);
    }

    private static int timesWanted(Container.Kind container) {
        return switch (container) {
            case TOMCAT -> 3;
            case JETTY -> 2;
        };
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String ratio(Sample thousandths) {
        return String.format(Locale.ROOT, "%.3f", thousandths.median() / 1e3);
    }
}
