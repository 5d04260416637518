package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client: its id, the channels it reads, its signs of life, its end. Thread-safe; messages come one at a time from
 * the container.
 */
final class Connection implements Outbox.Owner {

    private static final Logger LOGGER = System.getLogger(Connection.class.getName());

    private static final int PONG_MISSING = 4201;
    private static final long MIN_CHECK_NANOS = 20_000_000L;

    /** How soon to look whether a ping found a thread. */
    private static final long PING_AGAIN_NANOS = 250_000_000L;

    private final String socketId;
    private final Sockets sockets;
    private final Admission admission;
    private final Outbox outbox;
    private final RateWindow messages;
    private final Map<String, Reader> readers = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile long lastActivity;

    // Timer's thread alone.
    private boolean pinged;
    private long pingedAt;

    Connection(String socketId, Sockets sockets, Admission admission, Remote remote) {
        this.socketId = socketId;
        this.sockets = sockets;
        this.admission = admission;
        this.outbox = sockets.outbox(remote, this);
        this.messages = new RateWindow(sockets.limits().maxMessagesPerSecond());
        this.lastActivity = sockets.now();
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
        return !over.get() && admission.refusal() == null;
    }

    /** Whether nothing more will be sent to it. */
    boolean isOver() {
        return over.get();
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
        return readers.get(channel);
    }

    /** Whether it may join one more channel. */
    boolean hasRoomForChannel() {
        return readers.size() < sockets.limits().maxChannelsPerConnection();
    }

    /** Joins a channel, or asks again for what it has for newcomers. */
    void join(ChannelName name, Frame answer) {
        Reader reader = sockets.channels().join(name, this);
        readers.put(name.full(), reader);
        outbox.send(answer);
        reader.channel.welcome(reader);
        if (over.get()) {
            leave(name.full()); // it ended meanwhile and may have overlooked this one
        }
    }

    /** Leaves a channel, if it is in it. */
    void leave(String channel) {
        Reader reader = readers.remove(channel);
        if (reader != null) {
            sockets.channels().leave(reader);
        }
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
            LOGGER.log(Level.WARNING, "No new snapshot for a reader that lost events: " + e);
        }
    }

    @Override
    public void ended() {
        if (over.compareAndSet(false, true)) {
            try {
                readers.keySet().forEach(this::leave);
            } finally {
                admission.release();
                sockets.ended(this);
            }
        }
    }

    /** Looks after the connection and says in how many nanoseconds to look again. Timer's thread. */
    long check() {
        SocketLimits limits = sockets.limits();
        outbox.check();
        long now = sockets.now();
        long last = lastActivity;
        pinged &= last - pingedAt < 0;
        boolean pingDue = outbox.isPingDue();
        if (pinged && pingDue) {
            pingedAt = now; // some clients answer the WebSocket ping alone, which is still to come
        }
        long due = pinged
                ? pingedAt + limits.pongTimeout().toNanos()
                : last + limits.activityTimeout().toNanos();
        if (due - now <= 0) {
            if (pinged) {
                outbox.close(PONG_MISSING, "Pong reply not received in time");
                due = now + limits.sendTimeout().toNanos();
            } else {
                pinged = true;
                pingedAt = now;
                outbox.send(Frame.PING);
                due = now + Math.min(limits.pongTimeout().toNanos(), PING_AGAIN_NANOS);
            }
        }
        long watch =
                Math.min(limits.sendTimeout().toNanos(), limits.maxOutboxAge().toNanos());
        watch = pingDue ? Math.min(watch, PING_AGAIN_NANOS) : watch;
        return Math.max(MIN_CHECK_NANOS, Math.min(due - now, watch));
    }
}
