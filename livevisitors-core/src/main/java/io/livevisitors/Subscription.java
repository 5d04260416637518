package io.livevisitors;

/** A listener that was added. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    /** Removes the listener; what waits for it is dropped. Idempotent. */
    @Override
    void close();
}
