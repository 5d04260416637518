package io.livevisitors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Clock, ticker and scheduler that stand still until told: everything runs on the test's own thread. */
public final class ManualTime extends AbstractExecutorService implements ScheduledExecutorService {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong((Task task) -> task.at).thenComparingLong(task -> task.number));
    private long nanos = 1_000_000_000L;
    private long wallShift;
    private long number;

    /** It is noon of the first day of 2026, and one second more. */
    public ManualTime() {}

    public LiveVisitorsBuilder builder() {
        return LiveVisitors.builder()
                .clock(this::now)
                .ticker(() -> nanos)
                .scheduler(this)
                .executor(this)
                .keys("app", "key", "secret");
    }

    public Instant now() {
        return START.plusNanos(nanos).plusMillis(wallShift);
    }

    public long nanos() {
        return nanos;
    }

    /** Somebody sets the wall clock. */
    public void setWallClock(Duration by) {
        wallShift += by.toMillis();
    }

    /** Lets time pass, and what falls due happen at its time. */
    public void advance(Duration duration) {
        long end = nanos + duration.toNanos();
        run();
        for (Task next = tasks.peek(); next != null && next.at <= end; next = tasks.peek()) {
            nanos = Math.max(nanos, next.at);
            run();
        }
        nanos = end;
    }

    /** Lets time pass in which nothing happens, not even what falls due: the process stood still. */
    public void freeze(Duration duration) {
        nanos += duration.toNanos();
    }

    /** Lets what is due now happen. */
    public void run() {
        for (Task next = tasks.peek(); next != null && next.at <= nanos; next = tasks.peek()) {
            tasks.remove(next);
            next.run();
        }
    }

    @Override
    public void execute(Runnable command) {
        var unused = schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, nanos + unit.toNanos(delay), number++);
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        throw new AssertionError("not used");
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return new ArrayList<>();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Runnable command;
        private final long at;
        private final long number;

        Task(Runnable command, long at, long number) {
            super(command, null);
            this.command = command;
            this.at = at;
            this.number = number;
        }

        @Override
        public void run() {
            if (!isCancelled()) {
                command.run();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
