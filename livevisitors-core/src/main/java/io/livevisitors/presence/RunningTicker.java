package io.livevisitors.presence;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A ticker that stands still while the process does. When a machine sleeps, a container is frozen or a collection takes a
 * minute, browsers' heartbeats wait in sockets: that time must not be held against them, or everybody would be gone on
 * waking. Of a pause in which nobody asked for the time only so much passes as visitors may be silent anyway. While
 * somebody is here the engine's pulse asks several times a second. Thread-safe.
 */
final class RunningTicker implements LongSupplier {

    /** What passes of a pause at most: less than a beat. */
    static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier ticker;
    private final AtomicLong asked;
    /** Written under the lock, before {@link #asked} tells others that the pause was passed over. */
    private volatile long stoodStill;

    RunningTicker(LongSupplier ticker) {
        this.ticker = ticker;
        this.asked = new AtomicLong(ticker.getAsLong());
    }

    @Override
    public long getAsLong() {
        while (true) {
            long still = stoodStill;
            long now = ticker.getAsLong();
            long before = asked.get();
            if (now - before > MAX_PAUSE_NANOS) {
                passOver(now);
            } else if (still == stoodStill) {
                if (now > before) {
                    asked.compareAndSet(before, now); // else somebody else asked at the same time
                }
                return now - still;
            }
        }
    }

    /** One of those who ask after a pause passes over it, the others wait until it has. */
    private synchronized void passOver(long now) {
        long pause = now - asked.get();
        if (pause > MAX_PAUSE_NANOS) {
            stoodStill += pause - MAX_PAUSE_NANOS;
            asked.set(now);
        }
    }
}
