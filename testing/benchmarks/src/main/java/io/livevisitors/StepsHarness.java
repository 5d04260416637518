package io.livevisitors;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.presence.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The steps of an event's way, and all of them together, by JMH: nanoseconds and bytes. */
public final class StepsHarness implements Harness {

    private static final double GOAL_NANOS = 2_000;
    private static final double GOAL_GROWTH = 1.3;
    private static final String BYTES = "gc.alloc.rate.norm";

    /** What each method of {@link SingleSteps} does, in the order of the table. */
    private static final Map<String, String> STEPS = steps();

    /** For {@link java.util.ServiceLoader}. */
    public StepsHarness() {}

    /** A median of iterations, in nanoseconds for one call, and the bytes that it allocates. */
    private record Cost(double nanos, double bytes) {}

    @Override
    public String name() {
        return "steps";
    }

    @Override
    public String purpose() {
        return "nanoseconds and bytes of each step of an event's way, and of all together, by JMH";
    }

    @Override
    public void run(Effort effort, Report report) throws RunnerException {
        List<Integer> sizes = effort.choose(List.of(1_000, 10_000), List.of(1_000, 10_000, 100_000, 1_000_000));
        // Others may measure on this machine, too: that is for whoever runs this to avoid.
        System.setProperty("jmh.ignoreLock", "true");
        single(effort, report);
        Map<EventType, List<Cost>> all = new HashMap<>();
        for (EventType type : List.of(EventType.PAGE_VIEW, EventType.HEARTBEAT)) {
            all.put(type, track(type, sizes, effort));
        }
        table(all, sizes, report);
        goals(all, report);
    }

    private static void single(Effort effort, Report report) throws RunnerException {
        Map<String, Cost> costs = new HashMap<>();
        for (RunResult result : run(options(effort).include(name(SingleSteps.class, "")))) {
            String method = result.getParams().getBenchmark();
            costs.put(method.substring(method.lastIndexOf('.') + 1), cost(result));
        }
        report.heading("Each step by itself");
        List<List<String>> rows = new ArrayList<>();
        STEPS.forEach((method, label) -> {
            Cost cost = costs.get(method);
            if (cost != null) {
                rows.add(List.of(label, number(cost.nanos()), number(cost.bytes())));
            }
        });
        report.table(List.of("step", "ns", "bytes allocated"), rows);
        report.require("every step is measured", rows.size() + " of " + STEPS.size(), rows.size() == STEPS.size());
    }

    private static List<Cost> track(EventType type, List<Integer> sizes, Effort effort) throws RunnerException {
        ChainedOptionsBuilder options = options(effort)
                .include(name(TrackedCrowd.class, "track"))
                .param("type", type.name())
                .param("visitors", sizes.stream().map(String::valueOf).toArray(String[]::new));
        if (effort == Effort.FULL) {
            options.jvmArgsAppend("-Xmx4g");
        }
        List<Cost> costs = new ArrayList<>();
        Collection<RunResult> results = run(options);
        for (int size : sizes) {
            results.stream()
                    .filter(result -> result.getParams().getParam("visitors").equals(String.valueOf(size)))
                    .map(StepsHarness::cost)
                    .forEach(costs::add);
        }
        return costs;
    }

    private static void table(Map<EventType, List<Cost>> all, List<Integer> sizes, Report report) {
        report.heading("All steps together");
        List<String> header = new ArrayList<>(List.of("one event, among so many visitors"));
        sizes.forEach(size -> header.add(number(size) + ", ns"));
        header.add("growth");
        header.add("bytes allocated");
        List<List<String>> rows = new ArrayList<>();
        boolean complete = true;
        for (EventType type : List.of(EventType.PAGE_VIEW, EventType.HEARTBEAT)) {
            List<Cost> costs = Objects.requireNonNull(all.get(type));
            complete &= costs.size() == sizes.size();
            List<String> row = new ArrayList<>(List.of(type == EventType.PAGE_VIEW ? "page view" : "heartbeat"));
            costs.forEach(cost -> row.add(number(cost.nanos())));
            row.add(times(growth(costs)));
            row.add(number(costs.get(0).bytes()));
            rows.add(row);
        }
        report.table(header, rows);
        report.require("all events are measured among all numbers of visitors", rows.size() + " kinds", complete);
    }

    private static void goals(Map<EventType, List<Cost>> all, Report report) {
        double nanos = all.values().stream()
                .mapToDouble(costs -> costs.get(0).nanos())
                .max()
                .orElse(Double.NaN);
        double growth =
                all.values().stream().mapToDouble(StepsHarness::growth).max().orElse(Double.NaN);
        report.goal(
                "an event takes at most " + number(GOAL_NANOS / 1_000) + " µs on one thread",
                String.format(Locale.ROOT, "%.1f µs", nanos / 1_000),
                nanos <= GOAL_NANOS);
        report.goal(
                "it takes at most " + times(GOAL_GROWTH) + " as long among the most visitors as among the fewest",
                times(growth),
                growth <= GOAL_GROWTH);
    }

    private static double growth(List<Cost> costs) {
        return costs.get(costs.size() - 1).nanos() / costs.get(0).nanos();
    }

    private static ChainedOptionsBuilder options(Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .threads(1);
        return effort == Effort.QUICK
                ? options.forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(100))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(50))
                : options.forks(1)
                        .warmupIterations(6)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(11)
                        .measurementTime(TimeValue.seconds(1));
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    private static String name(Class<?> type, String method) {
        return "^\\Q" + type.getName() + ".\\E" + method;
    }

    private static Cost cost(RunResult result) {
        double bytes = Double.NaN;
        Map<String, ?> profiled = result.getSecondaryResults();
        for (Map.Entry<String, ?> entry : profiled.entrySet()) {
            if (entry.getKey().endsWith(BYTES) && entry.getValue() instanceof Result<?> measured) {
                bytes = measured.getScore();
            }
        }
        return new Cost(result.getPrimaryResult().getStatistics().getPercentile(50), bytes);
    }

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("parsePageView", "parse a page view");
        steps.put("parseHeartbeat", "parse a heartbeat");
        steps.put("anonymisePageView", "make a page view anonymous");
        steps.put("anonymiseHeartbeat", "make a heartbeat anonymous");
        steps.put("classifyKnown", "recognise a known User-Agent");
        steps.put("classifyNew", "recognise a new User-Agent");
        steps.put("applyHeartbeat", "apply a heartbeat to a registry of 1,000");
        steps.put("encodeEvent", "encode an event for dashboards");
        return steps;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String number(int value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f times", ratio);
    }
}
