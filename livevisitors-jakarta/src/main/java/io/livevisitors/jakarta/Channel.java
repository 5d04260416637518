package io.livevisitors.jakarta;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A named channel and its readers. It exists from its first reader to its last; afterwards it takes no reader any more,
 * and the name is a new channel's. Thread-safe.
 */
class Channel {

    final ChannelName name;

    private final Map<Connection, Reader> readers = new ConcurrentHashMap<>();
    private final Object membership = new Object();
    private boolean vacated;

    Channel(ChannelName name) {
        this.name = name;
    }

    /** The connection's place here, made if there is none; null if the channel is vacated. */
    final @Nullable Reader add(Connection connection) {
        synchronized (membership) {
            return vacated ? null : readers.computeIfAbsent(connection, c -> new Reader(c, this));
        }
    }

    /** Whether the reader's leaving vacated the channel. Idempotent. */
    final boolean remove(Reader reader) {
        synchronized (membership) {
            reader.joined = false;
            if (!readers.remove(reader.connection, reader) || !readers.isEmpty()) {
                return false;
            }
            vacated = true;
            return true;
        }
    }

    /** Gives a frame to every reader that fits. */
    final void publish(Frame frame, Predicate<Reader> to) {
        for (Reader reader : readers.values()) {
            if (to.test(reader)) {
                reader.connection.outbox().send(frame, reader);
            }
        }
    }

    /** A reader joined, was told so, and now awaits what the channel has for newcomers; also when it lost something. */
    void welcome(Reader reader) {
        if (name.cached()) {
            reader.connection.outbox().send(Frame.reply("pusher:cache_miss", name.full(), "{}"));
        }
    }

    /** The last reader left. Called once. */
    void onVacated() {}
}
