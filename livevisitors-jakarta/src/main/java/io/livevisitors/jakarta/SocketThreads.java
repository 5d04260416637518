package io.livevisitors.jakarta;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The adapter's own threads, all daemons; none belongs to a connection. The queues hold one task per connection at
 * most. Threads start when there is work for them and end when there is none for a while.
 */
final class SocketThreads implements AutoCloseable {

    private static final int MAX_WRITERS = 4;
    private static final int MAX_PINGS = 16;
    private static final int MAX_ENDINGS = 2;
    private static final int KEEP_ALIVE_SECONDS = 30;

    /** Those that live, and some that have ended since. */
    private final Set<Thread> started;

    /** Run the outboxes' sending. */
    final OutboxRules.Turns turns;

    /** Runs pings, which may block for the send timeout. Has no queue: rejects a ping for which no thread is free. */
    final ExecutorService pings;

    /** Runs closes and aborts, which may block for the send timeout. */
    final ExecutorService endings;

    /** Looks at the clock, and only asks others to act. */
    final ScheduledThreadPoolExecutor timer;

    private final Runnable endOfTurns;

    SocketThreads() {
        started = ConcurrentHashMap.newKeySet();
        timer = timer();
        Writers writers = new Writers(writers(), factory("livevisitors-socket-"), timer);
        turns = writers;
        endOfTurns = writers::shutdown;
        pings = new ThreadPoolExecutor(
                0,
                MAX_PINGS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory("livevisitors-socket-ping-"));
        ThreadPoolExecutor enders = new ThreadPoolExecutor(
                MAX_ENDINGS,
                MAX_ENDINGS,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory("livevisitors-socket-ending-"));
        enders.allowCoreThreadTimeOut(true);
        endings = enders;
    }

    /** With executors of the caller's; {@link #awaitEnd} does not wait for their threads. */
    SocketThreads(OutboxRules.Turns turns, ExecutorService pings, ExecutorService endings) {
        this.started = ConcurrentHashMap.newKeySet();
        this.timer = timer();
        this.turns = turns;
        this.endOfTurns = () -> {};
        this.pings = pings;
        this.endings = endings;
    }

    private ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, factory("livevisitors-socket-timer-"));
        made.setRemoveOnCancelPolicy(true);
        made.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return made;
    }

    private static int writers() {
        return Math.max(2, Math.min(MAX_WRITERS, Runtime.getRuntime().availableProcessors()));
    }

    /** Takes no more work; what was taken goes on. */
    @Override
    public void close() {
        timer.shutdownNow();
        endOfTurns.run();
        pings.shutdown();
        endings.shutdown();
    }

    /**
     * Waits after {@link #close()} until the work is done and every thread is gone: one that lives a little longer than
     * its application is a leak to the container.
     *
     * @return whether that is so
     */
    boolean awaitEnd(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        boolean all = true;
        for (Thread thread : started) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left > 0) {
                thread.join(left);
            }
            all &= !thread.isAlive();
        }
        return all;
    }

    private ThreadFactory factory(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + number.incrementAndGet());
            thread.setDaemon(true);
            started.removeIf(earlier -> earlier.getState() == Thread.State.TERMINATED);
            started.add(thread);
            return thread;
        };
    }
}
