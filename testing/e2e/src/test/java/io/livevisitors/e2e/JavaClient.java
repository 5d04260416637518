package io.livevisitors.e2e;

import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateEncryptedChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.client.util.HttpChannelAuthorizer;
import com.pusher.client.util.HttpUserAuthenticator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's client for Java, unmodified, which writes down everything that it says. What it complains of, to its listeners
 * or in its log, has to be expected: {@link #close()} asserts it.
 */
final class JavaClient
        implements PresenceChannelEventListener,
                PrivateEncryptedChannelEventListener,
                ConnectionEventListener,
                AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Logger LOG = Logger.getLogger("com.pusher");

    static {
        LOG.setUseParentHandlers(false);
    }

    private final Pusher pusher;
    private final Complaints complaints = new Complaints("Pusher's client for Java");
    private final Handler log = new LogHandler();
    private final List<String> subscribed = new CopyOnWriteArrayList<>();
    private final List<PusherEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> presence = new CopyOnWriteArrayList<>();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

    private JavaClient(String key, PusherOptions options) {
        pusher = new Pusher(key, options);
        LOG.addHandler(log);
    }

    /** Connects, without waiting for it. */
    static JavaClient connect(PusherOptions options) {
        return connect(Site.KEY, options);
    }

    static JavaClient connect(String key, PusherOptions options) {
        JavaClient client = new JavaClient(key, options);
        client.pusher.connect(client, ConnectionState.ALL);
        return client;
    }

    /** Connects as somebody who is signed in by {@link CookieSignIn}. */
    static JavaClient connect(Site site, String user) {
        return connect(options(site, "", signedIn(user)));
    }

    /** Headers of somebody who is signed in by {@link CookieSignIn}. */
    static Map<String, String> signedIn(String user) {
        return Map.of("Cookie", CookieSignIn.COOKIE + "=" + user);
    }

    /**
     * How to reach a site. The client knows but a host and a port: whoever is below a path overrides the address.
     *
     * @param base empty, or a path without a slash at its end
     * @param headers of the requests that ask the site for signatures
     */
    static PusherOptions options(Site site, String base, Map<String, String> headers) {
        HttpChannelAuthorizer channels = new HttpChannelAuthorizer(site.url("/livevisitors/auth"));
        channels.setHeaders(headers);
        HttpUserAuthenticator users = new HttpUserAuthenticator(site.url(Forum.USER_AUTH));
        users.setHeaders(headers);
        return new PusherOptions() {
            @Override
            public String buildUrl(String key) {
                return super.buildUrl(key).replace("/app/", base + "/app/");
            }
        }.setHost(Site.HOST)
                .setWsPort(site.port())
                .setUseTLS(false)
                .setChannelAuthorizer(channels)
                .setUserAuthenticator(users);
    }

    Pusher pusher() {
        return pusher;
    }

    Complaints complaints() {
        return complaints;
    }

    /** Joins a channel of any kind and listens to these events of it, without waiting. */
    JavaClient subscribe(String channel, String... eventNames) {
        if (channel.startsWith("presence-")) {
            pusher.subscribePresence(channel, this, eventNames);
        } else if (channel.startsWith("private-encrypted-")) {
            pusher.subscribePrivateEncrypted(channel, this, eventNames);
        } else if (channel.startsWith("private-")) {
            pusher.subscribePrivate(channel, this, eventNames);
        } else {
            pusher.subscribe(channel, this, eventNames);
        }
        return this;
    }

    /** The same, and waits until it has joined. */
    JavaClient join(String channel, String... eventNames) {
        subscribe(channel, eventNames);
        await("joining " + channel).atMost(PATIENCE).until(() -> subscribed.contains(channel));
        return this;
    }

    /** The id of its connection, once it has one. */
    String socketId() {
        await().atMost(PATIENCE).until(() -> pusher.getConnection().getState() == ConnectionState.CONNECTED);
        return pusher.getConnection().getSocketId();
    }

    /** Channels that it has joined, in order; again after every reconnection. */
    List<String> subscribed() {
        return List.copyOf(subscribed);
    }

    /** Waits for so many events and gives all that came. */
    List<PusherEvent> events(int count) {
        await(count + " events").atMost(PATIENCE).until(() -> events.size() >= count);
        return List.copyOf(events);
    }

    /** Names of events so far, each with what came with it. */
    List<String> heard() {
        return events.stream()
                .map(event -> event.getEventName() + " " + event.getData())
                .toList();
    }

    /** What it was told of members: {@code here a,b}, {@code added c}, {@code removed a}. */
    List<String> presence() {
        return List.copyOf(presence);
    }

    List<ConnectionState> states() {
        return List.copyOf(states);
    }

    void awaitState(ConnectionState state) {
        await("state " + state)
                .atMost(PATIENCE)
                .until(() -> pusher.getConnection().getState() == state);
    }

    @Override
    public void onSubscriptionSucceeded(String channel) {
        subscribed.add(channel);
    }

    @Override
    public void onEvent(PusherEvent event) {
        events.add(event);
    }

    @Override
    public void onAuthenticationFailure(String message, Exception cause) {
        complaints.add("not authorised: " + message);
    }

    @Override
    public void onDecryptionFailure(String event, String reason) {
        complaints.add("not decrypted: " + event + ", " + reason);
    }

    @Override
    public void onUsersInformationReceived(String channel, Set<User> users) {
        presence.add("here " + String.join(",", users.stream().map(User::getId).toList()));
    }

    @Override
    public void userSubscribed(String channel, User user) {
        presence.add("added " + user.getId() + " " + user.getInfo());
    }

    @Override
    public void userUnsubscribed(String channel, User user) {
        presence.add("removed " + user.getId());
    }

    @Override
    public void onConnectionStateChange(ConnectionStateChange change) {
        states.add(change.getCurrentState());
    }

    @Override
    public void onError(String message, @Nullable String code, @Nullable Exception cause) {
        complaints.add("connection: " + message + ", " + code + ", " + cause);
    }

    @Override
    public void onError(String message, @Nullable Exception cause) {
        complaints.add("channel: " + message + ", " + cause);
    }

    @Override
    public void close() {
        pusher.disconnect();
        awaitState(ConnectionState.DISCONNECTED);
        LOG.removeHandler(log);
        complaints.check();
    }

    /** Takes the warnings of all of its kind: which client logged is not told. */
    private final class LogHandler extends Handler {

        LogHandler() {
            setLevel(Level.WARNING);
        }

        @Override
        public void publish(@Nullable LogRecord entry) {
            if (entry != null && isLoggable(entry)) {
                complaints.add("log: " + Objects.toString(entry.getMessage()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
