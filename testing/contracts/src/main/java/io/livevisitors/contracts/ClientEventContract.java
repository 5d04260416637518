package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.RawClient.Event;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What members of a channel send each other, whispers (WIRE.md, section 4). */
public class ClientEventContract {

    private static final String TYPING = "client-typing";

    @RegisterExtension
    static final Host host = Host.plain();

    @RegisterExtension
    static final Host silent = Host.with(builder -> builder.clientEvents(false));

    // ---------------------------------------------------------------- who gets it

    @ParameterizedTest
    @ValueSource(
            strings = {"private-", "private-encrypted-", "private-cache-", "private-encrypted-cache-", "private-pixel."
            })
    void goesToTheOtherMembersOfAPrivateChannel(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper(TYPING, channel, "{\"who\":\"Zo\u00eb\"}");

        assertThat(other.event(TYPING).frame().toString())
                .isEqualTo("{\"event\":\"client-typing\",\"channel\":\"" + channel
                        + "\",\"data\":\"{\\\"who\\\":\\\"Zo\u00eb\\\"}\"}");
    }

    @ParameterizedTest
    @CsvSource({"presence-, \"7\"", "presence-, 7", "presence-cache-, \"7\""})
    void namesItsSenderOnAPresenceChannel(String prefix, String id) {
        String channel = host.channel(prefix);
        RawClient other = host.join(channel);
        RawClient client = host.connect();
        host.subscribePresence(client, channel, "{\"user_id\":" + id + "}");
        client.event(RawClient.SUCCEEDED);
        client.whisper(TYPING, channel, "{}");

        assertThat(other.event(TYPING).frame().toString())
                .isEqualTo("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\",\"data\":\"{}\",\"user_id\":"
                        + id + "}");
    }

    @Test
    void namesNobodyOnAPrivateChannel() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper(TYPING, channel, "{}");

