package io.livevisitors.benchmarks.sockets;

import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.benchmarks.Effort;
import java.time.Duration;

/**
 * How many of some readers are slow, and what all of them are sent.
 *
 * @param readers that read whatever comes
 * @param sipping readers that take {@link #SIPPED_PER_SECOND} bytes a second
 * @param stopped readers that take nothing
 * @param patience with the slow ones, which is the server's setting for the age of what waits and for a send
 * @param warming broadcasts before the first slice
 * @param rounds each with a slice of broadcasts beside the slow ones and two without
 * @param slice broadcasts of one slice; if it takes longer than the patience, it contains the ends of the slow ones
 * @param pace from one broadcast to the next, at least: slow readers fall behind at it
 * @param held broadcasts after which the memory is measured that slow readers hold; sent within the patience
 */
record CrowdPlan(
        int readers,
        int sipping,
        int stopped,
        Duration patience,
        int warming,
        int rounds,
        int slice,
        Duration pace,
        int held) {

    /** What a reader takes that does not stop. */
    static final int SIPPED_PER_SECOND = 1_000;

    static CrowdPlan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    /** The library's defaults. */
    private static CrowdPlan full() {
        return new CrowdPlan(
                85, 10, 5, LiveVisitorsBuilder.DEFAULT_MAX_OUTBOX_AGE, 2_000, 5, 2_600, Duration.ofMillis(5), 1_500);
    }

    /** With less patience. */
    private static CrowdPlan quick() {
        return new CrowdPlan(85, 10, 5, Duration.ofMillis(1_500), 20, 1, 50, Duration.ofMillis(3), 200);
    }

    /** How many are slow. */
    int slow() {
        return sipping + stopped;
    }
}
