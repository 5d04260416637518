package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Effort;
import java.time.Duration;
import java.util.List;

/**
 * How much is sent to how many for how long.
 *
 * @param heap {@code -Xmx} of a host application, in MiB
 * @param readers numbers of readers of every style of sending, ascending
 * @param underWay frames that are on their way at once where as much is sent as is taken, at most
 * @param warming at least, and until it is no faster than before
 * @param longestWarming whatever becomes of it
 * @param slice of each style at each pace
 * @param rounds each with a slice of all of them
 * @param dashboards of each server that shows page views
 * @param feedWarming at least
 * @param feedSlice long enough for single events to come at the pace of every day
 * @param feedRounds each with a slice of every server
 */
record Plan(
        int heap,
        List<Integer> readers,
        int underWay,
        Duration warming,
        Duration longestWarming,
        Duration slice,
        int rounds,
        int dashboards,
        Duration feedWarming,
        Duration feedSlice,
        int feedRounds) {

    static Plan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    private static Plan full() {
        return new Plan(
                1_024,
                List.of(100, 1_000),
                20_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                Duration.ofMillis(100),
                150,
                1_000,
                Duration.ofSeconds(40),
                Duration.ofSeconds(2),
                10);
    }

    /** Fewer of everything, sooner. */
    private static Plan quick() {
        return new Plan(
                192,
                List.of(20, 50),
                2_000,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                2,
                50,
                Duration.ofMillis(1),
                Duration.ofMillis(300),
                1);
    }

    /** Events that are on their way at once, at most, each to so many readers. */
    int eventsUnderWay(int readers) {
        return Math.min(Arrivals.MAX_UNDER_WAY, underWay / readers);
    }

    /** Events that are published together where as much is sent as is taken: whole batches. */
    int eventsAtOnce(int readers) {
        int batches = eventsUnderWay(readers) / WriterThread.BATCH;
        return WriterThread.BATCH * Math.max(1, batches / 4);
    }
}
