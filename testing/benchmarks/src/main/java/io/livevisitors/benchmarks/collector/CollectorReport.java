package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.Slices;
import io.livevisitors.benchmarks.collector.ContainerCost.Found;
import io.livevisitors.benchmarks.collector.ContainerCost.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Says what was measured. Ratios are thousandths. */
final class CollectorReport {

    private static final int WANTED = 900;
    private static final int WANTED_WITH_NEW = 850;

    private final Plan plan;
    private final Report report;

    CollectorReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Everything. */
    void say(List<Found> all) {
        sideBySide(all);
        shown(all);
        all.forEach(this::judge);
    }

    private void sideBySide(List<Found> all) {
        report.heading("An event beside an empty servlet");
        report.paragraph(String.format(
                Locale.ROOT,
                "%d connections that are kept, each sending its next request when the last is answered; %d rounds with a"
                        + " slice of %d ms of each row, in an order that is another each time, in one process with"
                        + " `-Xmx%dm`. Medians of the slices, and of the ratios to the empty servlet's slice of the same"
                        + " round; processor time and bytes of all slices together, divided by their requests.",
                plan.connections(),
                plan.rounds(),
                plan.slice().toMillis(),
                plan.heap()));
        List<List<String>> rows = new ArrayList<>();
        for (Found found : all) {
            Slices empty = of(found.sideBySide(), Traffic.EMPTY);
            found.sideBySide().forEach((traffic, slices) -> rows.add(row(found, traffic.label(), slices, empty)));
        }
        table("events posted to", rows);
        for (Found found : all) {
            report.paragraph(String.format(
                    Locale.ROOT,
                    "%s was warmed for %.1f s.",
                    found.container().label(),
                    found.warming().toMillis() / 1e3));
        }
    }

    private void shown(List<Found> all) {
        report.heading("With dashboards");
        report.paragraph(String.format(
                Locale.ROOT,
                "The same process with %d dashboards on one pixel, and events of that pixel and of another at which nobody"
                        + " looks: %d rounds with a slice of %d ms of both, and after each a pause until the dashboards"
                        + " have got what they are owed. Ratios to the slice without dashboards.",
                plan.dashboards(),
                plan.shownRounds(),
                plan.shownSlice().toMillis()));
        List<List<String>> rows = new ArrayList<>();
        for (Found found : all) {
            Slices unseen = of(found.shown(), Traffic.LIBRARY);
            found.shown().forEach((traffic, slices) -> rows.add(row(found, traffic.label(), slices, unseen)));
        }
        table("events of a pixel", rows);
    }

    private void table(String first, List<List<String>> rows) {
        report.table(
                List.of(first, "requests a second", "ratio", "processor µs for each", "bytes allocated for each"),
                rows);
    }

    private static List<String> row(Found found, String label, Slices slices, Slices others) {
        return List.of(
                found.container().label() + ": " + label,
                number(slices.rates().median()),
                ratio(slices.rateRatios(others)),
                String.format(Locale.ROOT, "%.1f", slices.processorMicros()),
                number(slices.allocatedBytes()));
    }

    private void judge(Found found) {
        String container = found.container().label();
        Slices empty = of(found.sideBySide(), Traffic.EMPTY);
        Sample again = of(found.sideBySide(), Traffic.EMPTY_AGAIN).rateRatios(empty);
        goal(
                container + ": at least 0.90 of an empty servlet's requests",
                of(found.sideBySide(), Traffic.LIBRARY).rateRatios(empty),
                WANTED,
                again);
        goal(
                container + ": at least 0.85 with 5 % new User-Agents",
                of(found.sideBySide(), Traffic.NEW_USER_AGENTS).rateRatios(empty),
                WANTED_WITH_NEW,
                again);
        goal(
                container + ": at least 0.90 with " + plan.dashboards() + " dashboards",
                of(found.shown(), Traffic.DASHBOARDS).rateRatios(of(found.shown(), Traffic.LIBRARY)),
                WANTED,
                again);
        report.require(
                container + ": every event is answered by 204, none is refused",
                number(found.answered()) + " answered so, " + number(found.refused()) + " refused",
                found.answered() > 0 && found.refused() == 0);
        require(container + ": the totals show every page view", found.pageViews());
        require(container + ": the totals show every tab", found.tabs());
        report.require(
                container + ": all dashboards stay, and get events",
                found.dashboards().verdict() + ", " + number(found.frames()) + " events",
                found.dashboards().isGood() && found.frames() > plan.dashboards());
    }

    private void goal(String goal, Sample ratios, int wanted, Sample again) {
        report.goal(
                goal,
                ratio(ratios) + "; " + ratio(again) + " between equal slices of the empty servlet",
                ratios.median() >= wanted);
    }

    private void require(String rule, Shown shown) {
        report.require(
                rule,
                number(shown.shown()) + " of " + number(shown.sent()),
                shown.sent() > 0 && shown.shown() == shown.sent());
    }

    private static Slices of(Map<Traffic, Slices> slices, Traffic traffic) {
        return Objects.requireNonNull(slices.get(traffic));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String ratio(Sample thousandths) {
        return String.format(Locale.ROOT, "%.3f", thousandths.median() / 1e3);
    }
}
