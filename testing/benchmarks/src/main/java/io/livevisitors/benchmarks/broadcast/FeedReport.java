package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.Limit;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.broadcast.FeedCost.Found;
import io.livevisitors.benchmarks.broadcast.FeedCost.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what showing page views was found to cost. */
final class FeedReport {

    private static final double WANTED = 20;

    private final Plan plan;
    private final Report report;

    FeedReport(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Everything. */
    void say(Found found) {
        report.heading("Page views shown");
        report.paragraph(String.format(
                Locale.ROOT,
                "As many page views as one thread of the server can have, with %,d dashboards. The library sends at most %d of"
                        + " them a second singly, and the totals of all; Node sends each. %d rounds with a slice of %d ms"
                        + " of each row, in an order that is another each time, and a pause until the dashboards have got"
                        + " what they are owed, which counts for the slice. Page views a second are medians of the slices;"
                        + " those for a second of one processor are of all slices together.",
                plan.dashboards(),
                Limit.FEED_EVENTS_PER_SECOND.defaultValue(),
                plan.feedRounds(),
                plan.feedSlice().toMillis()));
        List<Server> all = new ArrayList<>(found.servers());
        all.add(found.reference());
        all.add(found.again());
        List<List<String>> rows = new ArrayList<>();
        for (Server server : all) {
            rows.add(List.of(
                    server.label(),
                    number(server.slices().rates().median()),
                    number(Math.round(server.slices().perProcessorSecond())),
                    times(server.slices().timesAsManyAs(found.reference().slices()))));
        }
        report.table(
                List.of("page views shown by", "page views a second", "for a second of one processor", "ratio"), rows);
        for (Server server : found.servers()) {
            double ratio = server.slices().timesAsManyAs(found.reference().slices());
            report.goal(
                    server.label() + " shows at least 20 times as many page views for the same processor time as Node",
                    times(ratio) + " times; "
                            + times(found.again()
                                    .slices()
                                    .timesAsManyAs(found.reference().slices())) + " times between equal slices of Node",
                    ratio >= WANTED);
        }
        found.servers().forEach(this::require);
        require(found.reference());
    }

    private void require(Server server) {
        report.require(
                server.label() + ", page views: the totals tell of all",
                number(server.shown()) + " of " + number(server.tracked()),
                server.tracked() > 0 && server.shown() == server.tracked());
        report.require(
                server.label() + ", page views: every dashboard is sent each that is not left out, in order",
                server.verdict() + ", " + number(server.fewest()) + " to " + number(server.most()) + " of "
                        + number(server.singly()) + " came, " + number(server.gaps()) + " gaps",
                server.areOpen()
                        && server.fewest() == server.singly()
                        && server.most() == server.singly()
                        && server.gaps() == 0);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String times(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
