package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.RawClient.Event;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedInputTest {

    private TestServer server = TestServer.start();
    private RawClient client = server.connect();
    private RawClient bystander = server.connect();

    @AfterEach
    void othersAreUnharmed() {
        bystander.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        assertThat(bystander.event().event()).isEqualTo("pusher:pong");
        client.close();
        bystander.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "not json",
                "{",
                "null",
                "7",
                "\"pusher:ping\"",
                "[]",
                "{}",
                "{\"event\":7}",
                "{\"event\":null}",
                "{\"event\":\"pusher:ping\"} {\"event\":\"pusher:ping\"}",
                "{\"event\":\"no-such-event\",\"data\":{}}",
                "{\"event\":\"pusher:signin\",\"data\":{}}",
                "{\"event\":\"pusher_internal:member_added\",\"data\":{}}",
                "{\"event\":\"pusher:subscribe\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":null}",
                "{\"event\":\"pusher:subscribe\",\"data\":7}",
                "{\"event\":\"pusher:subscribe\",\"data\":[]}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"{\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":[\"orders\"]}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{}}",
                "{\"event\":\"client-x\",\"channel\":7,\"data\":{}}",
                "{\"event\":\"client-x\",\"data\":{}}"
            })
    void answersABadMessageWithAnErrorAndStays(String message) {
        client.send(message);

        assertBadMessage();
    }

    @Test
    void answersABinaryMessageWithAnErrorAndStays() {
        client.send(RawClient.BINARY, new byte[] {1, 2, 3});

        assertBadMessage();
    }

    @Test
    void answersDeepNestingWithAnErrorAndStays() {
        client.send("{\"event\":\"pusher:subscribe\",\"data\":" + "[".repeat(4_000) + "]".repeat(4_000) + "}");
        assertBadMessage();
        client.send("{\"event\":\"pusher:subscribe\",\"data\":\"" + "[".repeat(4_000) + "\"}");
        assertBadMessage();
    }

    @Test
    void closesAfterTextThatIsNotUtf8() {
        client.send(RawClient.TEXT, new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'});

        assertThat(client.closeCode()).isEqualTo(1007);
    }

    @Test
    void takesAMessageOfTheGreatestSize() {
        String frame = "{\"event\":\"pusher:ping\",\"data\":\"\"}";
        client.send(frame.replace("\"\"", '"' + "x".repeat(10_000 - frame.length()) + '"'));

        assertThat(client.event().event()).isEqualTo("pusher:pong");
    }

    @ParameterizedTest
    @ValueSource(ints = {10_001, 1 << 20})
    void closesAfterAMessageThatIsTooLarge(int bytes) {
        try {
            client.send("x".repeat(bytes));
        } catch (UncheckedIOException e) {
            assertThat(e).as("closed before all of it was sent").isNotNull();
        }
        assertThat(client.closeCode()).isIn(1009, -1);
    }

    @Test
    void countsBytesAndNotCharacters() {
        client.send("\u20ac".repeat(3_400));

        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void survivesTenThousandSubscriptions() {
        restart(Limits.of().maxOutboxBytes(16 << 20)); // it may ask faster than it reads
        Thread reader = new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                client.subscribe("flood-" + i);
            }
        });
        reader.start();
        int joined = 0;
        int refused = 0;
        while (joined + refused < 10_000) {
            Event event = client.event();
            joined += event.event().equals("pusher_internal:subscription_succeeded") ? 1 : 0;
            refused += event.event().equals("pusher:subscription_error") ? 1 : 0;
        }
        assertThat(joined).isEqualTo(100);
        assertThat(server.servlet.channels()).isEqualTo(100);
    }

    @Test
    void answersTooManyMessagesWithOneErrorAndStays() {
        restart(Limits.of().maxMessagesPerSecond(5));
        for (int i = 0; i < 200; i++) {
            client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        }
        assertThat(client.event("pusher:error").data().path("code").asInt()).isEqualTo(4301);

        await().until(() -> {
            client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
            return client.hasInput();
        });
        assertThat(client.event().event()).isEqualTo("pusher:pong");
    }

    @Test
    void echoesNoMarkupOfABadChannelNameUnescaped() {
        client.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"a\\\"b\\u0000\\\\c\"}}");

        assertThat(client.event().channel()).isEqualTo("a\"b\u0000\\c");
    }

    private void assertBadMessage() {
        Event error = client.event();
        assertThat(error.event()).isEqualTo("pusher:error");
        assertThat(error.data().path("code").asInt()).isEqualTo(4200);
        client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
        assertThat(client.event().event()).isEqualTo("pusher:pong");
    }

    private void restart(Limits limits) {
        client.close();
        bystander.close();
        server.close();
        server = TestServer.start(limits.build());
        client = server.connect();
        bystander = server.connect();
    }
}