        assertThat(other.next(TYPING).frame().has("user_id")).isFalse();
    }

    @Test
    void believesNobodyWhoNamesAnotherSender() {
        String channel = host.channel("presence-");
        RawClient other = host.joinPresence(channel, "8");
        RawClient client = host.joinPresence(channel, "7");
        client.send("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\",\"data\":{},\"user_id\":\"1\"}");

        assertThat(other.event(TYPING).frame().path("user_id").asText()).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-", "presence-"})
    void neverComesBackToItsSender(String prefix) {
        String channel = host.channel(prefix);
        host.join(channel);
        RawClient client = host.join(channel);
        client.whisper(TYPING, channel, "{}");

        client.hearsNothing();
    }

    @Test
    void reachesTheOtherConnectionsOfTheSamesUser() {
        String channel = host.channel("presence-");
        RawClient first = host.joinPresence(channel, "7");
        RawClient second = host.joinPresence(channel, "7");
        first.whisper(TYPING, channel, "{}");

        second.next(TYPING);
    }

    @Test
    void reachesEveryMemberOnce() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient[] others = {host.join(channel), host.join(channel), host.join(channel)};
        client.whisper(TYPING, channel, "{}");
        client.hearsNothing();

        for (RawClient other : others) {
            other.next(TYPING);
            other.hearsNothing();
        }
    }

    @Test
    void reachesNobodyOnOtherChannels() {
        String channel = host.channel("private-");
        RawClient elsewhere = host.join(host.channel("private-"));
        RawClient client = host.join(channel);
        client.whisper(TYPING, channel, "{}");
        client.hearsNothing();

        elsewhere.hearsNothing();
    }

    @Test
    void reachesNobodyWhoLeft() {
        String channel = host.channel("private-");
        RawClient left = host.join(channel);
        RawClient client = host.join(channel);
        left.unsubscribe(channel);
        left.hearsNothing();
        client.whisper(TYPING, channel, "{}");
        client.hearsNothing();

        left.hearsNothing();
    }

    @Test
    void comesInTheOrderInWhichItWasSent() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        for (int i = 0; i < 200; i++) {
            client.whisper(TYPING, channel, "" + i);
        }

        for (int i = 0; i < 200; i++) {
            assertThat(other.next(TYPING).dataText()).isEqualTo("" + i);
        }
    }

    // ---------------------------------------------------------------- what it carries

    /** What a client sends, and the text that the others get. */
    static Stream<Arguments> data() {
        return Stream.of(
                Arguments.of("{\"a\":1}", "{\"a\":1}"),
                Arguments.of("{}", "{}"),
                Arguments.of("[1,2]", "[1,2]"),
                Arguments.of("7", "7"),
                Arguments.of("-0.50", "-0.50"),
                Arguments.of("12345678901234567890123", "12345678901234567890123"),
                Arguments.of("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
                Arguments.of("true", "true"),
                Arguments.of("null", "null"),
                Arguments.of("\"text\"", "text"),
                Arguments.of("\"\"", ""),
                Arguments.of("\"{\\\"a\\\":1}\"", "{\"a\":1}"),
                Arguments.of("\"{not json\"", "{not json"),
                Arguments.of("\"line\\nbreak \\t \\u0000 \\\" \\\\\"", "line\nbreak \t \u0000 \" \\"),
                Arguments.of("{\"deep\":[[[[[{\"a\":[]}]]]]]}", "{\"deep\":[[[[[{\"a\":[]}]]]]]}"),
                Arguments.of("\"\\u00e4\\u2028\\ud83d\\ude00\"", "\u00e4\u2028\ud83d\ude00"));
    }

    @ParameterizedTest
    @MethodSource("data")
    void carriesDataOfEveryTypeAsAJsonString(String sent, String received) {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper(TYPING, channel, sent);

        assertThat(other.next(TYPING).dataText()).isEqualTo(received);
    }

    @Test
    void carriesDataEvenIfNoneWasSent() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.send("{\"event\":\"client-typing\",\"channel\":\"" + channel + "\"}");

        assertThat(other.next(TYPING).dataText()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client-", "client-a b", "client-\u00e4", "client-<b>", "client-pusher:error", "client-\\\"q\\\""
            })
    void mayHaveAnyNameThatStartsAsItShould(String name) {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper(name, channel, "{}");

        assertThat(other.event().event()).isEqualTo(name.replace("\\\"", "\""));
    }

    @Test
    void carriesAnythingUpToTheSizeOfAMessage() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        String data = "x".repeat(9_000);
        client.whisper(TYPING, channel, "\"" + data + "\"");

        assertThat(other.next(TYPING).dataText()).isEqualTo(data);
    }

    // ---------------------------------------------------------------- what is refused

    @ParameterizedTest
    @ValueSource(strings = {"", "cache-", "privateer-", "#"})
    void isRefusedOnAPublicChannel(String prefix) {
        String channel = host.channel(prefix);
        RawClient other = host.join(channel);
        RawClient client = host.join(channel);
        client.whisper(TYPING, channel, "{}");

        assertThat(client.event(RawClient.ERROR).code()).isEqualTo(4200);
        if (prefix.equals("cache-")) {
            other.next(RawClient.CACHE_MISS);
        }
        other.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-", "presence-"})
    void isRefusedFromWhoIsNoMember(String prefix) {
        String channel = host.channel(prefix);
        RawClient member = host.join(channel);
        RawClient stranger = host.connect();
        stranger.whisper(TYPING, channel, "{}");

        assertThat(stranger.next(RawClient.ERROR).code()).isEqualTo(4200);
        stranger.hearsNothing();
        member.hearsNothing();
    }

    @Test
    void isRefusedFromWhoLeft() {
        String channel = host.channel("private-");
        RawClient member = host.join(channel);
        RawClient left = host.join(channel);
        left.unsubscribe(channel);
        left.whisper(TYPING, channel, "{}");

        assertThat(left.next(RawClient.ERROR).code()).isEqualTo(4200);
        member.hearsNothing();
    }

    @Test
    void isRefusedFromWhoWasRefusedTheChannel() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        client.subscribe(channel, "app-key:wrong");
        client.next(RawClient.REFUSED);
        client.whisper(TYPING, channel, "{}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typing",
                "Client-typing",
                "client",
                "CLIENT-typing",
                " client-typing",
                "order.paid",
                "pusher_internal:member_added",
                "pusher:connection_established"
            })
    void isRefusedUnderAnotherName(String name) {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper(name, channel, "{}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        client.hearsNothing();
        other.hearsNothing();
    }

    @Test
    void isRefusedUnderANameOfMoreThan200Characters() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        RawClient other = host.join(channel);
        client.whisper("client-" + "x".repeat(194), channel, "{}");
        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);

        client.whisper("client-" + "x".repeat(193), channel, "{}");
        assertThat(other.event().event()).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"client-typing\",\"data\":{}}",
                "{\"event\":\"client-typing\",\"channel\":null,\"data\":{}}",
                "{\"event\":\"client-typing\",\"channel\":\"\",\"data\":{}}",
                "{\"event\":\"client-typing\",\"channel\":7,\"data\":{}}",
                "{\"event\":\"client-typing\",\"channel\":[\"private-a\"],\"data\":{}}",
                "{\"event\":\"client-typing\",\"data\":{\"channel\":\"private-a\"}}"
            })
    void isRefusedWithoutItsChannel(String message) {
        RawClient client = host.connect();
        client.send(message);

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        client.hearsNothing();
    }

    @Test
    void isRefusedWhereTheHostWantsNone() {
        String channel = silent.channel("private-");
        RawClient client = silent.join(channel);
        RawClient other = silent.join(channel);
        client.whisper(TYPING, channel, "{}");

        Event error = client.next(RawClient.ERROR);
        assertThat(error.code()).isEqualTo(4301);
        assertThat(error.data().path("message").asText()).isNotEmpty();
        client.hearsNothing();
        other.hearsNothing();
    }
}
