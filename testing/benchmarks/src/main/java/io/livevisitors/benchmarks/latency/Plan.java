package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.Effort;
import java.util.List;

/**
 * How much is sent for how long.
 *
 * @param heap {@code -Xmx} of the host application, in MiB
 * @param connections over which page views are sent
 * @param warming what comes first, faster and faster, each with dashboards of its own: a process that has just started
 *     does not keep up with what it bears later, and readers that fall behind are sent away
 * @param busy many page views and many dashboards
 * @param idle few page views and one dashboard
 */
record Plan(int heap, int connections, List<Phase> warming, Phase busy, Phase idle) {

    static Plan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    private static Plan full() {
        return new Plan(
                512,
                200,
                List.of(
                        new Phase(100, 100, 0, 1_000),
                        new Phase(250, 100, 0, 2_500),
                        new Phase(500, 100, 0, 5_000),
                        new Phase(1_000, 100, 0, 10_000)),
                new Phase(1_000, 100, 2_000, 60_000),
                new Phase(10, 1, 50, 600));
    }

    /** Fewer of everything, slower: a process that has just started keeps up with it. */
    private static Plan quick() {
        return new Plan(
                128, 20, List.of(new Phase(100, 10, 0, 60)), new Phase(100, 10, 20, 100), new Phase(20, 1, 2, 10));
    }

    /** Of all phases, which number them on. */
    int pageViews() {
        return warming.stream().mapToInt(Phase::pageViews).sum() + busy.pageViews() + idle.pageViews();
    }
}
