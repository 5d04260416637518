package io.livevisitors;

import io.livevisitors.model.VisitorEvent;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * Concurrency. The lock guards queue, demand and end, and is not held while the subscriber runs. All signals are sent by
 * turns of one SerialTask, so they are serial, and a request from within a signal makes no recursion. Rules in brackets
 * are those of Reactive Streams 1.0.4.
 */
/**
 * One subscriber of the visitor events. Bounded: when it asks for less than happens the oldest event is dropped, so the
 * events missing are those right before the next one it is given. Thread-safe.
 */
final class EventSubscription implements Flow.Subscription {

    /** Signals sent in one turn, so that who is behind shares a thread with the others. */
    private static final int TURN = 64;

    private final Flow.Subscriber<? super VisitorEvent> subscriber;
    private final LongConsumer onDropped;
    private final Counters counters;
    private final int capacity;
    private final Consumer<EventSubscription> whenEnded;
    private final SerialTask turns;
    private final PacedLog drop;
    private final PacedLog failure;

    private final ArrayDeque<VisitorEvent> waiting = new ArrayDeque<>();
    private long demand;
    private long dropped;
    private boolean completing;
    private boolean ended;
    private @Nullable IllegalArgumentException wrongRequest;

    // Owned by the turns.
    private boolean subscribed;

    /**
     * @param onDropped told how many events are missing, before the next signal after them
     * @param whenEnded called once or more when no signal follows
     */
    EventSubscription(
            Flow.Subscriber<? super VisitorEvent> subscriber,
            LongConsumer onDropped,
            HostThreads threads,
            int capacity,
            Consumer<EventSubscription> whenEnded) {
        this.subscriber = subscriber;
        this.onDropped = onDropped;
        this.counters = threads.counters();
        this.capacity = capacity;
        this.whenEnded = whenEnded;
        this.turns = new SerialTask(threads, this::turn);
        this.drop = threads.pacedLog(EventSubscription.class);
        this.failure = threads.pacedLog(EventSubscription.class);
    }

    // ---------------------------------------------------------------- the publisher's side

    /** Has the subscriber told that it is one. */
    void start() {
        turns.ask();
    }

    /** Takes an event, dropping the oldest if there is no room. Never blocks, never throws. */
    void offer(VisitorEvent event) {
        boolean full;
        synchronized (waiting) {
            if (ended || completing) {
                return;
            }
            full = waiting.size() == capacity;
            if (full) {
                dropOldest();
            }
            waiting.addLast(event);
        }
        if (full) {
            drop.log(Level.WARNING, name() + " asks for less than happens; it missed an event", null);
        }
        turns.ask();
    }

    /** Completes the subscriber once it has what it asked for; more is dropped. */
    void complete() {
        synchronized (waiting) {
            completing = true;
            while (waiting.size() > demand) {
                dropOldest();
            }
        }
        turns.ask();
    }

    private void dropOldest() {
        waiting.removeFirst();
        dropped++;
        counters.add("subscriber_dropped");
    }

    // ---------------------------------------------------------------- the subscriber's side

    @Override
    public void request(long n) {
        synchronized (waiting) {
            if (ended) {
                return; // [3.6]
            }
            if (n <= 0) {
                wrongRequest =
                        new IllegalArgumentException("[3.9] a subscriber asked for " + n + " events; ask for more");
            } else {
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n; // [3.17]
            }
        }
        turns.ask();
    }

    @Override
    public void cancel() {
        end();
    }

    // ---------------------------------------------------------------- signals

    private void turn() {
        try {
            if (!subscribed) {
                subscribed = true;
                subscriber.onSubscribe(this); // [1.9]
            }
            for (int i = 0; i < TURN; i++) {
                Runnable signal = next();
                if (signal == null) {
                    return;
                }
                signal.run();
            }
            turns.ask();
        } catch (Throwable e) {
            // A subscriber that throws has cancelled [2.13].
            end();
            counters.add("subscriber_failed");
            failure.log(Level.WARNING, name() + " threw, which ends its subscription", e);
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            if (ended) {
                return null;
            }
            IllegalArgumentException wrong = wrongRequest;
            if (wrong != null) {
                end();
                return () -> subscriber.onError(wrong);
            }
            if (demand > 0 && !waiting.isEmpty()) {
                demand -= demand == Long.MAX_VALUE ? 0 : 1;
                VisitorEvent event = waiting.removeFirst();
                return afterDropped(() -> subscriber.onNext(event));
            }
            if (completing) {
                end();
                return afterDropped(subscriber::onComplete);
            }
            return null;
        }
    }

    private Runnable afterDropped(Runnable signal) {
        long missing = dropped;
        dropped = 0;
        if (missing == 0) {
            return signal;
        }
        return () -> {
            onDropped.accept(missing);
            signal.run();
        };
    }

    /** Sends no further signal, and forgets what waits [3.12, 3.13]. */
    private void end() {
        synchronized (waiting) {
            ended = true;
            waiting.clear();
        }
        whenEnded.accept(this);
    }

    private String name() {
        return "the subscriber of events() of " + subscriber.getClass();
    }
}
