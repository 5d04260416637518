package io.livevisitors;

/** Somebody who takes things without ever making the giver wait. */
@FunctionalInterface
interface Subscriber<T> {

    /** Takes a thing, or drops and counts one. Never blocks, never throws. */
    void offer(T thing);
}
