package io.livevisitors.jakarta;

import java.time.Duration;

/** Counts in windows of a fixed length. Used by one thread at a time. */
final class RateWindow {

    /** What becomes of one message. */
    enum Verdict {
        ALLOWED,
        /** The first beyond the limit in this window: say so. */
        REFUSED,
        /** A further one: drop it without a word, or answers would be a flood themselves. */
        IGNORED
    }

    private final int limit;
    private final long windowNanos;
    private boolean started;
    private long windowStart;
    private int count;
    private boolean refused;

    /** @param limit messages in a window */
    RateWindow(int limit, Duration window) {
        this.limit = limit;
        this.windowNanos = window.toNanos();
    }

    /** @param now nanoseconds, as {@link System#nanoTime()} */
    Verdict count(long now) {
        if (!started || now - windowStart >= windowNanos) {
            started = true;
            windowStart = now;
            count = 0;
            refused = false;
        }
        if (count < limit) {
            count++;
            return Verdict.ALLOWED;
        }
        if (!refused) {
            refused = true;
            return Verdict.REFUSED;
        }
        return Verdict.IGNORED;
    }
}
