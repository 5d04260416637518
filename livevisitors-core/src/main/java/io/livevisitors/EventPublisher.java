package io.livevisitors;

import io.livevisitors.model.VisitorEvent;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/**
 * Gives every visitor event to any number of subscribers, each at its own demand. A publisher of {@link Flow} as Reactive
 * Streams 1.0.4 has it; the rules in brackets are its. Thread-safe.
 */
final class EventPublisher implements AutoCloseable {

    private final HostThreads threads;
    private final int capacity;
    private final List<EventSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final PacedLog late;
    private volatile boolean closed;

    /** @param capacity events that wait for one subscriber at most */
    EventPublisher(HostThreads threads, int capacity) {
        this.threads = threads;
        this.capacity = capacity;
        this.late = threads.pacedLog(EventPublisher.class);
    }

    boolean hasSubscribers() {
        return !subscriptions.isEmpty();
    }

    /** @param onDropped told how many events are missing, before the next signal after them */
    void subscribe(Flow.Subscriber<? super VisitorEvent> subscriber, LongConsumer onDropped) {
        Objects.requireNonNull(subscriber, "subscriber"); // [1.9]
        if (closed) {
            completeAtOnce(subscriber);
            return;
        }
        EventSubscription subscription =
                new EventSubscription(subscriber, onDropped, threads, capacity, subscriptions::remove);
        subscriptions.add(subscription);
        if (closed) {
            subscription.complete();
        }
        subscription.start();
    }

    /** There are no threads any more: who comes after the end is told so on its own. */
    private void completeAtOnce(Flow.Subscriber<? super VisitorEvent> subscriber) {
        try {
            subscriber.onSubscribe(Ended.INSTANCE);
            subscriber.onComplete();
        } catch (RuntimeException e) {
            threads.counters().add("subscriber_failed");
            late.log(Level.WARNING, "a subscriber that came after the end threw", e);
        }
    }

    /** Gives an event to all; never blocks. */
    void publish(VisitorEvent event) {
        for (EventSubscription subscription : subscriptions) {
            subscription.offer(event);
        }
    }

    /** Completes all subscribers: each is given what it asked for as far as that waits, and the rest is dropped. */
    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(EventSubscription::complete);
    }

    private enum Ended implements Flow.Subscription {
        INSTANCE;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
