package io.livevisitors;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Hands things to host code one at a time, on the host's threads, in order. Bounded: when it is full the oldest is dropped
 * and counted, so that who is slow misses the past and sees the present. What host code throws is counted, and logged at
 * most once a minute. Thread-safe; its lock guards the queue and is not held while host code runs.
 */
final class Mailbox<T> {

    /** Host code that takes one thing and may throw. */
    @FunctionalInterface
    interface Receiver<T> {
        void receive(T thing) throws Exception;
    }

    /** Things handed on in one turn, so that who is behind shares a thread with the others. */
    private static final int TURN = 64;

    private final String name;
    private final Receiver<? super T> receiver;
    private final Counters counters;
    private final int capacity;
    private final SerialTask turns;
    private final PacedLog failure;
    private final PacedLog drop;
    private final AtomicBoolean dropped = new AtomicBoolean();
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private boolean closed;

    Mailbox(String name, Receiver<? super T> receiver, HostThreads threads, int capacity) {
        this.name = name;
        this.receiver = receiver;
        this.counters = threads.counters();
        this.capacity = capacity;
        this.turns = new SerialTask(threads, this::turn);
        this.failure = threads.pacedLog(Mailbox.class);
        this.drop = threads.pacedLog(Mailbox.class);
    }

    /** Takes a thing, dropping the oldest if there is no room, and has it received. Never blocks, never throws. */
    void offer(T thing) {
        put(thing);
        deliver();
    }

    /** Takes a thing, dropping the oldest if there is no room. Runs nothing of the host's, so a lock may be held. */
    void put(T thing) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            if (waiting.size() == capacity) {
                waiting.removeFirst();
                counters.add("listener_dropped");
                dropped.set(true);
            }
            waiting.addLast(thing);
        }
    }

    /** Has what waits received. No lock may be held. */
    void deliver() {
        if (dropped.get() && dropped.getAndSet(false)) {
            drop.log(Level.WARNING, name + " is too slow; it missed an event", null);
        }
        if (hasWaiting()) {
            turns.ask();
        }
    }

    private boolean hasWaiting() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    /** Takes nothing more; what waits is dropped. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private void turn() {
        for (int i = 0; i < TURN; i++) {
            T next = next();
            if (next == null) {
                return;
            }
            receive(next);
        }
        turns.ask();
    }

    private void receive(T thing) {
        try {
            receiver.receive(thing);
        } catch (Throwable e) {
            counters.add("listener_failed");
            failure.log(Level.WARNING, name + " threw; it goes on receiving", e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private @Nullable T next() {
        synchronized (waiting) {
            return waiting.pollFirst();
        }
    }
}
