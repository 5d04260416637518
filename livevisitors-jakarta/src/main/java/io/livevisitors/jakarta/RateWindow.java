package io.livevisitors.jakarta;

/** Counts in windows of one second. Used by one thread at a time. */
final class RateWindow {

    /** What becomes of one message. */
    enum Verdict {
        ALLOWED,
        /** The first beyond the limit in this window: say so. */
        REFUSED,
        /** A further one: drop it without a word, or answers would be a flood themselves. */
        IGNORED
    }

    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final int limit;
    private boolean started;
    private long windowStart;
    private int count;

    RateWindow(int limit) {
        this.limit = limit;
    }

    Verdict count(long now) {
        if (!started || now - windowStart >= WINDOW_NANOS) {
            started = true;
            windowStart = now;
            count = 0;
        }
        if (count <= limit) {
            count++;
        }
        if (count <= limit) {
            return Verdict.ALLOWED;
        }
        if (count == limit + 1) {
            count = Integer.MAX_VALUE;
            return Verdict.REFUSED;
        }
        return Verdict.IGNORED;
    }
}
