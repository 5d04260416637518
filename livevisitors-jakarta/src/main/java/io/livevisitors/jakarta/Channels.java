package io.livevisitors.jakarta;

import io.livevisitors.web.Gateway;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels that have readers. Bounded by the connections and the channels that each may join. Thread-safe; holds no
 * lock while it asks the core or sends.
 */
final class Channels {

    private final Gateway gateway;
    private final LongSupplier clock;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    /**
     * Without channels yet.
     *
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    Channels(Gateway gateway, LongSupplier clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    /** The connection's place in the channel, new or as it is. The channel {@linkplain Channel#welcome welcomes} later. */
    Reader join(ChannelName name, Connection connection) {
        while (true) {
            Channel channel = channels.computeIfAbsent(name.full(), n -> create(name));
            Reader reader = channel.add(connection);
            if (reader != null) {
                return reader;
            }
            channels.remove(name.full(), channel); // vacated a moment ago
        }
    }

    /** Ends a reader's stay. Idempotent. */
    void leave(Reader reader) {
        Channel channel = reader.channel;
        if (channel.remove(reader)) {
            channels.remove(channel.name.full(), channel);
            channel.onVacated();
        }
        reader.connection.outbox().forget(reader);
    }

    /** Gives an event to all readers of a channel but one connection. */
    void publish(ChannelName name, String event, String data, @Nullable Connection except) {
        Channel channel = channels.get(name.full());
        if (channel != null) {
            channel.publish(Frame.published(event, name.full(), data), reader -> reader.connection != except);
        }
    }

    /** Number of channels that have readers. */
    int size() {
        return channels.size();
    }

    private Channel create(ChannelName name) {
        String pixelId = name.pixelId();
        if (pixelId == null) {
            return new Channel(name);
        }
        return new PixelChannel(
                name, () -> name.isSigned() ? gateway.feed(pixelId) : gateway.publicFeed(pixelId), clock);
    }
}
