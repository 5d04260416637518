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

    private final List<Mailbox<VisitorEvent>> mailboxes = new CopyOnWriteArrayList<>();
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
        return mailboxes.isEmpty() && !publisher.hasSubscribers();
    }

    /** Adds a listener; running the answer removes it. */
    Subscription listen(String name, Mailbox.Receiver<? super VisitorEvent> receiver) {
        Mailbox<VisitorEvent> mailbox = new Mailbox<>(name, receiver, executor, counters, capacity);
        mailboxes.add(mailbox);
        return () -> {
            mailboxes.remove(mailbox);
            mailbox.close();
        };
    }

    void broadcastTo(Broadcaster broadcaster) {
        if (broadcaster != Broadcaster.noop()) {
            var unused = listen("broadcaster " + broadcaster, broadcaster::broadcast);
        }
    }

    Flow.Publisher<VisitorEvent> publisher() {
        return publisher;
    }

    /** Gives an event to all; never blocks. */
    void publish(VisitorEvent event) {
        for (Mailbox<VisitorEvent> mailbox : mailboxes) {
            mailbox.offer(event);
        }
        if (publisher.hasSubscribers()) {
            publisher.offer(event, (subscriber, dropped) -> {
                counters.add("subscriber_dropped");
                return false;
            });
        }
    }

    @Override
    public void close() {
        publisher.close();
        mailboxes.forEach(Mailbox::close);
        mailboxes.clear();
    }
}
