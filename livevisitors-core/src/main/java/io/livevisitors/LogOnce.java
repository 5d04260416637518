package io.livevisitors;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Logs one kind of failure the first time; after that it is counted only, so that nobody can flood the log with it. */
final class LogOnce {

    private final Logger log;
    private final AtomicBoolean logged = new AtomicBoolean();

    LogOnce(Class<?> owner) {
        this.log = System.getLogger(owner.getName());
    }

    void log(Level level, String message, Throwable cause) {
        if (logged.compareAndSet(false, true)) {
            log.log(level, message + "; further failures of this kind are counted only", cause);
        }
    }
}
