package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.client.connection.ConnectionState;
import io.livevisitors.e2e.ServerSdk.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** npm's {@code pusher}, which knows a host and a port, and so goes to {@code /apps} at the root. */
class NodeSdkTest extends ServerSdkContract<NodeSdk> {

    @Override
    NodeSdk sdk(String secret) {
        return NodeSdk.of(forum, secret);
    }

    @ParameterizedTest
    @ValueSource(ints = {-700, 700})
    void aBackendWhoseClockIsFarOffIsToldSo(int seconds) {
        Answer answer = sdk.withClockAhead(seconds).trigger(room, "said", Map.of("n", 1));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().path("field").asText()).isEqualTo("auth_timestamp");
        assertThat(answer.body().path("message").asText()).contains("set the clocks");
    }

    @Test
    void theAnswerDescribesTheChannelsThatTheEventWentTo() {
        try (JavaClient reader = JavaClient.connect(forum, "anna")) {
            reader.join("presence-" + room);
            Answer answer = sdk.trigger(
                    List.of("presence-" + room, "empty-" + room),
                    "said",
                    Map.of("n", 1),
                    Map.of("info", "user_count,subscription_count"));

            assertThat(answer.body())
                    .hasToString("{\"channels\":{\"presence-" + room
                            + "\":{\"user_count\":1,\"subscription_count\":1},\"empty-" + room + "\":{}}}");
        }
    }

    @Test
    void aUserWhomItSignedInGetsWhatItSendsUntilItDisconnectsThem() {
        String user = "user-" + room;
        try (JavaClient client = JavaClient.connect(JavaClient.options(forum, "", Map.of())
                .setUserAuthenticator(socketId -> sdk.authenticateUser(socketId, user)))) {
            client.pusher().user().bind("notice", client);
            client.pusher().signin();
            await().atMost(JavaClient.PATIENCE)
                    .until(() -> user.equals(client.pusher().user().userId()));
            sdk.sendToUser("another-" + user, "notice", Map.of("n", 0));
            sdk.sendToUser(user, "notice", Map.of("n", 1));
            client.events(1);
            assertThat(client.heard()).containsExactly("notice {\"n\":1}");

            client.complaints().expect("You got disconnected by the app, 4009");
            client.complaints().expect("log: You got disconnected by the app");
            assertThat(sdk.terminateUserConnections(user).status()).isEqualTo(200);
            client.awaitState(ConnectionState.DISCONNECTED);
        }
    }
}
