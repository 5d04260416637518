package io.livevisitors;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.web.ChannelEventSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The host's listeners for what happens on channels. Each has a bounded queue of its own, as all host code that is told
 * something. Thread-safe.
 */
final class ChannelListeners implements ChannelEventSink {

    private final HostSubscribers hosts;
    private final List<Listener<?>> listeners = new CopyOnWriteArrayList<>();

    ChannelListeners(HostSubscribers hosts) {
        this.hosts = hosts;
    }

    /** Adds a listener for one type of events; closing the answer removes it. */
    <E extends ChannelEvent> Subscription listen(String name, Class<E> type, Mailbox.Receiver<? super E> receiver) {
        Mailbox<E> mailbox = hosts.newMailbox(name, receiver);
        Listener<E> listener = new Listener<>(type, mailbox);
        listeners.add(listener);
        return () -> {
            listeners.remove(listener);
            hosts.close(mailbox);
        };
    }

    @Override
    public boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    @Override
    public void add(ChannelEvent event) {
        for (Listener<?> listener : listeners) {
            listener.put(event);
        }
    }

    @Override
    public void deliver() {
        for (Listener<?> listener : listeners) {
            listener.mailbox.deliver();
        }
    }

    private record Listener<E extends ChannelEvent>(Class<E> type, Mailbox<E> mailbox) {

        void put(ChannelEvent event) {
            if (type.isInstance(event)) {
                mailbox.put(type.cast(event));
            }
        }
    }
}
