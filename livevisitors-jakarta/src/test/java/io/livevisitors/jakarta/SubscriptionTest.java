package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.RawClient.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionTest {

    private static final String SUCCEEDED = "pusher_internal:subscription_succeeded";
    private static final String REFUSED = "pusher:subscription_error";

    private final TestServer server = TestServer.start();
    private final RawClient client = server.connect();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "privateer", "presence", "private", "#news", "a.b,c;d=e@f_g-h"})
    void letsAnyoneJoinAPublicChannel(String channel) {
        client.subscribe(channel);

        assertThat(client.frame().text())
                .isEqualTo("{\"event\":\"" + SUCCEEDED + "\",\"channel\":\"" + channel + "\",\"data\":\"{}\"}");
    }

    @Test
    void readsDataThatIsAString() {
        client.send("{\"event\":\"pusher:subscribe\",\"data\":\"{\\\"channel\\\":\\\"orders\\\"}\"}");

        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-orders", "private-encrypted-orders"})
    void letsASignedClientJoinAPrivateChannel(String channel) {
        client.subscribe(channel, server.sign(client, channel));

        Event event = client.event();
        assertThat(event.event()).isEqualTo(SUCCEEDED);
        assertThat(event.channel()).isEqualTo(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-orders", "private-encrypted-orders", "private-cache-orders", "#server-to-user-7"})
    void refusesAChannelWithoutItsSignature(String channel) {
        client.subscribe(channel);

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesTheSignatureOfAnotherChannelOrConnection() {
        client.subscribe("private-orders", server.sign(client, "private-other"));
        assertRefused(client.event(), "private-orders", "AuthError", 401);

        try (RawClient other = server.connect()) {
            client.subscribe("private-orders", server.sign(other, "private-orders"));
            assertRefused(client.event(), "private-orders", "AuthError", 401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "##x", "with space", "sl/ash", "umlaut-ä"})
    void refusesANameThatBreaksTheRules(String channel) {
        client.subscribe(channel);

        assertRefused(client.event(), channel, "ChannelError", 400);
    }

    @Test
    void refusesANameOfMoreThan164Characters() {
        client.subscribe("c".repeat(164));
        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
        client.subscribe("c".repeat(165));
        assertThat(client.event().event()).isEqualTo(REFUSED);
    }

    @Test
    void saysThatACacheChannelIsEmpty() {
        client.subscribe("cache-news");

        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
        Event miss = client.event();
        assertThat(miss.event()).isEqualTo("pusher:cache_miss");
        assertThat(miss.channel()).isEqualTo("cache-news");
    }

    @Test
    void answersASecondSubscriptionLikeTheFirst() {
        client.subscribe("orders");
        client.subscribe("orders");

        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
        assertThat(server.servlet.channels()).isEqualTo(1);
    }

    @Test
    void forgetsAChannelWithItsLastReader() {
        client.subscribe("orders");
        client.event();
        client.send("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"orders\"}}");

        await().until(() -> server.servlet.channels() == 0);
        client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        assertThat(client.event().event()).as("unsubscribing has no reply").isEqualTo("pusher:pong");

        client.subscribe("orders");
        client.event();
        client.close();
        await().until(() -> server.servlet.channels() == 0);
    }

    @Test
    void refusesMoreChannelsThanAConnectionMayJoin() {
        for (int i = 0; i < 100; i++) {
            client.subscribe("channel-" + i);
            assertThat(client.event().event()).isEqualTo(SUCCEEDED);
        }
        client.subscribe("one-more");
        assertRefused(client.event(), "one-more", "LimitError", 429);
        client.subscribe("channel-7");
        assertThat(client.event().event()).isEqualTo(SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-room", "private-encrypted-room", "private-pixel.unknown"})
    void carriesWhispersToTheOtherMembersOfAPrivateChannel(String channel) {
        try (RawClient other = server.connect()) {
            for (RawClient member : new RawClient[] {client, other}) {
                member.subscribe(channel, server.sign(member, channel));
                member.event(SUCCEEDED);
            }
            client.send("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\",\"data\":{\"who\":\"Zoë\"}}");

            assertThat(other.frame().text())
                    .isEqualTo("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\","
                            + "\"data\":\"{\\\"who\\\":\\\"Zoë\\\"}\"}");
            client.send("{\"event\":\"pusher:ping\"}");
            assertThat(client.event().event()).as("never to the sender").isEqualTo("pusher:pong");
        }
    }

    @Test
    void refusesWhispersOnPublicChannels() {
        String channel = "orders";
        client.subscribe(channel);
        client.event(SUCCEEDED);
        client.send("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\",\"data\":{}}");

        assertThat(client.event().data().path("code").asInt()).isEqualTo(4200);
    }

    @Test
    void refusesWhispersOfStrangers() {
        client.send("{\"event\":\"client-typing\",\"channel\":\"private-room\",\"data\":{}}");

        assertThat(client.event().data().path("code").asInt()).isEqualTo(4200);
    }

    private static void assertRefused(Event event, String channel, String type, int status) {
        assertThat(event.event()).isEqualTo(REFUSED);
        assertThat(event.channel()).isEqualTo(channel);
        assertThat(event.data().path("type").asText()).isEqualTo(type);
        assertThat(event.data().path("status").asInt()).isEqualTo(status);
        assertThat(event.data().path("error").asText()).isNotEmpty();
    }
}
