package io.livevisitors.jakarta;

import java.time.Duration;

/**
 * Counts in windows of a fixed length. For joining channels there is a credit beside: whoever comes back joins all of
 * them at once, and is no flood for that. Used by one thread at a time.
 */
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
    private int credit;
    private boolean started;
    private long windowStart;
    private int count;
    private boolean refused;

    /**
     * @param limit messages in a window
     * @param credit messages beyond the limit that may be had once, for joining channels
     */
    RateWindow(int limit, Duration window, int credit) {
        this.limit = limit;
        this.windowNanos = window.toNanos();
        this.credit = credit;
    }

    /**
     * Counts a message.
     *
     * @param now nanoseconds, as {@link System#nanoTime()}
     * @param joining whether it asks to join a channel
     */
    Verdict count(long now, boolean joining) {
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
        if (joining && credit > 0) {
            credit--;
            return Verdict.ALLOWED;
        }
        if (!refused) {
            refused = true;
            return Verdict.REFUSED;
        }
        return Verdict.IGNORED;
    }
}
