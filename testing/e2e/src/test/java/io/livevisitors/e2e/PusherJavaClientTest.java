package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pusher.client.channel.PusherEvent;
import com.pusher.client.connection.ConnectionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pusher's own client for Java, at the root path that it was written for, and below the base path. */
class PusherJavaClientTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    private static final Forum forum = Forum.plain();

    /** Part of every channel's name, so that tests do not meet. */
    private final String room = UUID.randomUUID().toString();

    @ParameterizedTest
    @ValueSource(strings = {"", "/livevisitors"})
    void receivesNetSendosSixFieldsOnAPrivateChannel(String base) throws Exception {
        String title = "Seen by Java at '" + base + "/app'";
        try (Shop shop = Shop.open();
                JavaClient client = JavaClient.connect(JavaClient.options(shop, base, bearer(Site.TOKEN)))) {
            client.join(Site.CHANNEL, "visitor.active");
            String view = Beacons.pageView("java" + base, shop.url("/plants/fern"), title);
            assertThat(Beacons.send(shop, Beacons.FIREFOX, view).join()).isEqualTo(204);

            PusherEvent event = client.events(1).get(0);
            assertThat(event.getChannelName()).isEqualTo(Site.CHANNEL);
            JsonNode data = JSON.readTree(event.getData());
            assertThat(data.fieldNames()).toIterable().contains(EchoClientTest.NETSENDO_FIELDS);
            assertThat(data.get("page_title").asText()).isEqualTo(title);
            assertThat(data.get("device_type").asText()).isEqualTo("desktop");
            assertThat(data.get("browser").asText()).isEqualTo("Firefox");
        }
    }

    @Test
    void aRefusalIsAnAuthorizationFailure() {
        try (JavaClient stranger = JavaClient.connect(JavaClient.options(forum, "", Map.of()))) {
            stranger.complaints().expect("not authorised");
            stranger.subscribe("private-" + room).join("public-" + room);

            assertThat(stranger.subscribed()).containsExactly("public-" + room);
        }
    }

    @Test
    void anUnknownKeyIsNotTriedAgain() {
        try (JavaClient client = JavaClient.connect("not-the-key", JavaClient.options(forum, "", Map.of()))) {
            client.complaints().expect("Application does not exist, 4001");
            client.complaints().expect("log: Application does not exist");
            client.awaitState(ConnectionState.DISCONNECTED);

            assertThat(client.states())
                    .containsExactly(
                            ConnectionState.CONNECTING, ConnectionState.DISCONNECTING, ConnectionState.DISCONNECTED);
        }
    }

    @Test
    void membersSeeWhoIsHereWhoComesAndWhoGoes() {
        String channel = "presence-" + room;
        try (JavaClient anna = JavaClient.connect(forum, "anna").join(channel)) {
            try (JavaClient ben = JavaClient.connect(forum, "ben").join(channel)) {
                assertThat(ben.presence()).containsExactly("here anna,ben");
                assertThat(ben.pusher().getPresenceChannel(channel).getMe().getInfo())
                        .isEqualTo("{\"name\":\"ben\"}");
            }
            await().atMost(JavaClient.PATIENCE)
                    .untilAsserted(() -> assertThat(anna.presence())
                            .containsExactly("here anna", "added ben {\"name\":\"ben\"}", "removed ben"));
        }
    }

    @Test
    void clientEventsReachTheOthersWithWhoSentThem() {
        try (JavaClient anna = JavaClient.connect(forum, "anna");
                JavaClient ben = JavaClient.connect(forum, "ben")) {
            for (JavaClient client : List.of(anna, ben)) {
                client.join("presence-" + room, "client-typing").join("private-" + room, "client-typing");
            }
            anna.pusher().getPresenceChannel("presence-" + room).trigger("client-typing", "{\"in\":\"presence\"}");
            anna.pusher().getPrivateChannel("private-" + room).trigger("client-typing", "{\"in\":\"private\"}");
            List<PusherEvent> events = ben.events(2);
            ben.pusher().getPrivateChannel("private-" + room).trigger("client-typing", "{\"back\":true}");
            anna.events(1);

            assertThat(ben.heard())
                    .containsExactly("client-typing {\"in\":\"presence\"}", "client-typing {\"in\":\"private\"}");
            assertThat(events).extracting(PusherEvent::getUserId).containsExactly("anna", null);
            assertThat(anna.heard()).containsExactly("client-typing {\"back\":true}");
        }
    }

    @Test
    void aCacheChannelHasItsLastEventForWhoeverComes() {
        String channel = "private-cache-" + room;
        try (JavaClient early = JavaClient.connect(forum, "anna").join(channel, "pusher:cache_miss", "price")) {
            early.events(1);
            forum.live().channels().publish(channel, "price", "{\"eur\":7}");
            early.events(2);
            assertThat(early.heard()).containsExactly("pusher:cache_miss {}", "price {\"eur\":7}");
        }
        try (JavaClient late = JavaClient.connect(forum, "ben").join(channel, "pusher:cache_miss", "price")) {
            late.events(1);
            assertThat(late.heard()).containsExactly("price {\"eur\":7}");
        }
    }

    @Test
    void aUserThatSignsInGetsWhatIsSentToTheUser() {
        try (JavaClient client = JavaClient.connect(forum, "user-" + room)) {
            client.pusher().user().bind("notice", client);
            client.pusher().signin();
            await().atMost(JavaClient.PATIENCE)
                    .until(() -> client.pusher().user().userId() != null);
            forum.live().channels().publish("#server-to-user-user-" + room, "notice", "{\"n\":1}");

            client.events(1);
            assertThat(client.heard()).containsExactly("notice {\"n\":1}");
        }
    }

    /** By itself the client answers WebSocket pings alone; told to, it sends pings of the protocol. */
    @Test
    void staysConnectedWhereNothingHappensForLongerThanTheTimeouts() {
        Duration second = Duration.ofSeconds(1);
        try (Forum silent = Forum.with(
                                builder -> builder.activityTimeout(second).pongTimeout(second))
                        .open();
                JavaClient pinged = JavaClient.connect(silent, "anna").join("private-" + room, "late");
                JavaClient pinging = JavaClient.connect(JavaClient.options(silent, "", JavaClient.signedIn("ben"))
                                .setActivityTimeout(1_000)
                                .setPongTimeout(1_000))
                        .join("private-" + room, "late")) {
            List<JavaClient> clients = List.of(pinged, pinging);
            await().during(Duration.ofSeconds(5))
                    .atMost(JavaClient.PATIENCE)
                    .until(() -> clients.stream()
                            .allMatch(client -> client.states()
                                    .equals(List.of(ConnectionState.CONNECTING, ConnectionState.CONNECTED))));
            silent.live().channels().publish("private-" + room, "late", "{}");

            clients.forEach(client -> client.events(1));
        }
    }

    @Test
    void comesBackToItsChannelsWhenTheServerDoes() {
        String channel = "presence-" + room;
        try (Forum restarted = Forum.plain().open();
                JavaClient anna = JavaClient.connect(restarted, "anna").join("public-" + room, "news");
                JavaClient ben = JavaClient.connect(restarted, "ben").join("public-" + room, "news")) {
            anna.join(channel);
            ben.join(channel);
            for (JavaClient client : List.of(anna, ben)) {
                client.complaints().allow("Connection refused");
                client.complaints().allow("An exception was thrown by the websocket");
            }
            restarted.stop();
            restarted.startAgain();

            for (JavaClient client : List.of(anna, ben)) {
                await().atMost(JavaClient.PATIENCE)
                        .until(() -> client.subscribed().size() == 4);
                assertThat(client.states()).contains(ConnectionState.RECONNECTING);
            }
            restarted.live().channels().publish("public-" + room, "news", "{\"n\":1}");
            for (JavaClient client : List.of(anna, ben)) {
                client.events(1);
                assertThat(client.pusher().getPresenceChannel(channel).getUsers())
                        .extracting(com.pusher.client.channel.User::getId)
                        .containsExactlyInAnyOrder("anna", "ben");
            }
        }
    }

    private static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
