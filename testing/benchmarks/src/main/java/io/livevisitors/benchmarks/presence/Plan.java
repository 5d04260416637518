package io.livevisitors.benchmarks.presence;

import io.livevisitors.benchmarks.Effort;
import java.time.Duration;

/**
 * How many browsers do what for how long.
 *
 * @param browsers how many there are, open or not
 * @param beat between heartbeats of a visible tab
 * @param hiddenBeat between heartbeats of a hidden tab
 * @param tabTimeout setting of the server: three beats
 * @param activeWindow setting of the server: after which a silent hidden tab is given up
 * @param grace setting of the server
 * @param arrivals in which all browsers arrive
 * @param activity for which they act
 * @param pause between two acts of one browser, on average
 * @param crashes how many of a thousand acts are crashes
 * @param patience how much longer a busy machine may take to act enough, and how much longer to settle
 * @param longestAway the longest time after which one that left or crashed comes back
 */
record Plan(
        int browsers,
        Duration beat,
        Duration hiddenBeat,
        Duration tabTimeout,
        Duration activeWindow,
        Duration grace,
        Duration arrivals,
        Duration activity,
        Duration pause,
        int crashes,
        Duration patience,
        Duration longestAway) {

    static Plan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    /** The pixel's beats and the library's defaults. */
    private static Plan full() {
        return new Plan(
                1_000,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofMinutes(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(270),
                Duration.ofSeconds(12),
                5,
                Duration.ZERO,
                Duration.ofSeconds(20));
    }

    /** All of it ten times as fast, but for the grace period. */
    private static Plan quick() {
        return new Plan(
                200,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(6),
                Duration.ofSeconds(12),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(11),
                Duration.ofSeconds(4),
                40,
                Duration.ofMinutes(1),
                Duration.ofSeconds(10));
    }

    /** After the activity, so long that every visible tab that crashed is given up. */
    Duration settling() {
        return tabTimeout.plusSeconds(1);
    }
}
