package io.livevisitors.presence;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A lock that need not be waited for: who finds it taken may hand over what is to be done, and whoever has it does that
 * (flat combining: Hendler, Incze, Shavit, Tzafrir, SPAA 2010). What waits is bounded; when there is no more room, a thread
 * waits for the lock as for any other.
 *
 * <p>A thread that gets the lock does all that was handed over before it goes on, so that it sees what others were told is
 * taken, and what one thread hands over is done in its order. It looks again after it has given the lock back, and whoever
 * has handed something over tries for the lock once more: one of the two finds what the other missed, so nothing is left
 * lying. A task that throws is done: its exception goes to the thread that performed it, which has the lock no more, and what
 * waits behind it is for the next who comes.
 *
 * @param <T> what is handed over
 */
final class CombiningLock<T> {

    /** Requests that wait at most: more threads than most containers have. */
    private static final int MAX_WAITING = 1_024;

    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentLinkedQueue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Consumer<T> task;
    private final Runnable released;

    /**
     * A free lock.
     *
     * @param task what is done with what was handed over; called by whoever has the lock
     * @param released called each time that the lock was given back, by who had it
     */
    CombiningLock(Consumer<T> task, Runnable released) {
        this.task = task;
        this.released = released;
    }

    /** Waits for the lock. */
    void enter() {
        lock.lock();
        beginTurn();
    }

    /** Takes the lock if it is free. */
    boolean tryEnter() {
        if (!lock.tryLock()) {
            return false;
        }
        beginTurn();
        return true;
    }

    private void beginTurn() {
        boolean begun = false;
        try {
            doWhatWaits();
            begun = true;
        } finally {
            if (!begun) {
                lock.unlock();
            }
        }
    }

    /** Gives the lock back, and sees that nothing is left lying. */
    void leave() {
        lock.unlock();
        if (!lock.isHeldByCurrentThread()) {
            doWhatWasLeft();
            released.run();
        }
    }

    /** Leaves something to whoever has the lock, or does it if nobody has; false if too much waits, and nothing was done. */
    boolean handOver(T handed) {
        if (size.incrementAndGet() > MAX_WAITING) {
            size.decrementAndGet();
            return false;
        }
        waiting.add(handed);
        doWhatWasLeft();
        return true;
    }

    /** Whether threads wait for the lock. */
    boolean isWaitedFor() {
        return lock.hasQueuedThreads();
    }

    private void doWhatWasLeft() {
        while (!waiting.isEmpty() && lock.tryLock()) {
            try {
                doWhatWaits();
            } finally {
                lock.unlock();
            }
            released.run();
        }
    }

    /** Under the lock, and in the midst of nothing: host code that is called under it may come here a second time. */
    private void doWhatWaits() {
        if (lock.getHoldCount() > 1) {
            return;
        }
        for (T next = waiting.poll(); next != null; next = waiting.poll()) {
            size.decrementAndGet();
            task.accept(next);
        }
    }
}
