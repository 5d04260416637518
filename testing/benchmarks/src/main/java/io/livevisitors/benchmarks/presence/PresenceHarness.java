package io.livevisitors.benchmarks.presence;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** How far the number shown may be from the truth, and for how long. */
public final class PresenceHarness implements Harness {

    private static final long COMPARE_MILLIS = 250;
    private static final double SHOWN_MILLIS = 1_000;
    private static final double TOLERANCE_MILLIS = 500;

    /** For {@link java.util.ServiceLoader}. */
    public PresenceHarness() {}

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public String purpose() {
        return "how far the number shown may be from the truth: real requests, known browsers";
    }

    @Override
    public String document() {
        return "accuracy.md";
    }

    @Override
    public void run(Effort effort, Report report) throws Exception {
        run(Plan.of(effort), effort, report);
    }

    /** Measures as a plan says. */
    static void run(Plan plan, Effort effort, Report report) throws Exception {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1);
        thread.setRemoveOnCancelPolicy(true);
        try (Host host = Host.open(plan)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            Crowd crowd = new Crowd(plan, host, client, thread);
            FeedReader reader = FeedReader.join(
                    client, host, (event, data, at) -> thread.execute(() -> crowd.take(event, data, at)));
            Duration played = play(plan, crowd, thread);
            boolean exact = until(crowd::isExact, plan, thread);
            String summary = on(thread, crowd::summary);
            on(thread, () -> {
                if (crowd.hasSeenEnough()) {
                    report(plan, played, crowd, report);
                    require(effort, plan, crowd, reader, report);
                }
                report.require(
                        "enough happens to be measured",
                        plan.browsers() + " browsers in " + played.toSeconds() + " s",
                        crowd.hasSeenEnough());
                report.require("everything settled, the number is exact", summary, exact);
                return true;
            });
        } finally {
            thread.shutdownNow();
        }
    }

    /** Lets the crowd act, until it has done enough, and then rest; the time that it all took. */
    private static Duration play(Plan plan, Crowd crowd, ScheduledThreadPoolExecutor thread) throws Exception {
        long start = System.nanoTime();
        var comparing =
                thread.scheduleAtFixedRate(crowd::compare, COMPARE_MILLIS, COMPARE_MILLIS, TimeUnit.MILLISECONDS);
        thread.execute(crowd::start);
        thread.schedule(() -> {}, plan.activity().toMillis(), TimeUnit.MILLISECONDS)
                .get();
        var unused = until(crowd::hasSeenEnough, plan, thread);
        thread.submit(crowd::rest).get();
        thread.schedule(() -> {}, plan.settling().toMillis(), TimeUnit.MILLISECONDS)
                .get();
        if (comparing.isDone()) {
            comparing.get(); // says why
        }
        comparing.cancel(false);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Asks until something is so, or the plan's patience is at its end; whether it is so. */
    private static boolean until(Callable<Boolean> question, Plan plan, ScheduledThreadPoolExecutor thread)
            throws Exception {
        long deadline = System.nanoTime() + plan.patience().toNanos();
        boolean isSo = on(thread, question);
        while (!isSo && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(COMPARE_MILLIS);
            isSo = on(thread, question);
        }
        return isSo;
    }

    private static void report(Plan plan, Duration played, Crowd crowd, Report report) {
        report.paragraph(String.format(
                Locale.ROOT,
                "%,d browsers for %d s, beats every %d s, hidden ones every %d s, a silent tab given up after %d s, a"
                        + " hidden one after %d s. In this time: %,d arrivals, %,d navigations, %,d changes of visibility,"
                        + " %,d departures, %,d crashes; %,d requests in all.",
                plan.browsers(),
                played.toSeconds(),
                plan.beat().toSeconds(),
                plan.hiddenBeat().toSeconds(),
                plan.tabTimeout().toSeconds(),
                plan.activeWindow().toSeconds(),
                crowd.count(Crowd.Act.ARRIVE),
                crowd.count(Crowd.Act.NAVIGATE),
                crowd.count(Crowd.Act.TURN),
                crowd.count(Crowd.Act.LEAVE),
                crowd.count(Crowd.Act.CRASH),
                crowd.answers()));
        report.table(
                List.of("browsers, each 250 ms", "p50", "p99", "max", "compared"),
                List.of(
                        row(
                                "difference between the number on the feed and the truth",
                                crowd.feed().errors()),
                        row("… crashed and not yet given up", crowd.feed().ghosts()),
                        row("… changed within the last second", crowd.feed().unsettled()),
                        row(
                                "difference between the API's number and the truth",
                                crowd.api().errors()),
                        row("… with a request on its way", crowd.api().unsettled())));
        report.table(
                List.of("milliseconds", "p50", "p99", "max", "measured"),
                List.of(
                        millis("a closed tab to \"leaving\" on the dashboard", crowd.leavingShown()),
                        millis("a closed tab to \"left\" on the dashboard", crowd.removals()),
                        millis(
                                "age of the number on the feed, at most",
                                crowd.feed().ages())));
    }

    private static void require(Effort effort, Plan plan, Crowd crowd, FeedReader reader, Report report) {
        report.require(
                "no request is refused", (crowd.refusals() + " " + crowd.refusal()).strip(), crowd.refusals() == 0);
        report.require("the feed has no gap", reader.gaps() + " gaps", reader.gaps() == 0);
        report.require(
                "the API's number is wrong by no more than crashed browsers and those with a request on its way",
                crowd.api().verdict(),
                crowd.api().violations() == 0);
        timed(
                effort,
                report,
                "the feed's number is wrong by no more than crashed browsers and those of the last second",
                crowd.feed().verdict(),
                crowd.feed().violations() == 0);
        Sample shown = crowd.leavingShown();
        Sample removals = crowd.removals();
        Sample graces = crowd.graces();
        // The server heard of it after it was sent and before it answered.
        double early = plan.grace().toMillis() - removals.quantile(0) / 1e6;
        double late = graces.max() / 1e6 - plan.grace().toMillis();
        timed(
                effort,
                report,
                "99 of 100 departures are shown within 1 s",
                shown.wholeMillis(0.99) + " ms",
                shown.quantile(0.99) / 1e6 <= SHOWN_MILLIS);
        timed(
                effort,
                report,
                "who left is gone after " + plan.grace().toSeconds() + " s, give or take half a second",
                removals.wholeMillis(0) + " ms after the leave was sent to " + graces.wholeMillis(1)
                        + " ms after it was answered",
                Math.max(early, late) <= TOLERANCE_MILLIS);
    }

    /** Required in the full form; in the quick one, which runs cold and beside other tests, a goal. */
    private static void timed(Effort effort, Report report, String rule, String measured, boolean holds) {
        if (effort == Effort.FULL) {
            report.require(rule, measured, holds);
        } else {
            report.goal(rule, measured, holds);
        }
    }

    private static List<String> row(String name, Sample sample) {
        return List.of(
                name,
                String.valueOf(sample.median()),
                String.valueOf(sample.quantile(0.99)),
                String.valueOf(sample.max()),
                String.valueOf(sample.size()));
    }

    private static List<String> millis(String name, Sample sample) {
        return List.of(
                name,
                sample.wholeMillis(0.5),
                sample.wholeMillis(0.99),
                sample.wholeMillis(1),
                String.valueOf(sample.size()));
    }

    private static <T> T on(ScheduledThreadPoolExecutor thread, Callable<T> task) throws Exception {
        return thread.submit(task).get(Duration.ofMinutes(2).toMillis(), TimeUnit.MILLISECONDS);
    }
}
