package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.Slices;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Measures one container. Used by one thread, once. */
final class ContainerCost implements AutoCloseable {

    /** The kinds that take turns while nobody looks. */
    private static final List<Traffic> SIDE_BY_SIDE =
            List.of(Traffic.EMPTY, Traffic.EMPTY_AGAIN, Traffic.LIBRARY, Traffic.NEW_USER_AGENTS);

    private static final List<Traffic> BESIDE_DASHBOARDS = List.of(Traffic.LIBRARY, Traffic.DASHBOARDS);

    /** Rounds after which it is asked whether the server still becomes faster, and by how many thousandths it does. */
    private static final int LOOK_EVERY = 10;

    private static final int FASTER = 1_020;

    private final Plan plan;
    private final HostProcess host;
    private final Posters posters;
    private final Random order = new Random(7);

    private ContainerCost(Plan plan, HostProcess host) throws IOException, InterruptedException {
        this.plan = plan;
        this.host = host;
        this.posters = new Posters(host.address(), plan.connections());
    }

    /**
     * What was found.
     *
     * @param warming how long it took until the server was no faster than before
     * @param sideBySide while nobody looked
     * @param shown the library's traffic beside dashboards and without, likewise
     * @param frames that all dashboards got
     * @param dashboards whether all were there at the end, and what became of them
     * @param answered requests of the whole run, each with 204
     * @param pageViews that were sent, and that the totals show
     * @param tabs that sent something, and that the totals show
     * @param refused events that a limit refused
     */
    record Found(
            Container.Kind container,
            Duration warming,
            Map<Traffic, Slices> sideBySide,
            Map<Traffic, Slices> shown,
            long frames,
            Ending dashboards,
            long answered,
            Shown pageViews,
            Shown tabs,
            long refused) {}

    /** A number that was sent, and what the totals show of it. */
    record Shown(long sent, long shown) {}

    /** Whether something went on to the end, and what is to be said of it. */
    record Ending(boolean isGood, String verdict) {}

    static Found measure(Plan plan, Container.Kind container) throws IOException, InterruptedException {
        try (HostProcess host = HostProcess.start(container, plan.heap());
                ContainerCost cost = new ContainerCost(plan, host)) {
            return cost.measure(container);
        }
    }

    private Found measure(Container.Kind container) throws IOException, InterruptedException {
        Duration warming;
        try (Dashboards dashboards = new Dashboards(host.address(), plan.dashboards())) {
            warming = warm();
            dashboards.awaitQuiet(plan.silence());
        }
        Map<Traffic, Slices> sideBySide = slices(SIDE_BY_SIDE);
        for (int i = 0; i < plan.rounds(); i++) {
            round(sideBySide, plan.slice());
        }
        // others than in the warming, which may have fallen behind in it: its slices leave them no pause
        try (Dashboards dashboards = new Dashboards(host.address(), plan.dashboards())) {
            Map<Traffic, Slices> shown = slices(BESIDE_DASHBOARDS);
            for (int i = 0; i < plan.shownRounds(); i++) {
                roundWith(dashboards, shown);
            }
            return new Found(
                    container,
                    warming,
                    sideBySide,
                    shown,
                    dashboards.frames(),
                    new Ending(dashboards.areOpen(), dashboards.verdict()),
                    posters.answered(),
                    new Shown(
                            posters.pageViews(Traffic.QUIET) + posters.pageViews(Traffic.SHOWN),
                            host.pageViews(Traffic.QUIET) + host.pageViews(Traffic.SHOWN)),
                    new Shown(
                            posters.tabs(Traffic.QUIET) + posters.tabs(Traffic.SHOWN),
                            host.tabs(Traffic.QUIET) + host.tabs(Traffic.SHOWN)),
                    host.refused(Traffic.QUIET) + host.refused(Traffic.SHOWN));
        }
    }

    /** Posts everything in turn until the library and the empty servlet are no faster than in the rounds before. */
    private Duration warm() throws IOException, InterruptedException {
        Map<Traffic, Slices> slices = slices(List.of(Traffic.values()));
        long start = System.nanoTime();
        Duration passed = Duration.ZERO;
        boolean faster = true;
        while (passed.compareTo(plan.warming()) < 0 || (faster && passed.compareTo(plan.longestWarming()) < 0)) {
            long[] before = medians(slices);
            for (int i = 0; i < LOOK_EVERY && passed.compareTo(plan.longestWarming()) < 0; i++) {
                round(slices, plan.slice());
                passed = Duration.ofNanos(System.nanoTime() - start);
            }
            long[] after = medians(slices);
            faster = after[0] * 1_000 > before[0] * FASTER || after[1] * 1_000 > before[1] * FASTER;
        }
        return passed;
    }

    /** Of the last rounds; 0 before the first. */
    private static long[] medians(Map<Traffic, Slices> slices) {
        return List.of(Traffic.EMPTY, Traffic.LIBRARY).stream()
                .map(slices::get)
                .map(Objects::requireNonNull)
                .mapToLong(of -> of.count() == 0
                        ? 0
                        : of.ratesFrom(Math.max(0, of.count() - LOOK_EVERY)).median())
                .toArray();
    }

    /** A slice of each kind, in an order that is another each time. */
    private void round(Map<Traffic, Slices> slices, Duration length) throws IOException, InterruptedException {
        List<Traffic> kinds = new ArrayList<>(slices.keySet());
        Collections.shuffle(kinds, order);
        for (Traffic traffic : kinds) {
            slice(traffic, length, Objects.requireNonNull(slices.get(traffic)));
        }
    }

    /** Likewise; what dashboards are owed of a slice comes before the next. */
    private void roundWith(Dashboards dashboards, Map<Traffic, Slices> slices)
            throws IOException, InterruptedException {
        List<Traffic> kinds = new ArrayList<>(slices.keySet());
        Collections.shuffle(kinds, order);
        for (Traffic traffic : kinds) {
            slice(traffic, plan.shownSlice(), Objects.requireNonNull(slices.get(traffic)));
            dashboards.awaitQuiet(plan.silence());
        }
    }

    private void slice(Traffic traffic, Duration length, Slices slices) throws IOException, InterruptedException {
        long allocated = host.allocatedBytes();
        long processor = host.processorNanos();
        long answered = posters.answered();
        long start = System.nanoTime();
        posters.post(traffic, length);
        long nanos = System.nanoTime() - start;
        slices.add(posters.answered() - answered, nanos, host.processorNanos() - processor);
        slices.addAllocated(host.allocatedBytes() - allocated);
    }

    private static Map<Traffic, Slices> slices(List<Traffic> kinds) {
        Map<Traffic, Slices> slices = new EnumMap<>(Traffic.class);
        kinds.forEach(kind -> slices.put(kind, new Slices()));
        return slices;
    }

    @Override
    public void close() throws IOException {
        posters.close();
    }
}
