package io.livevisitors.jakarta;

import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads that write to clients: a few for all connections. A write may block for as long as a client takes nothing;
 * a writer that is held up by one is replaced by another thread after a moment, which is all that others wait for it. So
 * many at most can be replaced; {@link #mayBlock} says whether one more can. Thread-safe.
 */
final class Writers implements OutboxRules.Turns {

    /*
     * `ready` holds the turns to be taken, one of each connection at most. `writing` counts the writers that take turns
     * and are not held up; whoever raises it starts a writer or goes on as one, so it never exceeds `places`. A writer
     * that finds nothing ready gives its place back, and then looks once more: what was added before that was seen by it,
     * and who adds later finds the place free.
     *
     * A writer's `since` says when it began its turn. Either the writer takes that back, or the timer, which finds that
     * it was long ago, declares it held up: then its place is another's, and the writer, when it is free again, has to
     * find a new one like any other, or ends. The timer looks as long as somebody writes, and else is not there.
     *
     * The pool's queue holds writers that have a place, and `places + heldUp` threads are there for them: one each.
     */

    private static final Logger LOGGER = System.getLogger(Writers.class.getName());

    /** After which a writer is replaced. */
    private static final long HELD_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How many can be replaced at a time. */
    static final int MAX_HELD_UP = 16;

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long FREE = -1;
    private static final long REPLACED = -2;

    private final int places;
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService timer;
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final Set<Writer> writers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger writing = new AtomicInteger();
    private final AtomicInteger heldUp = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();

    /**
     * Starts no thread yet.
     *
     * @param places how many write at a time, those that are held up not counted
     * @param timer looks whether one is
     */
    Writers(int places, ThreadFactory factory, ScheduledExecutorService timer) {
        this.places = places;
        this.timer = timer;
        this.threads = new ThreadPoolExecutor(
                places,
                places + MAX_HELD_UP,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory);
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable turn) {
        if (threads.isShutdown()) {
            throw new RejectedExecutionException("shut down");
        }
        ready.add(turn);
        start();
    }

    @Override
    public boolean mayBlock() {
        return heldUp.get() < MAX_HELD_UP - places; // those who write now may be held up, too, and not be found yet
    }

    /** Takes no more turns. Those that were taken go on, but no longer wait for clients that take nothing. */
    void shutdown() {
        threads.shutdown();
        long now = System.nanoTime();
        writers.forEach(writer -> writer.interruptIfHeldUp(now));
    }

    /** Starts a writer if something is ready and a place is free. */
    private void start() {
        if (ready.isEmpty() || !takePlace()) {
            return;
        }
        try {
            threads.execute(new Writer());
        } catch (RejectedExecutionException e) {
            writing.decrementAndGet(); // shut down: what is ready is left to those who still write
        }
    }

    private boolean takePlace() {
        int before = writing.get();
        while (before < places) {
            if (writing.compareAndSet(before, before + 1)) {
                return true;
            }
            before = writing.get();
        }
        return false;
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            lookLater();
        }
    }

    private void lookLater() {
        try {
            Future<?> unused = timer.schedule(this::look, HELD_UP_NANOS / 2, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            watched.set(false); // shut down: nobody is replaced any more
        }
    }

    private void look() {
        long now = System.nanoTime();
        writers.forEach(writer -> writer.replaceIfHeldUp(now));
        if (!writers.isEmpty()) {
            lookLater();
            return;
        }
        watched.set(false);
        if (!writers.isEmpty()) {
            watch(); // one began meanwhile, and took this for the look at it
        }
    }

    private void countHeldUp(int more) {
        synchronized (threads) { // so that the pool has the size of the last count
            threads.setCorePoolSize(places + heldUp.addAndGet(more));
        }
    }

    /** Takes turns from when it gets a place to when nothing is ready. */
    private final class Writer implements Runnable {

        private final AtomicLong since = new AtomicLong(FREE);
        private volatile @Nullable Thread thread;
        private boolean placed = true;

        @Override
        public void run() {
            thread = Thread.currentThread();
            writers.add(this);
            watch();
            try {
                while (placed) {
                    Runnable turn = ready.poll();
                    if (turn == null) {
                        leavePlace();
                        placed = !ready.isEmpty() && takePlace();
                    } else {
                        take(turn);
                        placed = placed || takePlace();
                    }
                }
            } finally {
                writers.remove(this);
                if (placed) {
                    leavePlace(); // by an Error
                }
            }
        }

        private void leavePlace() {
            placed = false;
            writing.decrementAndGet();
        }

        private void take(Runnable turn) {
            long start = System.nanoTime() & Long.MAX_VALUE;
            since.set(start);
            try {
                turn.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A connection could not be served", WithoutMessage.of(e));
            } finally {
                if (since.getAndSet(FREE) == REPLACED) {
                    placed = false;
                    countHeldUp(-1);
                }
            }
        }

        /** Gives its place to another if its turn takes too long. Timer's thread. */
        void replaceIfHeldUp(long now) {
            long start = since.get();
            boolean replaced = start >= 0
                    && isHeldUp(start, now)
                    && heldUp.get() < MAX_HELD_UP
                    && since.compareAndSet(start, REPLACED);
            if (replaced) {
                countHeldUp(1);
                writing.decrementAndGet();
                start();
            }
        }

        /** Ends a write that takes too long, by the container's own rules for interrupted threads. */
        void interruptIfHeldUp(long now) {
            long start = since.get();
            Thread held = thread;
            if (held != null && (start == REPLACED || (start >= 0 && isHeldUp(start, now)))) {
                held.interrupt();
            }
        }

        private static boolean isHeldUp(long start, long now) {
            return (now & Long.MAX_VALUE) - start >= HELD_UP_NANOS;
        }
    }
}
