package io.livevisitors.benchmarks.devices;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.device.rules.RuleBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How well devices are recognised, what it costs, and what hostile input costs. */
public final class DevicesHarness implements Harness {

    /** The property that names the folder of the corpora. */
    private static final String CORPORA = "corpora";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long HEAP = 1_024;
    private static final long SMALL_HEAP = 256;
    private static final long GOAL_HOSTILE_NANOS = 2_000_000;

    /** For {@link java.util.ServiceLoader}. */
    public DevicesHarness() {}

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public String purpose() {
        return "how often the class of a device is right, and what recognising it costs";
    }

    @Override
    public String document() {
        return "devices.md";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        String folder = System.getProperty(CORPORA);
        Path missing = folder == null ? Path.of(CORPORA) : Corpus.missingFrom(Path.of(folder));
        if (folder == null || missing != null) {
            report.leaveOut("the device corpora are needed, and there is no " + missing
                    + "; DEVICE_CORPORA names the folder that holds them");
            return;
        }
        Path corpora = Path.of(folder).toRealPath();
        // Yauaa takes seconds to start: the quick form does without it.
        boolean withYauaa = effort == Effort.FULL;
        new Recognition(corpora, effort.choose(100, Integer.MAX_VALUE), withYauaa).report(report);
        newUserAgents(corpora, effort, withYauaa, report);
        knownUserAgents(corpora, effort, report);
        loading(effort, report);
        steps(corpora, effort.choose(100, Integer.MAX_VALUE), report);
        hostile(corpora, effort.choose(120, 2_000), report);
    }

    private static void newUserAgents(Path corpora, Effort effort, boolean withYauaa, Report report)
            throws IOException, InterruptedException {
        int rounds = effort.choose(4, 60);
        int millis = effort.choose(40, 100);
        ChildJvm.Result result = new ChildJvm(PATIENCE, HEAP)
                .run(NewUserAgentTimes.class, corpora, effort.choose(500, 5_000), rounds, millis, withYauaa);
        report.heading("A new User-Agent");
        if (!result.completed()) {
            report.require("times of new User-Agents", result.ending(), false);
            return;
        }
        report.paragraph(String.format(
                Locale.ROOT,
                "Microseconds in one thread of a process with `-Xmx%dm`: browser, system and class, the cache asked and"
                        + " filled. All take turns in %d slices of %d ms over %,d User-Agents of the corpora, each after"
                        + " %d rounds of warming%s; every call is timed on its own and given a text of its own. Before"
                        + " a User-Agent comes again, a classifier with an empty cache takes over. The slices take the"
                        + " place of a framework's samples, which would not let the contestants take turns. Against"
                        + " itself (A/A), Live Visitors differs by a factor of %.2f in the median.",
                HEAP,
                rounds,
                millis,
                result.figure("list"),
                result.figure("warming"),
                result.figure("flat") == 1 ? ", when no median moved by more than 5 % any more" : "",
                result.figure("again.p50") / (double) result.figure("ours.p50")));
        List<List<String>> rows = new ArrayList<>();
        rows.add(newUserAgent("Live Visitors", "ours", result));
        rows.add(newUserAgent("Live Visitors once more", "again", result));
        rows.add(newUserAgent("uap-java, `Parser.parse`", "uap", result));
        if (withYauaa) {
            rows.add(newUserAgent("Yauaa, five fields, no cache", "yauaa", result));
        }
        report.table(List.of("one new User-Agent, µs", "median", "p99", "median, times ours", "calls"), rows);
    }

    private static List<String> newUserAgent(String label, String name, ChildJvm.Result result) {
        return List.of(
                label,
                micros(result.figure(name + ".p50")),
                micros(result.figure(name + ".p99")),
                String.format(Locale.ROOT, "%.1f", result.figure(name + ".p50") / (double) result.figure("ours.p50")),
                number(result.figure(name + ".n")));
    }

    private static void knownUserAgents(Path corpora, Effort effort, Report report)
            throws IOException, InterruptedException {
        ChildJvm.Result result =
                new ChildJvm(PATIENCE, SMALL_HEAP).run(KnownUserAgentTimes.class, corpora, effort.choose(200, 5_000));
        report.heading("A known User-Agent");
        if (!result.completed()) {
            report.require("times of known User-Agents", result.ending(), false);
            return;
        }
        report.paragraph(
                "Time and bytes allocated by the calling thread, for each call of `classify` that finds its answer"
                        + " in the cache: batches of a thousand calls over 500 User-Agents. A text of its own is what every"
                        + " request brings; nobody has hashed it yet.");
        report.table(
                List.of("one known User-Agent", "ns, median", "ns, p99 of batches", "bytes"),
                List.of(known("the same text again", "same", result), known("a text of its own", "copy", result)));
    }

    private static List<String> known(String label, String name, ChildJvm.Result result) {
        return List.of(
                label,
                number(Math.round(result.figure(name + ".p50") / 1e3)),
                number(Math.round(result.figure(name + ".p99") / 1e3)),
                number(Math.round(result.figure(name + ".bytes.p50") / 1e3)));
    }

