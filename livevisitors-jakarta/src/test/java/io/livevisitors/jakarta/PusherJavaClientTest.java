package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.connection.ConnectionState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that others wrote. It knows a host, a port and a key, so it comes to the root's {@code /app}. */
class PusherJavaClientTest {

    private final TestServer server = TestServer.start();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Pusher pusher = new Pusher(
            FakeGateway.KEY,
            new PusherOptions()
                    .setHost("127.0.0.1")
                    .setWsPort(server.port())
                    .setUseTLS(false)
                    .setChannelAuthorizer((channel, socketId) ->
                            "{\"auth\":\"" + server.gateway.signer().sign(socketId, channel, null) + "\"}"));

    @BeforeEach
    void connect() {
        pusher.connect();
    }

    @AfterEach
    void stop() {
        pusher.disconnect();
        server.close();
    }

    @Test
    void readsThePixelsChannel() {
        pusher.subscribePrivate("private-pixel.shop", new Listener(), "visitors.snapshot", "visitor.active");
        await().until(() -> seen.size() == 2);
        server.shop.active("a");
        await().until(() -> seen.size() == 3);

        assertThat(seen)
                .containsExactly(
                        "subscribed",
                        "visitors.snapshot {\"seq\":1,\"visitors\":[],\"count\":0}",
                        "visitor.active {\"seq\":2,\"visitor_token\":\"a\"}");
    }

    @Test
    void disconnects() {
        pusher.subscribePrivate("private-pixel.shop", new Listener(), "visitors.snapshot");
        await().until(() -> seen.size() == 2);
        assertThat(pusher.getConnection().getState()).isEqualTo(ConnectionState.CONNECTED);

        pusher.disconnect();
        await().until(() -> server.servlet.connections() == 0);
    }

    private final class Listener implements PrivateChannelEventListener {
        @Override
        public void onSubscriptionSucceeded(String channel) {
            seen.add("subscribed");
        }

        @Override
        public void onAuthenticationFailure(String message, Exception e) {
            seen.add("refused");
        }

        @Override
        public void onEvent(PusherEvent event) {
            seen.add(event.getEventName() + " " + event.getData());
        }
    }
}
