package io.livevisitors.presence;

import io.livevisitors.model.VisitorEvent;

/**
 * Where a registry tells what happens on its pixel, in the order in which it happens. Implementations are thread-safe,
 * keep nobody waiting and throw nothing: all but {@link #deliver} is called under the registry's lock, where no host code
 * may run and nothing may be asked of the registry but its count.
 */
public interface EventStream {

    /** Whether anybody wants single events; if nobody does, none are made. */
    boolean isWatched();

    /** Adds an event to the stream. */
    void enqueue(VisitorEvent event);

    /** Adds something to be done at this place of the stream, by whoever hands it on and without the registry's lock. */
    void enqueue(Runnable action);

    /** Notes that the totals are no longer what they were. Told after every single change of the count. */
    void totalsChanged();

    /** Has everything added so far handed on, soon and by another thread. Called without any lock. */
    void deliver();

    /** How many events, of those added since the start, dashboards were not shown because there were too many; 0 or more. */
    long sampled();
}
