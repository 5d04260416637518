package io.livevisitors.jakarta;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.ConnectionClosed;
import io.livevisitors.channel.ConnectionOpened;
import io.livevisitors.web.ChannelEventSink;
import io.livevisitors.web.ChannelServer;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.Gateway.Attachment;
import io.livevisitors.web.SocketLimits;
import io.livevisitors.web.WithoutMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one servlet share: limits, channels, threads, the table of connections and their ending.
 * Thread-safe.
 */
final class Sockets implements ChannelServer, AutoCloseable {

    private static final Logger LOGGER = System.getLogger(Sockets.class.getName());

    private static final int GOING_AWAY = 1001;
    private static final int DISCONNECTED = 4009;
    private static final long UPGRADE_SECONDS = 30;
    private static final long WATCH_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long STAGGER_MILLIS = 5;
    private static final long MAX_STAGGER_MILLIS = 2_000;
    private static final long CLOSE_WAIT_MILLIS = 2_000;

    /** What a client has to answer the close frame of a shutdown. */
    private static final long ANSWER_MILLIS = 500;

    private final Gateway gateway;
    private final SocketLimits limits;
    private final Channels channels;
    private final Admissions admissions;
    private final PusherProtocol protocol;
    private final Attachment attachment;
    private final SocketThreads threads;
    private final OutboxRules outboxRules;
    private final SecureRandom random = new SecureRandom();
    private final AddressHash addresses = new AddressHash(random);
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();

    /** Aborts of connections whose clients still have time to answer a close frame. */
    private final Set<Runnable> unanswered = ConcurrentHashMap.newKeySet();

    private volatile boolean closing;

    Sockets(Gateway gateway) {
        this(gateway, new SocketThreads());
    }

    /** @param threads ended with these sockets */
    Sockets(Gateway gateway, SocketThreads threads) {
        this.gateway = gateway;
        this.threads = threads;
        this.limits = gateway.socketLimits();
        this.outboxRules = OutboxRules.of(
                limits.outbox(),
                new OutboxRules.Runners(threads.turns, threads.pings, threads.endings, this::abortLater),
                System::nanoTime);
        this.channels = new Channels(gateway, System::nanoTime);
        this.admissions = new Admissions(limits.quota(), System::nanoTime);
        this.protocol = new PusherProtocol(gateway.signer(), limits, channels, gateway::isPixel);
        this.attachment = gateway.attach(this);
    }

    Gateway gateway() {
        return gateway;
    }

    SocketLimits limits() {
        return limits;
    }

    Channels channels() {
        return channels;
    }

    PusherProtocol protocol() {
        return protocol;
    }

    /** Connections that are counted now, handshakes under way included. */
    int connections() {
        return admissions.connections();
    }

    boolean isClosing() {
        return closing;
    }

    long now() {
        return System.nanoTime();
    }

    void count(String name) {
        gateway.count(name);
    }

    /** Counts a handshake of an address; false if it had too many. */
    boolean countHandshake(String address) {
        return admissions.countHandshake(addresses.of(address));
    }

    /** A place for a connection of that address, or a refusal. Given back if the upgrade does not come. */
    Admission admit(String address) {
        Admission admission = admissions.admit(addresses.of(address));
        if (admission.refusal() == null) {
            later(admission::abandon, TimeUnit.SECONDS.toNanos(UPGRADE_SECONDS));
        }
        return admission;
    }

    /** The upgrade is done: the connection lives from here on; null if it came too late. */
    @Nullable Connection open(Admission admission, Remote remote) {
        if (closing || !admission.open()) {
            admission.release();
            return null;
        }
        Connection connection;
        do {
            connection = new Connection(newSocketId(), this, admission, remote);
        } while (connections.putIfAbsent(connection.socketId(), connection) != null);
        if (admission.refusal() == null) {
            tell(new ConnectionOpened(connection.socketId()));
        }
        watch(connection.socketId());
        if (closing) {
            closeForShutdown(connection); // the shutdown may have overlooked it
        }
        return connection;
    }

    Outbox outbox(Remote remote, Connection owner) {
        return new Outbox(remote, owner, outboxRules);
    }

    private void abortLater(Runnable abort) {
        unanswered.add(abort);
        later(() -> abortNow(abort), Remote.CLOSE_TIMEOUT.toNanos());
    }

    private void abortNow(Runnable abort) {
        if (unanswered.remove(abort)) {
            threads.endings.execute(abort);
        }
    }

    /** A connection ended; called once for each. */
    void ended(Connection connection) {
        connections.remove(connection.socketId(), connection);
        if (connection.isAdmitted()) {
            tell(new ConnectionClosed(connection.socketId()));
        }
    }

    private void tell(ChannelEvent event) {
        ChannelEventSink events = gateway.channelEvents();
        if (events.isListenedTo()) {
            events.add(event);
            events.deliver();
        }
    }

    /** The connection of that id; null if there is none. */
    @Nullable Connection find(String socketId) {
        return connections.get(socketId);
    }

    /** Connections that were let in. */
    int established() {
        return (int) connections.values().stream().filter(Connection::isOpen).count();
    }

    @Override
    public void publish(String channel, String event, String data, @Nullable String exceptSocketId) {
        ChannelName name = ChannelName.parse(channel);
        if (name != null) {
            channels.publish(name, event, data, exceptSocketId == null ? null : find(exceptSocketId));
        }
    }

    @Override
    public void disconnectUser(String userId) {
        connections.values().stream()
                .filter(connection -> connection.isOf(userId))
                .forEach(connection -> connection.dismiss(DISCONNECTED, "You got disconnected by the app"));
    }

    /** Closes all connections with 1001, a few at a time, and waits a moment until the closes are on their way. */
    @Override
    public void close() {
        closing = true;
        attachment.close();
        long pause = Math.min(STAGGER_MILLIS, MAX_STAGGER_MILLIS / Math.max(1, connections.size()));
        for (Connection connection : connections.values()) {
            closeForShutdown(connection);
            sleep(pause);
        }
        for (long waited = 0; !connections.isEmpty() && waited < CLOSE_WAIT_MILLIS; waited += STAGGER_MILLIS) {
            sleep(STAGGER_MILLIS);
        }
        sleep(unanswered.isEmpty() ? 0 : ANSWER_MILLIS);
        unanswered.forEach(this::abortNow);
        threads.close();
        connections.values().forEach(Connection::gone);
        awaitThreads();
    }

    private void closeForShutdown(Connection connection) {
        connection.outbox().close(GOING_AWAY, "The server is going away");
    }

    private void awaitThreads() {
        try {
            if (!threads.awaitEnd(CLOSE_WAIT_MILLIS)) {
                LOGGER.log(Level.DEBUG, "Some connections did not take their close frame in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks after a connection until it has ended. The timer holds its id alone, so that one that has ended is gone. */
    private void watch(String socketId) {
        Connection connection = connections.get(socketId);
        if (connection == null) {
            return;
        }
        long delay = WATCH_AGAIN_NANOS;
        try {
            delay = connection.check();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "A connection could not be looked after", WithoutMessage.of(e));
        }
        later(() -> watch(socketId), delay);
    }

    private void later(Runnable task, long nanos) {
        try {
            Future<?> unused = threads.timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            closing = true; // shut down meanwhile: nothing is watched any more
        }
    }

    private String newSocketId() {
        return random.nextInt(1, Integer.MAX_VALUE) + "." + random.nextInt(1, Integer.MAX_VALUE);
    }
}
