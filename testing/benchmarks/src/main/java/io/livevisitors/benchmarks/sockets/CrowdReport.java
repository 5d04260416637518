package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.sockets.SlowCrowd.Among;
import io.livevisitors.benchmarks.sockets.SlowCrowd.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what slow readers among others do. Ratios are thousandths. */
final class CrowdReport {

    private final Plan plan;
    private final CrowdPlan crowd;
    private final Report report;

    CrowdReport(Plan plan, Report report) {
        this.plan = plan;
        this.crowd = plan.crowd();
        this.report = report;
    }

    /** Everything. */
    void say(Found found) {
        report.heading("Slow readers among others");
        report.paragraph(String.format(
                Locale.ROOT,
                "Of %d readers %d take %,d bytes a second and %d nothing; in slices of %,d broadcasts of about 250 bytes to"
                        + " all of them, one each %d ms, turn and turn about with slices without the slow ones, in %d"
                        + " rounds. What waits may be %.1f s old, a send may take as long, an outbox holds %,d bytes."
                        + " Milliseconds in which the other %d get their frames: medians of the slices, and of the ratios"
                        + " to the slice of the same round with nobody slow.",
                crowd.readers() + crowd.slow(),
                crowd.sipping(),
                CrowdPlan.SIPPED_PER_SECOND,
                crowd.stopped(),
                crowd.slice(),
                crowd.pace().toMillis(),
                crowd.rounds(),
                crowd.patience().toMillis() / 1e3,
                plan.outboxBytes(),
                crowd.readers()));
        slices(found);
        report.require(
                "every frame arrives at each of the " + crowd.readers() + " that read, once and in order",
                found.verdict(),
                found.isComplete());
        report.require(
                "every slow reader is dropped as `slow_consumer` or closed with 4100 as `slow_reader`",
                String.format(
                        Locale.ROOT,
                        "%d of %d dropped, %d closed, %d still there",
                        found.dropped(),
                        found.slowReaders(),
                        found.told(),
                        found.stayed()),
                found.allEnded());
        long allowed = crowd.slow() * (plan.outboxBytes() + SocketsReport.CONNECTION_BYTES);
        report.require(
                crowd.slow() + " slow readers hold no more than as many outboxes and 32 KiB for each connection",
                String.format(Locale.ROOT, "%,d bytes of %,d", found.held(), allowed),
                found.held() <= allowed);
    }

    private void slices(Found found) {
        Slices nobody = found.slices().get(Among.NOBODY);
        Slices slow = found.slices().get(Among.SLOW);
        Slices again = found.slices().get(Among.NOBODY_AGAIN);
        if (nobody == null || slow == null || again == null) {
            return; // something was lost, which the rule says
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("nobody slow", nobody, nobody));
        rows.add(row(crowd.sipping() + " take little, " + crowd.stopped() + " nothing", slow, nobody));
        rows.add(row("nobody slow, once more", again, nobody));
        report.table(List.of("slow among all", "p50", "ratio", "p99", "ratio"), rows);
        report.goal(
                crowd.slow() + " slow readers leave the p99 of the other " + crowd.readers() + " unchanged",
                ratio(slow.mostRatios(nobody)) + " times; " + ratio(again.mostRatios(nobody))
                        + " times with nobody slow",
                slow.mostRatios(nobody).median() <= SocketsReport.UNCHANGED);
    }

    private static List<String> row(String name, Slices slices, Slices nobody) {
        return List.of(
                name,
                slices.medians().millis(0.5),
                ratio(slices.medianRatios(nobody)),
                slices.mosts().millis(0.5),
                ratio(slices.mostRatios(nobody)));
    }

    private static String ratio(Sample thousandths) {
        return String.format(Locale.ROOT, "%.2f", thousandths.median() / 1e3);
    }
}
