package io.livevisitors;

import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has the anonymizer forget on time, so that a site nobody visits does not keep what it would forget with the next
 * visitor. Schedules nothing before it is started, and one task at a time from then on. Thread-safe.
 */
final class ForgetTimer implements AutoCloseable {

    /** When an anonymizer is asked again that threw: it may hold what is due. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Anonymizer anonymizer;
    private final ScheduledExecutorService scheduler;
    private final Counters counters;
    private final PacedLog failure;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Future<?> next;

    ForgetTimer(Anonymizer anonymizer, ScheduledExecutorService scheduler, Counters counters, PacedLog failure) {
        this.anonymizer = anonymizer;
        this.scheduler = scheduler;
        this.counters = counters;
        this.failure = failure;
    }

    /** Begins, unless it has; called with every event. */
    void start() {
        if (!started.get() && started.compareAndSet(false, true)) {
            forget();
        }
    }

    private void forget() {
        Optional<Duration> due;
        try {
            due = anonymizer.forgetDue();
        } catch (Throwable e) {
            // An Error too: the timer must go on, or what is due would stay.
            counters.add("forgetting_failed");
            failure.log(
                    Level.ERROR,
                    "the anonymizer could not forget what was due; it is asked again in a minute",
                    WithoutMessage.of(e));
            due = Optional.of(AFTER_FAILURE);
        }
        due.ifPresent(this::again);
    }

    private void again(Duration delay) {
        try {
            next = scheduler.schedule(this::forget, Math.max(1, delay.toNanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The scheduler was closed, and with it ends all that it would do.
            return;
        }
        if (closed) {
            close();
        }
    }

    /** Ends it: a scheduler of the host's own would hold on to everything until the next salt is due. */
    @Override
    public void close() {
        closed = true;
        Future<?> task = next;
        if (task != null) {
            task.cancel(false);
        }
    }
}
