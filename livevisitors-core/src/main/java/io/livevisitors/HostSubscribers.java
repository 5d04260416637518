package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.VisitorEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/**
 * All host code that takes visitor events: listeners, flow subscribers, the broadcaster. Each has a bounded queue of its
 * own, so one that is slow, throws or hangs is nobody else's business. Thread-safe.
 */
final class HostSubscribers implements AutoCloseable {

    private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
    private final Executor executor;
    private final Counters counters;
    private final int capacity;
    private final SubmissionPublisher<VisitorEvent> publisher;

    HostSubscribers(Executor executor, Counters counters, int capacity) {
        this.executor = executor;
        this.counters = counters;
        this.capacity = capacity;
        this.publisher = new SubmissionPublisher<>(executor, capacity);
    }

    boolean isEmpty() {
        return listeners.isEmpty() && !publisher.hasSubscribers();
    }

    /** Adds a listener for one type of events; closing the answer removes it. */
    <E extends VisitorEvent> Subscription listen(String name, Class<E> type, Mailbox.Receiver<? super E> receiver) {
        Listener<E> listener = new Listener<>(type, new Mailbox<>(name, receiver, executor, counters, capacity));
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            listener.mailbox.close();
        };
    }

    void broadcastTo(Broadcaster broadcaster) {
        if (broadcaster != Broadcaster.noop()) {
            var unused = listen("broadcaster " + broadcaster, VisitorEvent.class, broadcaster::broadcast);
        }
    }

    Flow.Publisher<VisitorEvent> publisher() {
        return publisher;
    }

    /** Gives an event to all; never blocks. */
    void publish(VisitorEvent event) {
        for (Listener<?> listener : listeners) {
            listener.offer(event);
        }
        if (publisher.hasSubscribers()) {
            offer(event);
        }
    }

    private void offer(VisitorEvent event) {
        try {
            publisher.offer(event, (subscriber, dropped) -> {
                counters.add("subscriber_dropped");
                return false;
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            // The executor refused, or there is no thread to be had: the publisher has ended that subscription.
            counters.add("subscriber_dropped");
        }
    }

    @Override
    public void close() {
        publisher.close();
        listeners.forEach(listener -> listener.mailbox.close());
        listeners.clear();
    }

    /** Takes the events of one type; the others never enter its queue. */
    private record Listener<E extends VisitorEvent>(Class<E> type, Mailbox<E> mailbox) {

        void offer(VisitorEvent event) {
            if (type.isInstance(event)) {
                mailbox.offer(type.cast(event));
            }
        }
    }
}
