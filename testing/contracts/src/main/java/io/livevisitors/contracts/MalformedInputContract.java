package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.RawClient.Event;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that mean nothing or harm (WIRE.md, section 4): each is answered, the connection stays, others notice nothing. */
public class MalformedInputContract {

    private static final int BAD_MESSAGE = 4200;

    @RegisterExtension
    static final Host host = Host.plain();

    private final String channel = host.channel("private-");

    @SuppressWarnings("NullAway.Init")
    private RawClient client;

    @SuppressWarnings("NullAway.Init")
    private RawClient bystander;

    @BeforeEach
    void connect() {
        client = host.join(channel);
        bystander = host.join(channel);
    }

    @AfterEach
    void othersAreUnharmed() {
        bystander.hearsNothing();
        host.publish(channel, "order.paid", "{}");
        bystander.next("order.paid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\u0000",
                "\ufeff{\"event\":\"pusher:ping\"}",
                "not json",
                "{",
                "}",
                "{]",
                "null",
                "true",
                "7",
                "1e400",
                "\"pusher:ping\"",
                "[]",
                "[{\"event\":\"pusher:ping\"}]",
                "{}",
                "{\"data\":{}}",
                "{'event':'pusher:ping'}",
                "{event:\"pusher:ping\"}",
                "{\"event\":\"pusher:ping\",}",
                "{\"event\":\"pusher:ping\"",
                "{\"event\":\"pusher:ping}",
                "{\"event\":\"pusher:ping\"} {\"event\":\"pusher:ping\"}",
                "{\"event\":\"pusher:ping\"}}",
                "{\"event\":\"pusher:ping\",\"data\":NaN}",
                "{\"event\":\"pusher:ping\",\"data\":Infinity}",
                "{\"event\":\"pusher:ping\",\"data\":01}",
                "{\"event\":\"pusher:ping\",\"data\":\"\t\"}",
                "{\"event\":\"pusher:ping\",\"data\":\"\\x\"}",
                "{\"event\":\"pusher:ping\",\"data\":\"\\u12\"}",
                "// comment\n{\"event\":\"pusher:ping\"}",
                "<?xml version=\"1.0\"?><event/>",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void answersWhatIsNoMessageWithAnErrorAndStays(String message) {
        client.send(message);

        assertBadMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "null", "true", "[]", "{}", "[\"pusher:ping\"]", "1.5"})
    void answersAnEventThatIsNoTextWithAnErrorAndStays(String event) {
        client.send("{\"event\":" + event + ",\"data\":{}}");

        assertBadMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ping",
                "no-such-event",
                "pusher:",
                "pusher:Ping",
                "pusher:ping ",
                "pusher:no-such-event",
                "pusher:error",
                "pusher:connection_established",
                "pusher:subscription_error",
                "pusher:signin_success",
                "pusher:cache_miss",
                "pusher_internal:subscription_succeeded",
                "pusher_internal:member_added",
                "pusher_internal:member_removed",
                "visitor.active"
            })
    void answersAnEventThatIsNoClientsWithAnErrorAndStays(String event) {
        client.send("{\"event\":" + ApiClient.quote(event) + ",\"channel\":\"" + channel + "\",\"data\":{}}");

        assertBadMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"pusher:subscribe\"}",
                "{\"event\":\"pusher:subscribe\",\"channel\":\"orders\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":null}",
                "{\"event\":\"pusher:subscribe\",\"data\":7}",
                "{\"event\":\"pusher:subscribe\",\"data\":true}",
                "{\"event\":\"pusher:subscribe\",\"data\":[]}",
                "{\"event\":\"pusher:subscribe\",\"data\":[\"orders\"]}",
                "{\"event\":\"pusher:subscribe\",\"data\":{}}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"orders\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"{\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":\"\\\"{}\\\"\"}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":null}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":7}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":[\"orders\"]}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":{\"name\":\"orders\"}}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"Channel\":\"orders\"}}",
                "{\"event\":\"pusher:unsubscribe\"}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":7}}",
                "{\"event\":\"pusher:unsubscribe\",\"data\":[]}",
                "{\"event\":\"pusher:ping\",\"channel\":7}"
            })
    void answersAMessageWithoutItsFieldsWithAnErrorAndStays(String message) {
        client.send(message);

        assertBadMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "{}", "true", "[\"app-key:00\"]"})
    void refusesASignatureThatIsNoText(String auth) {
        client.send("pusher:subscribe", "{\"channel\":\"private-other\",\"auth\":" + auth + "}");

        assertThat(client.next(RawClient.REFUSED).data().path("status").asInt()).isEqualTo(401);
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "[]", "{\"user_id\":\"7\"}", "true"})
    void refusesChannelDataThatIsNoText(String channelData) {
        String presence = host.channel("presence-");
        String auth = host.signer().sign(client.socketId(), presence, channelData);
        client.send(
                "pusher:subscribe",
                "{\"channel\":\"" + presence + "\",\"auth\":\"" + auth + "\",\"channel_data\":" + channelData + "}");

        assertThat(client.next(RawClient.REFUSED).data().path("status").asInt()).isEqualTo(401);
        client.hearsNothing();
    }

    @Test
    void answersABinaryMessageWithAnErrorAndStays() {
        client.send(RawClient.BINARY, "{\"event\":\"pusher:ping\"}".getBytes(StandardCharsets.UTF_8));
        assertBadMessage();

        client.send(RawClient.BINARY, new byte[0]);
        assertBadMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void answersDeepNestingWithAnErrorAndStays(String opening) {
        client.send("{\"event\":\"pusher:subscribe\",\"data\":" + opening.repeat(1_900) + "}");
        assertBadMessage();

        client.sendAsString("pusher:subscribe", opening.repeat(1_200));
        assertBadMessage();
    }

    @Test
    void takesNestingAsDeepAsAnybodyNeeds() {
        client.whisper("client-deep", channel, "[".repeat(60) + "]".repeat(60));

        assertThat(bystander.next("client-deep").dataText()).isEqualTo("[".repeat(60) + "]".repeat(60));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e-999999999",
                "1e99999999999999999999",
                "0.00000000000000000000000000000000000000000000000001",
                "99999999999999999999999999999999999999999999999999"
            })
    void livesThroughNumbersBeyondMeasure(String number) {
        client.send("{\"event\":\"pusher:ping\",\"data\":" + number + "}");
        Event answer = client.event();

        assertThat(answer.event()).isIn(RawClient.PONG_EVENT, RawClient.ERROR);
        client.hearsNothing();
    }

    @Test
    void answersANumberOfThousandsOfDigitsWithAnErrorAndStays() {
        client.send("{\"event\":\"pusher:ping\",\"data\":" + "9".repeat(9_000) + "}");

        assertBadMessage();
    }

    @Test
    void takesTheLastOfTwoFieldsOfOneName() {
        String first = host.channel("");
        String last = host.channel("");
        client.send("pusher:subscribe", "{\"channel\":\"" + first + "\",\"channel\":\"" + last + "\"}");

        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(last);
    }

    @Test
    void readsOneMessageFromTwoEventsOfOneName() {
        client.send("{\"event\":\"pusher:subscribe\",\"event\":\"pusher:ping\",\"data\":{\"channel\":\"a\"}}");

        client.next(RawClient.PONG_EVENT);
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "a\\udc00\\ud800b",
                "\\ud83d",
                "\\uffff",
                "\\ufffe",
                "\\u0000",
                "\\u001f\\u007f\\u0085"
            })
    void carriesEscapedCharactersThatAreNoneToTheOthersUnharmed(String escaped) {
        client.whisper("client-odd", channel, "\"" + escaped + "\"");
        client.whisper("client-even", channel, "\"after\"");

        String odd = bystander.next("client-odd").dataText();
        assertThat(odd).isEqualTo(RawClient.json("\"" + escaped + "\"").textValue());
        assertThat(bystander.next("client-even").dataText()).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\u0000", "a\\\"b", "\\\\", "\\u2028"})
    void answersAChannelOfSuchCharactersByItsName(String escaped) {
        client.send("pusher:subscribe", "{\"channel\":\"" + escaped + "\"}");

        Event refused = client.next(RawClient.REFUSED);
        assertThat(refused.channel())
                .isEqualTo(RawClient.json("\"" + escaped + "\"").textValue());
        client.hearsNothing();
    }

    @Test
    void showsUnpairedSurrogatesOfAMemberToTheOthersUnharmed() {
        String presence = host.channel("presence-");
        RawClient other = host.joinPresence(presence, "8");
        host.subscribePresence(client, presence, "{\"user_id\":\"\\ud800\",\"user_info\":\"\\udc00\"}");
        client.next(RawClient.SUCCEEDED);
        client.unsubscribe(presence);

        Event added = other.next(RawClient.MEMBER_ADDED);
        assertThat(added.data().path("user_id").asText()).isEqualTo("\ud800");
        other.next(RawClient.MEMBER_REMOVED);
    }

    private void assertBadMessage() {
        Event error = client.next(RawClient.ERROR);
        assertThat(error.code()).isEqualTo(BAD_MESSAGE);
        assertThat(error.data().path("message").asText()).isNotEmpty();
        client.hearsNothing();
    }
}