    private static void loading(Effort effort, Report report) throws IOException, InterruptedException {
        int times = effort.choose(1, 15);
        Sample ours = new Sample(times);
        Sample uap = new Sample(times);
        for (int i = 0; i < times; i++) {
            ours.add(loading("ours", "time").figure("nanos"));
            uap.add(loading("uap", "time").figure("nanos"));
        }
        report.heading("Start and memory");
        report.paragraph("Each in a process of its own with `-Xmx" + SMALL_HEAP
                + "m`, which does nothing else; times are"
                + " medians of " + times + ". The heap is what is used after full collections, with the rules less"
                + " without them, and without any cache.");
        report.table(
                List.of("rules loaded", "ms", "KiB of live heap"),
                List.of(
                        List.of("`RuleBook.load()`", ours.millis(0.5), kib("ours")),
                        List.of("uap-java, `new Parser()`", uap.millis(0.5), kib("uap"))));
    }

    private static String kib(String whose) throws IOException, InterruptedException {
        return number(loading(whose, "heap").figure("bytes") >> 10);
    }

    private static ChildJvm.Result loading(String whose, String what) throws IOException, InterruptedException {
        return new ChildJvm(PATIENCE, SMALL_HEAP).run(RulesLoading.class, whose, what);
    }

    private static void steps(Path corpora, int most, Report report) throws IOException {
        RuleBook rules = RuleBook.load();
        List<List<String>> rows = new ArrayList<>();
        for (Corpus corpus : Corpus.values()) {
            Sample steps = new Sample(1 << 12);
            for (Corpus.Row row : corpus.read(corpora, most)) {
                steps.add(HostileTimes.answersOf(rules, row.userAgent()).steps());
            }
            rows.add(List.of(
                    corpus.label(),
                    number(steps.median()),
                    number(steps.quantile(0.99)),
                    number(steps.max()),
                    number(steps.size())));
        }
        report.heading("Steps");
        report.paragraph("What browser, system and class of one User-Agent cost the matcher, whatever the machine;"
                + " the search for literals, one pass over the text, is not among them.");
        report.table(List.of("steps of the matcher", "median", "p99", "max", "User-Agents"), rows);
    }

    private static void hostile(Path corpora, int inputs, Report report) throws IOException, InterruptedException {
        ChildJvm.Result result = new ChildJvm(PATIENCE, HEAP).run(HostileTimes.class, corpora, inputs);
        report.heading("Hostile input");
        if (!result.completed()) {
            report.require("every hostile input gets an answer", result.ending(), false);
            return;
        }
        report.paragraph(String.format(
                Locale.ROOT,
                "%,d inputs made by `HostileUserAgents`, up to %,d characters, each by a classifier with an empty cache;"
                        + " the time of an input is the least of %d, the longest single one was %s ms; none"
                        + " took more than %,d steps, and %,d used up the budget of them. Beside it uap-java once on each of at most %d characters, in"
                        + " a thread that is given up after %d s.",
                inputs,
                result.figure("longest"),
                HostileTimes.REPEATS,
                millis(result.figure("single.max")),
                result.figure("steps.max"),
                result.figure("exhausted"),
                HostileTimes.LOOKED_AT,
                HostileTimes.DEADLINE_MILLIS / 1_000));
        report.table(
                List.of("milliseconds", "median", "p99", "worst", "inputs", "failed or given up"),
                List.of(
                        List.of(
                                "Live Visitors",
                                millis(result.figure("ours.p50")),
                                millis(result.figure("ours.p99")),
                                millis(result.figure("ours.max")),
                                number(result.figure("ours.n")),
                                "0"),
                        List.of(
                                "uap-java",
                                millis(result.figure("uap.p50")),
                                millis(result.figure("uap.p99")),
                                millis(result.figure("uap.max")),
                                number(result.figure("uap.n")),
                                number(result.figure("uap.late") + result.figure("uap.failed")))));
        List<List<String>> rows = new ArrayList<>();
        for (int rank = 0; rank < HostileTimes.NAMED; rank++) {
            String name = "slowest" + rank;
            rows.add(List.of(
                    result.figure(name + ".input") + ", "
                            + kind(result.figure(name + ".kind")).toLowerCase(Locale.ROOT),
                    number(result.figure(name + ".length")),
                    millis(result.figure(name + ".nanos")),
                    number(result.figure(name + ".steps"))));
        }
        report.table(List.of("slowest inputs", "characters", "ms", "steps"), rows);
        long worst = result.figure("ours.max");
        report.goal("no hostile User-Agent takes more than 2 ms", millis(worst) + " ms", worst <= GOAL_HOSTILE_NANOS);
    }

    private static String kind(long ordinal) {
        return HostileUserAgents.Kind.values()[(int) ordinal].name().replace('_', ' ');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }
}
