package io.livevisitors;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks. Deadlines go by the ticker, which no administrator can set; only what a person reads goes by the wall
 * clock.
 *
 * @param wall what time it is
 * @param ticker nanoseconds that only go forward
 */
record TimeSource(InstantSource wall, LongSupplier ticker) {

    /** Milliseconds that only go forward. */
    long millis() {
        return ticker.getAsLong() / 1_000_000;
    }

    /** Milliseconds since 1970. */
    long unixMillis() {
        return wall.instant().toEpochMilli();
    }

    /** Seconds since 1970. */
    long unixSeconds() {
        return wall.instant().getEpochSecond();
    }
}
