package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.PrivateChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.connection.ConnectionEventListener;
import com.pusher.client.connection.ConnectionState;
import com.pusher.client.connection.ConnectionStateChange;
import com.pusher.client.util.HttpChannelAuthorizer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pusher's own client for Java, at the root path that it was written for, and below the base path. */
class PusherJavaClientTest {

    /** Writes down everything that the client says. */
    private static final class Witness implements PrivateChannelEventListener, ConnectionEventListener {

        final List<String> subscribed = new CopyOnWriteArrayList<>();
        final List<PusherEvent> events = new CopyOnWriteArrayList<>();
        final List<String> refusals = new CopyOnWriteArrayList<>();
        final List<ConnectionState> states = new CopyOnWriteArrayList<>();
        final List<String> errors = new CopyOnWriteArrayList<>();

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
            refusals.add(message);
        }

        @Override
        public void onConnectionStateChange(ConnectionStateChange change) {
            states.add(change.getCurrentState());
        }

        @Override
        public void onError(String message, @Nullable String code, @Nullable Exception cause) {
            errors.add(message + " " + code);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    private final Witness witness = new Witness();
    private @Nullable Pusher pusher;

    @BeforeAll
    static void open() {
        shop = Shop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @AfterEach
    void disconnect() {
        if (pusher != null) {
            pusher.disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/livevisitors"})
    void receivesNetSendosSixFieldsOnAPrivateChannel(String base) throws Exception {
        connect(shop, base, Site.TOKEN);
        String title = "Seen by Java at '" + base + "/app'";
        await().atMost(PATIENCE).until(() -> witness.subscribed.contains(Site.CHANNEL));
        visit(shop, "java" + base, title);

        await().atMost(PATIENCE).until(() -> !witness.events.isEmpty());
        PusherEvent event = witness.events.get(0);
        assertThat(event.getChannelName()).isEqualTo(Site.CHANNEL);
        JsonNode data = JSON.readTree(event.getData());
        assertThat(data.fieldNames()).toIterable().contains(EchoClientTest.NETSENDO_FIELDS);
        assertThat(data.get("page_title").asText()).isEqualTo(title);
        assertThat(data.get("device_type").asText()).isEqualTo("desktop");
        assertThat(data.get("browser").asText()).isEqualTo("Firefox");
        assertThat(witness.errors).isEmpty();
    }

    @Test
    void aRefusalIsAnAuthenticationFailure() {
        connect(shop, "", "the-wrong-token-of-somebody");

        await().atMost(PATIENCE).until(() -> !witness.refusals.isEmpty());
        assertThat(witness.subscribed).isEmpty();
    }

    @Test
    void staysConnectedWhereNothingHappensForLongerThanTheTimeouts() {
        Duration second = Duration.ofSeconds(1);
        try (HostServer host = HostServer.open(
                builder -> builder.pixel(Site.PIXEL).activityTimeout(second).pongTimeout(second))) {
            connect(host, "", Site.TOKEN);
            await().atMost(PATIENCE).until(() -> !witness.subscribed.isEmpty());

            await().during(Duration.ofSeconds(5))
                    .atMost(PATIENCE)
                    .until(() -> witness.states.equals(List.of(ConnectionState.CONNECTING, ConnectionState.CONNECTED)));
            visit(host, "late", "After a long silence");
            await().atMost(PATIENCE).until(() -> !witness.events.isEmpty());
        }
    }

    private void connect(Site site, String base, String token) {
        HttpChannelAuthorizer authorizer = new HttpChannelAuthorizer(site.url("/livevisitors/auth"));
        authorizer.setHeaders(Map.of("Authorization", "Bearer " + token));
        Pusher client = new Pusher(Site.KEY, options(site, base).setChannelAuthorizer(authorizer));
        pusher = client;
        client.connect(witness, ConnectionState.ALL);
        client.subscribePrivate(Site.CHANNEL, witness, "visitor.active");
    }

    /** The client knows a host and a port; whoever is not at the root overrides the address it makes of them. */
    private static PusherOptions options(Site site, String base) {
        return new PusherOptions() {
            @Override
            public String buildUrl(String key) {
                return super.buildUrl(key).replace("/app/", base + "/app/");
            }
        }.setHost(Site.HOST).setWsPort(site.port()).setUseTLS(false);
    }

    private static void visit(Site site, String visitor, String title) {
        String json = Beacons.pageView(visitor, site.url("/plants/fern"), title);
        assertThat(Beacons.send(site, Beacons.FIREFOX, json).join()).isEqualTo(204);
    }
}
