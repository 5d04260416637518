package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.Effort;
import java.time.Duration;

/**
 * How much is posted for how long.
 *
 * @param heap {@code -Xmx} of the host application, in MiB
 * @param connections that are kept
 * @param dashboards that look at the shown pixel
 * @param warming at least, and until it is no faster than before
 * @param longestWarming whatever becomes of it
 * @param slice of each kind of traffic
 * @param rounds each with a slice of every kind that needs no dashboards
 * @param shownSlice beside and without dashboards: long enough for their events to come at the pace of every day
 * @param shownRounds each with one slice of both
 * @param silence of dashboards that have got all
 */
record Plan(
        int heap,
        int connections,
        int dashboards,
        Duration warming,
        Duration longestWarming,
        Duration slice,
        int rounds,
        Duration shownSlice,
        int shownRounds,
        Duration silence) {

    static Plan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    private static Plan full() {
        return new Plan(
                512,
                64,
                100,
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                Duration.ofMillis(100),
                150,
                Duration.ofSeconds(2),
                10,
                Duration.ofMillis(400));
    }

    /** Fewer of everything, sooner. */
    private static Plan quick() {
        return new Plan(
                128,
                16,
                20,
                Duration.ofMillis(600),
                Duration.ofMillis(600),
                Duration.ofMillis(50),
                5,
                Duration.ofMillis(300),
                2,
                Duration.ofMillis(400));
    }
}
