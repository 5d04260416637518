package io.livevisitors.presence;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Visits that are handed to whoever holds the registry's lock, by threads that will not wait for it. First in, first out;
 * bounded: when it is full the next thread waits for the lock as if there were no inbox. Any number of threads put in; the
 * holder of the lock takes out.
 */
final class Inbox {

    /** Requests that wait at most: more threads than most containers have. */
    private static final int MAX = 1_024;

    private final ConcurrentLinkedQueue<Handed> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();

    /**
     * The visits of one request.
     *
     * @param fitted the same with their texts cut to what is kept
     * @param admitNewcomer asked under the lock, should one of their tabs be gone by then
     * @param outcome told what became of them, under the lock
     */
    record Handed(
            List<Visit> visits,
            List<Visit> fitted,
            BooleanSupplier admitNewcomer,
            Consumer<PixelRegistry.Outcome> outcome) {}

    /** Whether there was room. */
    boolean offer(Handed handed) {
        if (size.incrementAndGet() > MAX) {
            size.decrementAndGet();
            return false;
        }
        return waiting.add(handed);
    }

    /** The longest waiting; null if none waits. */
    @Nullable Handed poll() {
        Handed handed = waiting.poll();
        if (handed != null) {
            size.decrementAndGet();
        }
        return handed;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
