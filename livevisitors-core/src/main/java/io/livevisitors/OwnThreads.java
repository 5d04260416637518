package io.livevisitors;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that the core started, all daemons. An executor has terminated a moment before its last thread has, and a
 * servlet container that looks just then takes that thread for a leak of the application's: so their end is awaited here.
 * Thread-safe.
 */
final class OwnThreads {

    /** Those that live, and some that have ended since. */
    private final Set<Thread> started = ConcurrentHashMap.newKeySet();

    /** Makes threads of that name, numbered from 1. */
    ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            started.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
            started.add(thread);
            return thread;
        };
    }

    /**
     * Waits until all have ended whose executors were shut down, save the caller's own. Returns at once if the caller is
     * interrupted.
     *
     * @param patience for all together: host code may go on for as long as it likes
     */
    void awaitEnd(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : started) {
                if (thread != Thread.currentThread()) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
