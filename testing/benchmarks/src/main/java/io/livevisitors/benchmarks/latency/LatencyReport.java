package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Says what was measured. */
final class LatencyReport {

    private static final double MEDIAN_MILLIS = 3;
    private static final double MOST_MILLIS = 20;

    /** Instead of a time, if no dashboard was shown anything. */
    private static final String NOTHING = "nothing shown";

    /** What was found in one container. */
    record Found(String container, Latencies busy, Latencies idle) {}

    private final Plan plan;
    private final Report report;

    LatencyReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Everything. */
    void say(List<Found> all) {
        phase("Many page views, many dashboards", plan.busy(), all, Found::busy);
        phase("An idle system", plan.idle(), all, Found::idle);
        for (Found found : all) {
            goal(found.container() + ", many page views", found.busy());
            goal(found.container() + ", idle", found.idle());
            complete(found.container() + ", many page views", found.busy());
            complete(found.container() + ", idle", found.idle());
        }
    }

    private void phase(String heading, Phase phase, List<Found> all, Function<Found, Latencies> which) {
        report.heading(heading);
        report.paragraph(String.format(
                Locale.ROOT,
                "%,d page views a second over %d connections, %,d %s; %s s measured, in a host application"
                        + " with `-Xmx%dm`. Milliseconds until a dashboard has a page view in hand, over all"
                        + " page views and dashboards.",
                phase.perSecond(),
                plan.connections(),
                phase.dashboards(),
                phase.dashboards() == 1 ? "dashboard" : "dashboards",
                seconds(phase),
                plan.heap()));
        List<List<String>> rows = new ArrayList<>();
        for (Found found : all) {
            Latencies latencies = which.apply(found);
            rows.add(row(found.container() + ": since it came to the servlet", latencies.fromArrival()));
            rows.add(row(found.container() + ": since it was due to be sent", latencies.fromDue()));
            rows.add(row(found.container() + ": of that, until it was sent", latencies.delays()));
        }
        report.table(List.of(heading.toLowerCase(Locale.ROOT), "p50", "p99", "p99.9", "max"), rows);
        for (Found found : all) {
            report.paragraph(String.format(
                    Locale.ROOT,
                    "%s took %.0f %% of one processor meanwhile.",
                    found.container(),
                    100 * which.apply(found).processorShare()));
        }
    }

    private static List<String> row(String name, Sample times) {
        if (times.size() == 0) {
            return List.of(name, NOTHING, NOTHING, NOTHING, NOTHING);
        }
        return List.of(name, times.millis(0.5), times.millis(0.99), times.millis(0.999), times.millis(1));
    }

    private void goal(String name, Latencies latencies) {
        Sample times = latencies.fromArrival();
        report.goal(
                String.format(
                        Locale.ROOT,
                        "%s: from the servlet to a dashboard p50 at most %.0f ms, p99 at most %.0f ms",
                        name,
                        MEDIAN_MILLIS,
                        MOST_MILLIS),
                times.size() == 0 ? NOTHING : times.millis(0.5) + " ms, " + times.millis(0.99) + " ms",
                times.size() > 0
                        && times.quantile(0.5) / 1e6 <= MEDIAN_MILLIS
                        && times.quantile(0.99) / 1e6 <= MOST_MILLIS);
    }

    private void complete(String name, Latencies latencies) {
        report.require(
                name + ": every page view is shown to every dashboard, once, and each of them is there at the end",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d shown, %,d shown again, %,d left out by the library; %,d dashboards of %,d there",
                        latencies.fromArrival().size(),
                        latencies.phase().sights(),
                        latencies.seenAgain(),
                        latencies.lost(),
                        latencies.open(),
                        latencies.phase().dashboards()),
                latencies.isComplete());
    }

    /** For which a phase is measured. */
    private static String seconds(Phase phase) {
        return String.format(Locale.ROOT, "%.1f", phase.measured() / (double) phase.perSecond())
                .replace(".0", "");
    }
}
