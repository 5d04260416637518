package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.VisitorEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * All host code that is told something: listeners, flow subscribers, broadcasters, alerts. Each has a bounded queue of its
 * own, so one that is slow, throws or hangs is nobody else's business. Thread-safe.
 */
final class HostSubscribers implements AutoCloseable {

    private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();
    private final Set<Mailbox<?>> mailboxes = ConcurrentHashMap.newKeySet();
    private final HostThreads threads;
    private final int capacity;
    private final EventPublisher publisher;

    /** @param capacity things that wait for one receiver at most */
    HostSubscribers(HostThreads threads, int capacity) {
        this.threads = threads;
        this.capacity = capacity;
        this.publisher = new EventPublisher(threads, capacity);
    }

    /** Whether nobody wants events; alerts look at counts alone. */
    boolean isEmpty() {
        return listeners.isEmpty() && !publisher.hasSubscribers();
    }

    /** Adds a listener for one type of events; closing the answer removes it. */
    <E extends VisitorEvent> Subscription listen(String name, Class<E> type, Mailbox.Receiver<? super E> receiver) {
        return listen(name, type, event -> true, receiver);
    }

    /** Adds a listener for those events of one type that are wanted; {@code wanted} is our code and must be quick. */
    <E extends VisitorEvent> Subscription listen(
            String name, Class<E> type, Predicate<? super E> wanted, Mailbox.Receiver<? super E> receiver) {
        Mailbox<E> mailbox = newMailbox(name, receiver);
        Listener<E> listener = new Listener<>(type, wanted, mailbox);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            close(mailbox);
        };
    }

    /** A mailbox that is closed with all others. */
    <T> Mailbox<T> newMailbox(String name, Mailbox.Receiver<? super T> receiver) {
        Mailbox<T> mailbox = new Mailbox<>(name, receiver, threads, capacity);
        mailboxes.add(mailbox);
        return mailbox;
    }

    /** Closes a mailbox before the others. */
    void close(Mailbox<?> mailbox) {
        mailboxes.remove(mailbox);
        mailbox.close();
    }

    void broadcastTo(Broadcaster broadcaster) {
        if (broadcaster != Broadcaster.noop()) {
            var unused = listen("broadcaster " + broadcaster, VisitorEvent.class, broadcaster::broadcast);
        }
    }

    EventPublisher publisher() {
        return publisher;
    }

    /** Gives an event to all; never blocks. */
    void publish(VisitorEvent event) {
        for (Listener<?> listener : listeners) {
            listener.offer(event);
        }
        publisher.publish(event);
    }

    @Override
    public void close() {
        publisher.close();
        listeners.clear();
        mailboxes.forEach(Mailbox::close);
        mailboxes.clear();
        threads.close();
    }

    /** Takes the events that are wanted; the others never enter its queue. */
    private record Listener<E extends VisitorEvent>(Class<E> type, Predicate<? super E> wanted, Mailbox<E> mailbox) {

        void offer(VisitorEvent event) {
            if (type.isInstance(event) && wanted.test(type.cast(event))) {
                mailbox.offer(type.cast(event));
            }
        }
    }
}
