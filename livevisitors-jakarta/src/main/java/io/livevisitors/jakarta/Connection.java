package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Channel.Join;
import io.livevisitors.web.SocketLimits;
import io.livevisitors.web.SocketLimits.KeepAlive;
import io.livevisitors.web.SocketLimits.OutboxBounds;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client: its id, the channels it reads, its signs of life, its end. Thread-safe; messages come one at a time from
 * the container.
 */
final class Connection implements Outbox.Owner {

    private static final Logger LOGGER = System.getLogger(Connection.class.getName());

    private static final int PONG_MISSING = 4201;
    private static final int SUBSCRIBED_TO_NOTHING = 4202;
    private static final long MIN_CHECK_NANOS = 20_000_000L;

    /** How soon to look whether a ping found a thread. */
    private static final long PING_AGAIN_NANOS = 250_000_000L;

    private final String socketId;
    private final Sockets sockets;
    private final Admission admission;
    private final Outbox outbox;
    private final RateWindow messages;
    private final Places places = new Places();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile long lastActivity;
    private volatile long idleSince;
    private volatile @Nullable String userId;

    // Timer's thread alone.
    private boolean pinged;
    private long pingedAt;

    Connection(String socketId, Sockets sockets, Admission admission, Remote remote) {
        this.socketId = socketId;
        this.sockets = sockets;
        this.admission = admission;
        this.outbox = sockets.outbox(remote, this);
        SocketLimits limits = sockets.limits();
        this.messages =
                new RateWindow(limits.messages().perWindow(), limits.messages().window());
        this.lastActivity = sockets.now();
        this.idleSince = lastActivity;
    }

    /** The id that clients sign with, {@code digits.digits}. */
    String socketId() {
        return socketId;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Whether it was let in and is still here. */
    boolean isOpen() {
        return !over.get() && isAdmitted();
    }

    /** Whether it was let in. */
    boolean isAdmitted() {
        return admission.refusal() == null;
    }

    /** The client gave a sign of life. */
    void alive() {
        lastActivity = sockets.now();
    }

    /** Counts a message against the limit. */
    RateWindow.Verdict countMessage() {
        return messages.count(sockets.now());
    }

    /** Its place in a channel; null if it has none. */
    @Nullable Reader reader(String channel) {
        return places.find(channel);
    }

    /** Whether it may join one more channel. Its user's own, which it is given by signing in, does not count. */
    boolean hasRoomForChannel() {
        String user = userId;
        int own = user != null && places.find(ChannelName.USER_PREFIX + user) != null ? 1 : 0;
        return places.size() - own < sockets.limits().channels().perConnection();
    }

    /**
     * Joins a channel, or asks again for what it has for newcomers.
     *
     * @param member as whom, on a presence channel; null elsewhere
     * @return why not; null if it joined
     */
    @Nullable String join(ChannelName name, @Nullable Member member) {
        Join join = sockets.channels().join(name, this, member);
        Reader reader = join.reader();
        if (reader == null) {
            return join.refusal();
        }
        leaveIfOver(reader);
        reader.channel.welcome(reader);
        return null;
    }

    /** Has a place in a channel from now on. The channel's lock is held. */
    void place(Reader reader) {
        places.put(reader);
    }

    /** It may have ended meanwhile and overlooked this place. */
    private void leaveIfOver(Reader reader) {
        if (over.get()) {
            leave(reader.channel.name.full());
        }
    }

    /** Leaves a channel, if it is in it. */
    void leave(String channel) {
        Reader reader = places.remove(channel);
        if (reader != null) {
            idleSince = sockets.now();
            sockets.channels().leave(reader);
        }
    }

    /** Signed in as a user, whose channel it joins without a word; as another than before it leaves that one's. */
    void signIn(String user) {
        String before = userId;
        if (user.equals(before)) {
            return;
        }
        if (before != null) {
            leave(ChannelName.USER_PREFIX + before);
        }
        userId = user;
        ChannelName own = ChannelName.ofUser(user);
        Reader reader =
                own == null ? null : sockets.channels().joinQuietly(own, this).reader();
        if (reader != null) {
            leaveIfOver(reader);
        }
    }

    /** Whom it signed in as; null if it did not. */
    @Nullable String userId() {
        return userId;
    }

    /** Whether it is that user's: signed in, or on a presence channel. */
    boolean isOf(String user) {
        return user.equals(userId) || places.all().stream().anyMatch(reader -> user.equals(reader.userId()));
    }

    /** Tells why, then closes. */
    void dismiss(int code, String reason) {
        outbox.send(Frame.error(code, reason));
        outbox.close(code, reason);
    }

    /** The container's last word: closed, failed, whatever. Idempotent. */
    void gone() {
        outbox.gone();
    }

    @Override
    public void count(String name) {
        sockets.count(name);
    }

    @Override
    public void resync(Reader reader) {
        try {
            reader.channel.welcome(reader);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "No new snapshot for a reader that lost events", WithoutMessage.of(e));
        }
    }

    @Override
    public void ended() {
        if (over.compareAndSet(false, true)) {
            try {
                places.all().forEach(reader -> leave(reader.channel.name.full()));
            } finally {
                admission.release();
                sockets.ended(this);
            }
        }
    }

    /** Looks after the connection and says in how many nanoseconds to look again. Timer's thread. */
    long check() {
        outbox.check();
        long now = sockets.now();
        long due = Math.min(checkSilence(now) - now, checkSubscriptions(now) - now);
        OutboxBounds bounds = sockets.limits().outbox();
        long watch = Math.min(bounds.sendTimeout().toNanos(), bounds.age().toNanos());
        watch = outbox.isPingDue() ? Math.min(watch, PING_AGAIN_NANOS) : watch;
        return Math.max(MIN_CHECK_NANOS, Math.min(due, watch));
    }

    /** Pings a client that was silent, ends one from which nothing came back; answers when to look again. */
    private long checkSilence(long now) {
        KeepAlive keepAlive = sockets.limits().keepAlive();
        long last = lastActivity;
        pinged &= last - pingedAt < 0;
        if (pinged && outbox.isPingDue()) {
            pingedAt = now; // some clients answer the WebSocket ping alone, which is still to come
        }
        long due = pinged
                ? pingedAt + keepAlive.pongTimeout().toNanos()
                : last + keepAlive.pingInterval().toNanos();
        if (due - now > 0) {
            return due;
        }
        if (pinged) {
            outbox.close(PONG_MISSING, "Pong reply not received in time");
            return now + sockets.limits().outbox().sendTimeout().toNanos();
        }
        pinged = true;
        pingedAt = now;
        outbox.send(Frame.PING);
        return now + Math.min(keepAlive.pongTimeout().toNanos(), PING_AGAIN_NANOS);
    }

    /** Ends a connection that subscribes to nothing; answers when to look again. */
    private long checkSubscriptions(long now) {
        long timeout = sockets.limits().keepAlive().subscriptionTimeout().toNanos();
        if (places.size() > 0) {
            return now + timeout;
        }
        long due = idleSince + timeout;
        if (due - now > 0) {
            return due;
        }
        count("socket_without_subscription");
        outbox.close(SUBSCRIBED_TO_NOTHING, "Closed after inactivity: subscribed to nothing");
        return now + timeout;
    }
}
