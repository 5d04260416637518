package io.livevisitors.broadcast;

import io.livevisitors.model.VisitorEvent;
import java.util.List;

/**
 * Takes every visitor event outward. Given to the builder, or found by {@link java.util.ServiceLoader}.
 *
 * <p>Called by one thread at a time, never by a request's thread and never under a lock. It may be slow, throw or hang:
 * events wait in a bounded queue, the oldest are dropped and counted when it is full, a failure is counted and logged
 * once, and nothing else notices.
 */
@FunctionalInterface
public interface Broadcaster extends AutoCloseable {

    /** Sends one event outward. */
    void broadcast(VisitorEvent event) throws Exception;

    /** Lets go of what it holds. Called once, bounded to a few seconds. */
    @Override
    default void close() throws Exception {}

    /** A broadcaster that sends nothing. */
    static Broadcaster noop() {
        return NoopBroadcaster.INSTANCE;
    }

    /**
     * One broadcaster for several: {@link #noop()} for none, the element itself for one. A failure of one does not keep
     * an event from the others.
     */
    static Broadcaster composite(List<? extends Broadcaster> broadcasters) {
        return switch (broadcasters.size()) {
            case 0 -> noop();
            case 1 -> broadcasters.get(0);
            default -> new CompositeBroadcaster(List.copyOf(broadcasters));
        };
    }
}

enum NoopBroadcaster implements Broadcaster {
    INSTANCE;

    @Override
    public void broadcast(VisitorEvent event) {}
}
