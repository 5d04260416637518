package io.livevisitors;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs one kind of failure at most once a minute, so that nobody can flood the log with it. The next line says how many
 * were left out since the last. Thread-safe.
 */
final class PacedLog {

    private static final long PACE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Logger log;
    private final LongSupplier ticker;
    private boolean logged;
    private long loggedAt;
    private long leftOut;

    /** @param ticker nanoseconds that only go forward */
    PacedLog(Class<?> owner, LongSupplier ticker) {
        this.log = System.getLogger(owner.getName());
        this.ticker = ticker;
    }

    void log(Level level, String message, @Nullable Throwable cause) {
        long more;
        synchronized (this) {
            long now = ticker.getAsLong();
            if (logged && now - loggedAt < PACE_NANOS) {
                leftOut++;
                return;
            }
            logged = true;
            loggedAt = now;
            more = leftOut;
            leftOut = 0;
        }
        // Outside of the lock: where a log goes is the host's choice, and it may be slow.
        String text = more == 0 ? message : message + "; " + more + " more of this kind since the last line";
        if (cause == null) {
            log.log(level, text);
        } else {
            log.log(level, text, cause);
        }
    }
}
