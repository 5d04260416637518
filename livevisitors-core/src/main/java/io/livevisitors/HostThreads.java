package io.livevisitors;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where the host's code runs. The executor may be the host's own: if it refuses, because it is full or there is no thread
 * to be had, it is asked again a little later, so that nothing waits for ever. Thread-safe.
 */
final class HostThreads {

    private static final long RETRY_MILLIS = 250;

    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final Counters counters;
    private final LongSupplier ticker;
    private final PacedLog refusal;
    private volatile boolean closed;

    /** @param ticker nanoseconds that only go forward */
    HostThreads(Executor executor, ScheduledExecutorService scheduler, Counters counters, LongSupplier ticker) {
        this.executor = executor;
        this.scheduler = scheduler;
        this.counters = counters;
        this.ticker = ticker;
        this.refusal = pacedLog(HostThreads.class);
    }

    Counters counters() {
        return counters;
    }

    PacedLog pacedLog(Class<?> owner) {
        return new PacedLog(owner, ticker);
    }

    /** Has a task run once, now or as soon as the executor takes it. Never throws. */
    void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (Throwable e) {
            // An Error too: a thread that cannot be had now may be had later.
            if (!closed) {
                counters.add("executor_refused");
                refusal.log(Level.WARNING, "the executor of listeners refused a task; it is asked again", e);
                executeLater(task);
            }
        }
    }

    private void executeLater(Runnable task) {
        Runnable again = () -> {
            if (!closed) {
                execute(task);
            }
        };
        try {
            var unused = scheduler.schedule(again, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: what waits was dropped.
            closed = true;
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Asks no executor again that refused. */
    void close() {
        closed = true;
    }
}
