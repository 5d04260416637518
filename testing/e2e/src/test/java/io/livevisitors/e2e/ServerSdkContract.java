package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.client.channel.PusherEvent;
import io.livevisitors.e2e.ServerSdk.Answer;
import io.livevisitors.e2e.ServerSdk.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every server SDK of Pusher's finds here: it publishes, asks and signs, and Pusher's client for Java sees it.
 *
 * @param <S> the SDK
 */
abstract class ServerSdkContract<S extends ServerSdk> {

    static final Map<String, String> GREETING = Map.of("text", "Grüße, 你好 🌱 \"quoted\" \\");
    static final String GREETING_JSON = "{\"text\":\"Grüße, 你好 🌱 \\\"quoted\\\" \\\\\"}";

    @RegisterExtension
    static final Forum forum = Forum.plain();

    /** Part of every channel's name, so that tests do not meet. */
    final String room = UUID.randomUUID().toString();

    @SuppressWarnings("NullAway.Init")
    S sdk;

    /** A backend with that secret; the test closes it. */
    abstract S sdk(String secret);

    @BeforeEach
    void openSdk() {
        sdk = sdk(Site.SECRET);
    }

    @AfterEach
    void closeSdk() {
        sdk.close();
    }

    @Test
    void anEventReachesTheReadersOfItsChannelsAndNobodyElse() {
        try (JavaClient reader = JavaClient.connect(forum, "anna")) {
            reader.join("one-" + room, "greeting")
                    .join("private-two-" + room, "greeting")
                    .join("three-" + room, "greeting");
            Answer single = sdk.trigger("one-" + room, "greeting", GREETING);
            Answer several = sdk.trigger(
                    List.of("private-two-" + room, "three-" + room, "four-" + room), "greeting", Map.of("n", 2), null);

            assertThat(List.of(single.status(), several.status())).containsOnly(200);
            assertThat(reader.events(3))
                    .extracting(PusherEvent::getChannelName)
                    .containsExactly("one-" + room, "private-two-" + room, "three-" + room);
            assertThat(reader.heard().get(0)).isEqualTo("greeting " + GREETING_JSON);
        }
    }

    @Test
    void aBatchReachesTheReadersOfEachOfItsChannels() {
        try (JavaClient reader = JavaClient.connect(forum, "anna")) {
            reader.join("one-" + room, "first", "third").join("presence-two-" + room, "second");
            Answer answer = sdk.triggerBatch(List.of(
                    new Event("one-" + room, "first", Map.of("n", 1)),
                    new Event("presence-two-" + room, "second", Map.of("n", 2)),
                    new Event("one-" + room, "third", Map.of("n", 3))));

            assertThat(answer.status()).isEqualTo(200);
            reader.events(3);
            assertThat(reader.heard()).containsExactly("first {\"n\":1}", "second {\"n\":2}", "third {\"n\":3}");
        }
    }

    @Test
    void theConnectionThatIsExceptedDoesNotGetTheEvent() {
        try (JavaClient author = JavaClient.connect(forum, "anna");
                JavaClient reader = JavaClient.connect(forum, "ben")) {
            author.join("private-" + room, "said");
            reader.join("private-" + room, "said");
            sdk.trigger(List.of("private-" + room), "said", Map.of("n", 1), author.socketId());
            sdk.trigger("private-" + room, "said", Map.of("n", 2));

            reader.events(2);
            author.events(1);
            assertThat(reader.heard()).containsExactly("said {\"n\":1}", "said {\"n\":2}");
            assertThat(author.heard()).containsExactly("said {\"n\":2}");
        }
    }

    @Test
    void channelsAreListedAndDescribedAsItAsks() {
        try (JavaClient anna = JavaClient.connect(forum, "anna");
                JavaClient second = JavaClient.connect(forum, "anna");
                JavaClient ben = JavaClient.connect(forum, "ben")) {
            for (JavaClient client : List.of(anna, second, ben)) {
                client.join("presence-" + room);
            }
            ben.join("other-" + room);

            Map<String, String> ofRoom = Map.of("filter_by_prefix", "presence-" + room, "info", "user_count");
            assertThat(sdk.get("/channels", ofRoom).body())
                    .hasToString("{\"channels\":{\"presence-" + room + "\":{\"user_count\":2}}}");
            assertThat(sdk.get("/channels", Map.of()).body().path("channels").fieldNames())
                    .toIterable()
                    .contains("presence-" + room, "other-" + room);
            assertThat(sdk.get("/channels/presence-" + room, Map.of("info", "user_count,subscription_count"))
                            .body())
                    .hasToString("{\"occupied\":true,\"user_count\":2,\"subscription_count\":3}");
            assertThat(sdk.get("/channels/nobody-is-in-" + room, Map.of()).body())
                    .hasToString("{\"occupied\":false}");
            assertThat(sdk.get("/channels/presence-" + room + "/users", Map.of())
                            .body())
                    .hasToString("{\"users\":[{\"id\":\"anna\"},{\"id\":\"ben\"}]}");
            assertThat(sdk.get("/channels/other-" + room + "/users", Map.of()).status())
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("userIds")
    void itsSignaturesOpenPrivateAndPresenceChannels(Object userId) {
        try (JavaClient reader = JavaClient.connect(JavaClient.options(forum, "", Map.of())
                .setChannelAuthorizer((channel, socketId) ->
                        sdk.authorizeChannel(socketId, channel, channel.startsWith("presence-") ? userId : null)))) {
            reader.join("private-" + room).join("presence-" + room);

            assertThat(reader.presence()).containsExactly("here " + userId);
        }
    }

    static List<Object> userIds() {
        return List.of("Zoë \"Z\"", 7, 9_007_199_254_740_991L);
    }

    @Test
    void whatItEncryptsOnlyTheClientsRead() {
        String channel = "private-encrypted-" + room;
        try (JavaClient reader = JavaClient.connect(JavaClient.options(forum, "", Map.of())
                .setChannelAuthorizer((name, socketId) -> sdk.authorizeChannel(socketId, name, null)))) {
            reader.join(channel, "greeting");

            assertThat(sdk.trigger(channel, "greeting", GREETING).status()).isEqualTo(200);
            reader.events(1);
            assertThat(reader.heard()).containsExactly("greeting " + GREETING_JSON);
        }
    }

    @Test
    void anEventThatIsTooLargeIsRefused() {
        Answer answer = sdk.trigger(room, "said", Map.of("text", "x".repeat(11_000)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().path("error").asText()).isEqualTo("body_too_large");
    }

    @Test
    void theWrongSecretPublishesNothing() {
        try (ServerSdk stranger = sdk("a-guess-0123456789");
                JavaClient reader = JavaClient.connect(forum, "anna")) {
            reader.join(room, "said");
            Answer answer = stranger.trigger(room, "said", Map.of("by", "a stranger"));
            sdk.trigger(room, "said", Map.of("by", "the backend"));

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body().path("field").asText()).isEqualTo("auth_signature");
            reader.events(1);
            assertThat(reader.heard()).containsExactly("said {\"by\":\"the backend\"}");
        }
    }
}
