package io.livevisitors.benchmarks.startup;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.startup.StartedHost.First;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What the library adds to the start of a host application and to its heap, before the first visitor. */
public final class StartupHarness implements Harness {

    private static final long GOAL_MILLIS = 300;
    private static final long GOAL_BYTES = 15_000_000;
    private static final double MILLION = 1e6;

    private final Random order = new Random(7);

    /** For {@link java.util.ServiceLoader}. */
    public StartupHarness() {}

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String purpose() {
        return "what the library adds to a host's start and heap before the first visitor";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        int rounds = effort.choose(3, 16);
        List<List<String>> rows = new ArrayList<>();
        for (Container container : Container.values()) {
            Map<Contents, Starts> starts = measure(container, rounds);
            starts.forEach((contents, found) -> rows.add(row(container, contents, found)));
            judge(
                    container,
                    Objects.requireNonNull(starts.get(Contents.NOTHING)),
                    Objects.requireNonNull(starts.get(Contents.LIBRARY)),
                    report);
        }
        report.heading("A host application, with the library and without");
        report.paragraph(String.format(
                Locale.ROOT,
                "Medians of %d processes of each row, begun in an order that is another each time. In every second of them"
                        + " the event is the first that comes, in the others the page.",
                rounds));
        report.table(
                List.of(
                        "an application with",
                        "started, ms",
                        "first answer after the process began, ms",
                        "processor time until then, ms",
                        "live heap, MB",
                        "loaded classes",
                        "threads of the library",
                        "first event, ms",
                        "an event then, ms",
                        "first page, ms"),
                rows);
    }

    private Map<Contents, Starts> measure(Container container, int rounds) throws IOException, InterruptedException {
        Map<Contents, Starts> starts = new EnumMap<>(Contents.class);
        List<Contents> kinds = new ArrayList<>(List.of(Contents.values()));
        kinds.forEach(contents -> starts.put(contents, new Starts(container, contents)));
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(kinds, order);
            for (Contents contents : kinds) {
                Objects.requireNonNull(starts.get(contents)).start(round % 2 == 0 ? First.EVENT : First.PAGE);
            }
        }
        return starts;
    }

    private static List<String> row(Container container, Contents contents, Starts found) {
        return List.of(
                container.label() + ": " + contents.label(),
                found.figures("started").wholeMillis(0.5),
                String.valueOf(found.figures("answered").median()),
                found.figures("processor").wholeMillis(0.5),
                decimals(found.figures("heap").median() / MILLION),
                String.format(Locale.ROOT, "%,d", found.figures("classes").median()),
                String.valueOf(found.figures("threads").max()),
                millis(found.events()),
                millis(found.figures("next")),
                millis(found.pages()));
    }

    private static void judge(Container container, Starts without, Starts with, Report report) {
        long started = added("started", without, with) / 1_000_000;
        long answered = added("answered", without, with);
        report.goal(
                container.label() + ": at most " + GOAL_MILLIS + " ms more until an application answers",
                answered + " ms more, of which " + started + " ms in the start itself; "
                        + added("processor", without, with) / 1_000_000 + " ms more of processor time",
                Math.max(started, answered) <= GOAL_MILLIS);
        long bytes = added("heap", without, with);
        report.goal(
                container.label() + ": at most 15 MB more of live heap before the first visitor",
                decimals(bytes / MILLION) + " MB more",
                bytes <= GOAL_BYTES);
        report.require(
                container.label() + ": no thread of the library before the first event, and daemons alone after it",
                with.figures("threads").max() + " before, "
                        + with.figures("odd").max() + " that are no daemons after",
                with.figures("threads").max() == 0 && with.figures("odd").max() == 0);
    }

    private static long added(String figure, Starts without, Starts with) {
        return with.figures(figure).median() - without.figures(figure).median();
    }

    private static String millis(Sample nanos) {
        return decimals(nanos.median() / MILLION);
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
