package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Channel.Join;
import io.livevisitors.jakarta.Channel.Shared;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.Gateway;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The channels that have readers. Bounded by the connections and the channels that each may join. Thread-safe; holds no
 * lock while it asks the core.
 */
final class Channels {

    private final Gateway gateway;
    private final ChannelEventSink events;
    private final LastEvents lastEvents;
    private final Shared shared;
    private final LongSupplier clock;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    /**
     * Without channels yet.
     *
     * @param clock nanoseconds, as {@link System#nanoTime()}
     */
    Channels(Gateway gateway, LongSupplier clock) {
        this.gateway = gateway;
        this.events = gateway.channelEvents();
        this.lastEvents = new LastEvents(
                gateway.socketLimits().channels().cachedBytes(), () -> gateway.count("cached_event_forgotten"));
        this.shared = new Shared(events, lastEvents, gateway.socketLimits());
        this.clock = clock;
    }

    /**
     * Gives a connection its place in a channel, new or as it is, and tells it so; or says why it gets none. The channel
     * {@linkplain Channel#welcome welcomes} later.
     *
     * @param member who joins; null but on a presence channel
     */
    Join join(ChannelName name, Connection connection, @Nullable Member member) {
        return join(name, connection, member, true);
    }

    /** The same without a word. */
    Join joinQuietly(ChannelName name, Connection connection) {
        return join(name, connection, null, false);
    }

    private Join join(ChannelName name, Connection connection, @Nullable Member member, boolean told) {
        while (true) {
            Channel channel = channels.computeIfAbsent(name.full(), n -> create(name));
            Join join = channel.join(connection, member, told);
            if (!join.isRetired()) {
                if (join.refusal() != null && channel.retireIfEmpty()) {
                    channels.remove(name.full(), channel);
                }
                events.deliver();
                return join;
            }
            channels.remove(name.full(), channel); // retired a moment ago
        }
    }

    /** Ends a reader's stay. Idempotent. */
    void leave(Reader reader) {
        Channel channel = reader.channel;
        if (channel.leave(reader)) {
            channels.remove(channel.name.full(), channel);
            channel.onVacated();
        }
        reader.connection.outbox().forget(reader);
        events.deliver();
    }

    /** Gives an event to all readers of a channel but one connection; a cache channel keeps it for those to come. */
    void publish(ChannelName name, String event, String data, @Nullable Connection except) {
        if (name.cached()) {
            publishAndKeep(name, Frame.published(event, name.full(), data), except);
            return;
        }
        Channel channel = channels.get(name.full());
        if (channel != null) {
            channel.publish(Frame.published(event, name.full(), data), except);
        }
    }

    /** Even without readers it goes through a channel, so that nobody who joins meanwhile misses it or gets it twice. */
    private void publishAndKeep(ChannelName name, Frame frame, @Nullable Connection except) {
        while (true) {
            Channel channel = channels.computeIfAbsent(name.full(), n -> create(name));
            boolean published = channel.publish(frame, except);
            if (!published || channel.retireIfEmpty()) {
                channels.remove(name.full(), channel);
            }
            if (published) {
                return;
            }
        }
    }

    /** Gives a member's event to the others. */
    void whisper(Reader from, String event, String data) {
        from.channel.whisper(from, event, data);
        events.deliver();
    }

    /** The channel of that name; null if it has no readers. */
    @Nullable Channel find(ChannelName name) {
        return channels.get(name.full());
    }

    /** All channels; one of them may have lost its readers a moment ago. */
    Collection<Channel> all() {
        return channels.values();
    }

    /** The last event of a cache channel; null if there is none. */
    @Nullable Frame lastEvent(ChannelName name) {
        return name.cached() ? lastEvents.get(name.full()) : null;
    }

    private Channel create(ChannelName name) {
        String pixelId = name.pixelId();
        if (pixelId == null) {
            return new Channel(name, shared);
        }
        return new PixelChannel(
                name, shared, () -> name.isSigned() ? gateway.feed(pixelId) : gateway.publicFeed(pixelId), clock);
    }
}
