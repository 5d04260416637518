package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits.OutboxBounds;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What all outboxes share: their bounds, and who runs what. Thread-safe.
 *
 * @param maxBytes of memory that may wait for a client
 * @param maxAgeNanos that a frame may wait
 * @param sendTimeoutNanos that a send may take
 * @param clock nanoseconds, as {@link System#nanoTime()}
 */
record OutboxRules(long maxBytes, long maxAgeNanos, long sendTimeoutNanos, Runners runners, LongSupplier clock) {

    static OutboxRules of(OutboxBounds bounds, Runners runners, LongSupplier clock) {
        return new OutboxRules(
                bounds.bytes(), bounds.age().toNanos(), bounds.sendTimeout().toNanos(), runners, clock);
    }

    /** Runs the sending. A turn may block for the send timeout, but only one that asked before. */
    interface Turns extends Executor {
        /** Whether others will not have to wait for a turn that blocks. */
        default boolean mayBlock() {
            return true;
        }
    }

    /**
     * Who runs what.
     *
     * @param turns runs the sending
     * @param pings runs a ping at once or rejects it
     * @param endings runs closes and aborts
     * @param lateEndings runs aborts of connections that were to end by themselves, {@link Remote#CLOSE_TIMEOUT} later
     */
    record Runners(Turns turns, Executor pings, Executor endings, Executor lateEndings) {}
}
