package io.livevisitors;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.ChannelOccupied;
import io.livevisitors.channel.ChannelVacated;
import io.livevisitors.channel.ClientEvent;
import io.livevisitors.channel.ConnectionClosed;
import io.livevisitors.channel.ConnectionOpened;
import io.livevisitors.channel.MemberAdded;
import io.livevisitors.channel.MemberRemoved;
import io.livevisitors.channel.Subscribed;
import io.livevisitors.channel.Unsubscribed;
import io.livevisitors.web.ChannelServer;
import io.livevisitors.web.ChannelSigner;
import io.livevisitors.web.Gateway;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The channels of the Pusher protocol, for the host's own code: what happens on them, and events of its own. Reached by
 * {@link LiveVisitors#channels()}.
 *
 * <pre>{@code
 * live.channels().onMemberAdded(event -> log.info("{} is in {}", event.userId(), event.channel()));
 * live.channels().publish("orders", "order.paid", "{\"id\":7}");
 * }</pre>
 *
 * <p>A listener is called once for each cause, one call at a time, in order, on threads of its own or the builder's
 * {@code executor}. If it is slow, at most {@link Limit#LISTENER_QUEUE} events wait for it, then the oldest are dropped,
 * counted in {@link LiveVisitors#counters()} and logged at most once a minute. It may call anything of the library.
 * Thread-safe.
 */
public final class LiveChannels {

    private static final int MAX_EVENT_NAME = 200;

    private final Engine engine;
    private final ChannelListeners listeners;
    private final List<ChannelServer> servers = new CopyOnWriteArrayList<>();

    LiveChannels(Engine engine) {
        this.engine = engine;
        this.listeners = new ChannelListeners(engine.hosts());
    }

    // ---------------------------------------------------------------- what happens

    /** Calls a listener for everything that happens on sockets and channels. */
    public Subscription onEvent(Consumer<? super ChannelEvent> listener) {
        return on(ChannelEvent.class, "onEvent", listener);
    }

    /** Calls a listener when a client connected and was let in. */
    public Subscription onConnect(Consumer<? super ConnectionOpened> listener) {
        return on(ConnectionOpened.class, "onConnect", listener);
    }

    /** Calls a listener when a connection ended, however it did. */
    public Subscription onDisconnect(Consumer<? super ConnectionClosed> listener) {
        return on(ConnectionClosed.class, "onDisconnect", listener);
    }

    /** Calls a listener when a connection joined a channel. */
    public Subscription onSubscribe(Consumer<? super Subscribed> listener) {
        return on(Subscribed.class, "onSubscribe", listener);
    }

    /** Calls a listener when a connection left a channel. */
    public Subscription onUnsubscribe(Consumer<? super Unsubscribed> listener) {
        return on(Unsubscribed.class, "onUnsubscribe", listener);
    }

    /** Calls a listener when a channel got its first reader. */
    public Subscription onOccupied(Consumer<? super ChannelOccupied> listener) {
        return on(ChannelOccupied.class, "onOccupied", listener);
    }

    /** Calls a listener when a channel lost its last reader. */
    public Subscription onVacated(Consumer<? super ChannelVacated> listener) {
        return on(ChannelVacated.class, "onVacated", listener);
    }

    /** Calls a listener when a user joined a presence channel with its first connection. */
    public Subscription onMemberAdded(Consumer<? super MemberAdded> listener) {
        return on(MemberAdded.class, "onMemberAdded", listener);
    }

    /** Calls a listener when a user left a presence channel with its last connection. */
    public Subscription onMemberRemoved(Consumer<? super MemberRemoved> listener) {
        return on(MemberRemoved.class, "onMemberRemoved", listener);
    }

    /** Calls a listener when a client sent an event to the other members of its channel. */
    public Subscription onClientEvent(Consumer<? super ClientEvent> listener) {
        return on(ClientEvent.class, "onClientEvent", listener);
    }

    // ---------------------------------------------------------------- what the host does

    /**
     * Gives an event to all who have joined a channel, on this JVM. A cache channel keeps it for whoever joins later. It
     * returns before the event is sent; who is not there misses it.
     *
     * @param channel its full name; not one that carries a pixel's own events
     * @param event the event's name, 1 to 200 characters; {@code pusher:} and {@code pusher_internal:} are the protocol's
     * @param data JSON as text, or any text
     * @return whether a {@code LiveSocketServlet} serves channels here
     * @throws IllegalArgumentException if the channel's or the event's name is none
     */
    public boolean publish(String channel, String event, String data) {
        return publishExcept(null, channel, event, data);
    }

    /**
     * As {@link #publish(String, String, String)}, to all but one: the client whose request brought the event about, and
     * which knows of it already. Laravel Echo names itself in the header {@code X-Socket-ID}.
     *
     * @param exceptSocketId the connection that does not get it; null if all do
     * @throws IllegalArgumentException also if that is no socket ID
     */
    public boolean publishExcept(@Nullable String exceptSocketId, String channel, String event, String data) {
        if (exceptSocketId != null && !ChannelSigner.isSocketId(exceptSocketId)) {
            throw new IllegalArgumentException("exceptSocketId: \"" + Printable.of(exceptSocketId, 50)
                    + "\" is no socket ID; use the client's, such as 123.456, or null");
        }
        if (!ChannelNames.isValid(channel)) {
            throw new IllegalArgumentException("channel: \"" + Printable.of(channel, 200)
                    + "\" is no channel name; use 1 to 164 of A-Z, a-z, 0-9 and -_=@,.;");
        }
        String pixelId = ChannelNames.pixelId(channel);
        if (pixelId != null && engine.isKnown(pixelId)) {
            throw new IllegalArgumentException(
                    "channel: \"" + channel + "\" carries the events of a pixel alone; use a channel of your own");
        }
        if (event.isEmpty()
                || event.length() > MAX_EVENT_NAME
                || event.startsWith("pusher:")
                || event.startsWith("pusher_internal:")) {
            throw new IllegalArgumentException("event: \"" + Printable.of(event, MAX_EVENT_NAME)
                    + "\" is no name for an event; use 1 to 200 characters, not starting with pusher: or"
                    + " pusher_internal:");
        }
        servers.forEach(server -> server.publish(channel, event, data, exceptSocketId));
        return !servers.isEmpty();
    }

    /**
     * Ends every connection of a user, signed in or member of a presence channel, with 4009, so that its clients stay away.
     */
    public void disconnectUser(String userId) {
        servers.forEach(server -> server.disconnectUser(userId));
    }

    // ---------------------------------------------------------------- the adapter's side

    ChannelListeners listeners() {
        return listeners;
    }

    /** Whether a servlet serves channels. */
    boolean isServed() {
        return !servers.isEmpty();
    }

    Gateway.Attachment attach(ChannelServer server) {
        servers.add(server);
        return () -> servers.remove(server);
    }

    private <E extends ChannelEvent> Subscription on(Class<E> type, String name, Consumer<? super E> listener) {
        return listeners.listen(name + " listener " + listener, type, listener::accept);
    }
}
