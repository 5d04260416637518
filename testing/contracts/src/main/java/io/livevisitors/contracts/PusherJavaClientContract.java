package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PresenceChannel;
import com.pusher.client.channel.PresenceChannelEventListener;
import com.pusher.client.channel.PrivateChannel;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.channel.User;
import com.pusher.client.connection.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pusher-java-client, which others wrote. It knows a host, a port and a key, so it comes to the root's {@code /app}. */
public class PusherJavaClientContract {

    private static final String EVENT = "order.paid";

    @RegisterExtension
    static final Host host =
            Host.with(builder -> builder.activityTimeout(Duration.ofSeconds(1)).pongTimeout(Duration.ofSeconds(1)));

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private String userId = "7";

    @SuppressWarnings("NullAway.Init")
    private Pusher pusher;

    @BeforeEach
    void connect() {
        pusher = new Pusher(
                Host.KEY,
                new PusherOptions()
                        .setHost("127.0.0.1")
                        .setWsPort(host.port())
                        .setUseTLS(false)
                        .setMaxReconnectGapInSeconds(1)
                        .setChannelAuthorizer(this::authorize)
                        .setUserAuthenticator(socketId -> {
                            String userData = "{\"id\":\"" + userId + "\"}";
                            return "{\"auth\":\"" + host.signer().signUser(socketId, userData) + "\",\"user_data\":"
                                    + ApiClient.quote(userData) + "}";
                        }));
        pusher.connect();
        awaitState(ConnectionState.CONNECTED);
    }

    @AfterEach
    void disconnect() {
        pusher.disconnect();
    }

    @Test
    void hasASocketId() {
        assertThat(pusher.getConnection().getSocketId()).matches("[0-9]+\\.[0-9]+");
    }

    @Test
    void readsAPublicChannel() {
        String channel = host.channel("");
        pusher.subscribe(channel, new Listener(), EVENT);
        awaitSeen("subscribed " + channel);
        host.publish(channel, EVENT, "{\"id\":7}");

        awaitSeen("order.paid {\"id\":7}");
    }

    @Test
    void readsAPrivateChannelAndTalksThere() {
        String channel = host.channel("private-");
        RawClient other = host.join(channel);
        PrivateChannel joined = pusher.subscribePrivate(channel, new Listener(), EVENT, "client-typing");
        awaitSeen("subscribed " + channel);
        joined.trigger("client-typing", "{\"who\":\"Ada\"}");
        assertThat(other.event("client-typing").dataText()).isEqualTo("{\"who\":\"Ada\"}");
        other.whisper("client-typing", channel, "{\"who\":\"Ben\"}");

        awaitSeen("client-typing {\"who\":\"Ben\"}");
    }

    @Test
    void seesWhoIsInAPresenceChannel() {
        String channel = host.channel("presence-");
        RawClient other = host.joinPresence(channel, "8");
        PresenceChannel joined = pusher.subscribePresence(channel, new Listener());
        awaitSeen("members [7, 8]");
        assertThat(joined.getMe().getId()).isEqualTo("7");
        other.unsubscribe(channel);

        awaitSeen("left 8");
        assertThat(joined.getUsers()).hasSize(1);
    }

    @Test
    void hearsTheLastEventOfACacheChannel() {
        String channel = host.channel("cache-");
        host.publish(channel, EVENT, "7");
        pusher.subscribe(channel, new Listener(), EVENT);

        awaitSeen("order.paid 7");
    }

    @Test
    void hearsThatItMayNotJoin() {
        String channel = host.channel("private-") + "-forbidden";
        pusher.subscribePrivate(channel, new Listener(), "pusher:subscription_error");

        await().until(() -> seen.stream().anyMatch(event -> event.startsWith("pusher:subscription_error {")));
    }

    @Test
    void leavesAChannel() {
        String channel = host.channel("");
        pusher.subscribe(channel, new Listener(), EVENT);
        awaitSeen("subscribed " + channel);
        pusher.unsubscribe(channel);

        await().until(() ->
                !host.api().get("channels/" + channel).json().path("occupied").asBoolean());
    }

    @Test
    void signsInAndHearsWhatIsItsOwn() {
        userId = "signed-in";
        pusher.user().bind(EVENT, event -> seen.add(event.getEventName() + " " + event.getData()));
        pusher.signin();
        await().until(() -> "signed-in".equals(pusher.user().userId()));
        host.publish("#server-to-user-signed-in", EVENT, "{\"id\":7}");

        awaitSeen("order.paid {\"id\":7}");
    }

    @Test
    void staysConnectedThoughItSaysNothing() {
        String id = pusher.getConnection().getSocketId();
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(10)).until(() -> isConnected());

        assertThat(pusher.getConnection().getSocketId()).isEqualTo(id);
    }

    @Test
    void disconnects() {
        String channel = host.channel("");
        pusher.subscribe(channel, new Listener(), EVENT);
        awaitSeen("subscribed " + channel);
        pusher.disconnect();

        await().until(() ->
                !host.api().get("channels/" + channel).json().path("occupied").asBoolean());
    }

    @Test
    void staysAwayWhenItsUserWasSentAway() {
        userId = "sent-away";
        String channel = host.channel("presence-");
        pusher.subscribePresence(channel, new Listener());
        awaitSeen("subscribed " + channel);
        host.live().channels().disconnectUser("sent-away");

        awaitState(ConnectionState.DISCONNECTED);
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5)).until(() -> !isConnected());
    }

    private String authorize(String channel, String socketId) {
        if (channel.endsWith("-forbidden")) {
            return "{\"auth\":\"app-key:wrong\"}";
        }
        if (!channel.startsWith("presence-")) {
            return "{\"auth\":\"" + host.signer().sign(socketId, channel, null) + "\"}";
        }
        String data = "{\"user_id\":\"" + userId + "\"}";
        return "{\"auth\":\"" + host.signer().sign(socketId, channel, data) + "\",\"channel_data\":"
                + ApiClient.quote(data) + "}";
    }

    private boolean isConnected() {
        return pusher.getConnection().getState() == ConnectionState.CONNECTED;
    }

    private void awaitState(ConnectionState state) {
        await().until(() -> pusher.getConnection().getState() == state);
    }

    private void awaitSeen(String what) {
        await().until(() -> seen.contains(what));
    }

    private final class Listener implements PrivateChannelEventListener, PresenceChannelEventListener {
        @Override
        public void onSubscriptionSucceeded(String channel) {
            seen.add("subscribed " + channel);
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            seen.add("failed " + message);
        }

        @Override
        public void onEvent(PusherEvent event) {
            seen.add(event.getEventName() + " " + event.getData());
        }

        @Override
        public void onUsersInformationReceived(String channel, Set<User> users) {
            seen.add("members " + users.stream().map(User::getId).sorted().toList());
        }

        @Override
        public void userSubscribed(String channel, User user) {
            seen.add("came " + user.getId());
        }

        @Override
        public void userUnsubscribed(String channel, User user) {
            seen.add("left " + user.getId());
        }

        @Override
        public void onError(String message, Exception e) {
            seen.add("refused " + message);
        }
    }
}
