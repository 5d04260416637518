package io.livevisitors.presence;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks. Deadlines go by the running ticker, which no administrator can set and no pause moves far; minutes and
 * paces go by the ticker; only what a person reads goes by the wall clock. Thread-safe if its clocks are.
 *
 * @param wall what time it is
 * @param ticker nanoseconds that only go forward
 * @param running the same, as long as the process runs
 */
public record TimeSource(InstantSource wall, LongSupplier ticker, LongSupplier running) {

    /** Clocks of a process of which no pause is passed over. */
    public TimeSource(InstantSource wall, LongSupplier ticker) {
        this(wall, ticker, ticker);
    }

    /** These clocks, with pauses of the process passed over. */
    public TimeSource passingOverPauses() {
        return new TimeSource(wall, ticker, new RunningTicker(ticker));
    }

    /** Milliseconds that only go forward. */
    public long millis() {
        return ticker.getAsLong() / 1_000_000;
    }

    /** Milliseconds that only go forward, and only while the process runs. */
    long runningMillis() {
        return running.getAsLong() / 1_000_000;
    }

    /** Milliseconds since 1970. */
    long unixMillis() {
        return wall.instant().toEpochMilli();
    }

    /** Seconds since 1970. */
    public long unixSeconds() {
        return wall.instant().getEpochSecond();
    }
}
