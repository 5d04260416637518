package io.livevisitors;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands things to host code one at a time, on an executor, in order. Bounded: when it is full the oldest is dropped and
 * counted, so that who is slow misses the past and sees the present. What host code throws is counted and logged once.
 * Thread-safe; its lock guards the queue and is not held while host code runs.
 */
final class Mailbox<T> {

    /** Host code that takes one thing and may throw. */
    @FunctionalInterface
    interface Receiver<T> {
        void receive(T thing) throws Exception;
    }

    private final String name;
    private final Receiver<? super T> receiver;
    private final Executor executor;
    private final Counters counters;
    private final int capacity;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private final LogOnce failure = new LogOnce(Mailbox.class);
    private boolean running;
    private boolean closed;

    Mailbox(String name, Receiver<? super T> receiver, Executor executor, Counters counters, int capacity) {
        this.name = name;
        this.receiver = receiver;
        this.executor = executor;
        this.counters = counters;
        this.capacity = capacity;
    }

    /** Takes a thing, dropping the oldest if there is no room. Never blocks, never throws. */
    void offer(T thing) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (waiting.size() == capacity) {
                waiting.removeFirst();
                counters.add("listener_dropped");
            }
            waiting.addLast(thing);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::drain);
        } catch (Throwable e) {
            // Shut down, full, or out of threads: what waits is received with the next thing that finds a thread.
            counters.add("listener_dropped");
            synchronized (waiting) {
                running = false;
            }
            if (!(e instanceof RejectedExecutionException)) {
                failed(e);
            }
        }
    }

    /** Takes nothing more; what waits is dropped. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void drain() {
        for (T next = next(); next != null; next = next()) {
            try {
                receiver.receive(next);
            } catch (Throwable e) {
                failed(e);
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private @Nullable T next() {
        synchronized (waiting) {
            T next = waiting.pollFirst();
            running = next != null;
            return next;
        }
    }

    private void failed(Throwable e) {
        counters.add("listener_failed");
        failure.log(Level.WARNING, name + " threw; it goes on receiving", e);
    }
}
