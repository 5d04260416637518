package io.livevisitors.jakarta;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.ChannelOccupied;
import io.livevisitors.channel.ChannelVacated;
import io.livevisitors.channel.ClientEvent;
import io.livevisitors.channel.MemberAdded;
import io.livevisitors.channel.MemberRemoved;
import io.livevisitors.channel.Subscribed;
import io.livevisitors.channel.Unsubscribed;
import io.livevisitors.jakarta.ChannelName.Kind;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.SocketLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named channel and its readers. It exists from its first reader to its last, or for the moment of an event that a
 * cache channel without readers keeps; then it is retired and the name is a new channel's. Thread-safe.
 */
class Channel {

    /*
     * `order` guards the readers and the roster, and is the order in which everybody hears of what happens here: a
     * reader is told that it joined, then the last event of a cache channel, then what comes after; and no two readers
     * see two members come and go in different orders. It is held while frames are put into outboxes, which neither
     * block nor send, and while events are put into the listeners' queues, which run nothing of the host's.
     */

    /**
     * What all channels share.
     *
     * @param events takes what happens, for the host's listeners
     * @param lastEvents what cache channels keep
     */
    record Shared(ChannelEventSink events, LastEvents lastEvents, SocketLimits limits) {}

    /** What became of a wish to join: a reader, or why not. Neither if the channel is retired. */
    record Join(@Nullable Reader reader, @Nullable String refusal) {

        private static final Join RETIRED = new Join(null, null);

        boolean isRetired() {
            return reader == null && refusal == null;
        }
    }

    final ChannelName name;

    private final Shared shared;
    private final Object order = new Object();
    private final Map<Connection, Reader> readers = new LinkedHashMap<>(4);
    private final @Nullable Roster roster;
    private boolean retired;

    Channel(ChannelName name, Shared shared) {
        this.name = name;
        this.shared = shared;
        this.roster = name.kind() == Kind.PRESENCE
                ? new Roster(
                        shared.limits().channels(), shared.limits().outbox().bytes() / 2)
                : null;
    }

    /**
     * Gives the connection its place, made if there is none.
     *
     * @param member who joins; null but on a presence channel
     * @param told whether the connection hears that it joined
     */
    final Join join(Connection connection, @Nullable Member member, boolean told) {
        synchronized (order) {
            if (retired) {
                return Join.RETIRED;
            }
            Reader reader = readers.get(connection);
            if (reader == null) {
                String refusal = roster == null || member == null ? null : roster.refusal(member);
                if (refusal != null) {
                    return new Join(null, refusal);
                }
                reader = add(new Reader(connection, this, member));
            }
            connection.place(reader); // before it is told so: whose it is then may matter at once
            if (told) {
                greet(reader);
            }
            return new Join(reader, null);
        }
    }

    private Reader add(Reader reader) {
        boolean first = readers.isEmpty();
        readers.put(reader.connection, reader);
        if (first) {
            tell(() -> new ChannelOccupied(name.full()));
        }
        tell(() -> new Subscribed(name.full(), reader.connection.socketId(), reader.userId()));
        Member member = reader.member;
        if (roster != null && member != null && roster.add(member)) {
            sendToOthers(Frame.reply("pusher_internal:member_added", name.full(), member.addedJson()), reader);
            tell(() -> new MemberAdded(name.full(), member.id(), member.infoJson()));
        }
        return reader;
    }

    /** Says that it joined, with the members of a presence channel, and what a cache channel has for it. */
    private void greet(Reader reader) {
        String data = roster == null ? "{}" : roster.json();
        send(Frame.reply("pusher_internal:subscription_succeeded", name.full(), data), reader);
        if (name.cached()) {
            Frame last = shared.lastEvents().get(name.full());
            send(last == null ? Frame.reply("pusher:cache_miss", name.full(), "{}") : last, reader);
        }
    }

    /** Ends a reader's stay; whether that retired the channel. Idempotent. */
    final boolean leave(Reader reader) {
        synchronized (order) {
            reader.joined = false;
            if (!readers.remove(reader.connection, reader)) {
                return false;
            }
            tell(() -> new Unsubscribed(name.full(), reader.connection.socketId(), reader.userId()));
            Member gone = roster == null || reader.member == null ? null : roster.remove(reader.member);
            if (gone != null) {
                sendToOthers(Frame.reply("pusher_internal:member_removed", name.full(), gone.removedJson()), reader);
                tell(() -> new MemberRemoved(name.full(), gone.id()));
            }
            if (!readers.isEmpty()) {
                return false;
            }
            tell(() -> new ChannelVacated(name.full()));
            retired = true;
            return true;
        }
    }

    /** Retires the channel if it has no readers; whether it is retired now. */
    final boolean retireIfEmpty() {
        synchronized (order) {
            retired |= readers.isEmpty();
            return retired;
        }
    }

    /**
     * Gives an event to all readers but one connection, and keeps it if this is a cache channel.
     *
     * @return false if the channel is retired, and nothing was done
     */
    final boolean publish(Frame frame, @Nullable Connection except) {
        synchronized (order) {
            if (retired) {
                return false;
            }
            if (name.cached()) {
                shared.lastEvents().put(name.full(), frame);
            }
            sendToAllBut(except, frame);
            return true;
        }
    }

    /** Gives a member's event to the other members. A cache channel does not keep it: it may be anything. */
    final void whisper(Reader from, String event, String data) {
        synchronized (order) {
            if (!from.joined) {
                return;
            }
            Member member = from.member;
            Frame frame = Frame.whisper(event, name.full(), data, member == null ? null : member.idJson());
            sendToOthers(frame, from);
            tell(() -> new ClientEvent(name.full(), event, data, from.connection.socketId(), from.userId()));
        }
    }

    /** Number of connections that read it. */
    final int subscriptions() {
        synchronized (order) {
            return readers.size();
        }
    }

    /** Number of distinct users, of a presence channel; 0 of any other. */
    final int users() {
        synchronized (order) {
            return roster == null ? 0 : roster.size();
        }
    }

    /** The answer of the HTTP API's {@code users}, of a presence channel. */
    final String usersJson() {
        synchronized (order) {
            return roster == null ? "{\"users\":[]}" : roster.usersJson();
        }
    }

    /**
     * A reader joined, was told so, and now awaits what the channel has for newcomers; also when it lost something. Called
     * without the channel's lock.
     */
    void welcome(Reader reader) {}

    /** The last reader left. Called once, without the channel's lock. */
    void onVacated() {}

    private void sendToOthers(Frame frame, Reader from) {
        sendToAllBut(from.connection, frame);
    }

    private void sendToAllBut(@Nullable Connection except, Frame frame) {
        for (Reader reader : readers.values()) {
            if (reader.connection != except) {
                send(frame, reader);
            }
        }
    }

    private static void send(Frame frame, Reader reader) {
        reader.connection.outbox().send(frame, reader);
    }

    private void tell(Supplier<ChannelEvent> event) {
        if (shared.events().isListenedTo()) {
            shared.events().add(event.get());
        }
    }
}
