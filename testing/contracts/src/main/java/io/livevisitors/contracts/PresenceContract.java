package io.livevisitors.contracts;

import static io.livevisitors.contracts.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.Limit;
import io.livevisitors.contracts.RawClient.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence channels (WIRE.md, section 4): who is there, and how the others hear of it. */
public class PresenceContract {

    private static final String ADA = "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}";

    @RegisterExtension
    static final Host host = Host.plain();

    @RegisterExtension
    static final Host strict =
            Host.with(builder -> builder.limit(Limit.MEMBERS_PER_CHANNEL, 3).limit(Limit.MEMBER_BYTES, 100));

    private final String channel = host.channel("presence-");

    // ---------------------------------------------------------------- joining

    @ParameterizedTest
    @ValueSource(strings = {"presence-", "presence-cache-"})
    void tellsTheFirstMemberOfItself(String prefix) {
        String name = host.channel(prefix);
        RawClient client = host.connect();
        host.subscribePresence(client, name, ADA);

        Event joined = client.next(RawClient.SUCCEEDED);
        assertThat(joined.channel()).isEqualTo(name);
        assertThat(joined.dataText())
                .isEqualTo("{\"presence\":{\"count\":1,\"ids\":[\"7\"],\"hash\":{\"7\":{\"name\":\"Ada\"}}}}");
    }

    @Test
    void tellsANewcomerOfAllWhoAreThere() {
        RawClient ada = host.connect();
        host.subscribePresence(ada, channel, ADA);
        ada.next(RawClient.SUCCEEDED);
        RawClient ben = host.connect();
        host.subscribePresence(ben, channel, "{\"user_id\":\"8\",\"user_info\":{\"name\":\"Ben\"}}");

        assertThat(ben.next(RawClient.SUCCEEDED).dataText())
                .isEqualTo("{\"presence\":{\"count\":2,\"ids\":[\"7\",\"8\"],"
                        + "\"hash\":{\"7\":{\"name\":\"Ada\"},\"8\":{\"name\":\"Ben\"}}}}");
    }

    @Test
    void tellsTheOthersOfANewcomer() {
        RawClient ben = host.joinPresence(channel, "8");
        host.subscribePresence(host.connect(), channel, ADA);

        assertThat(ben.frame().text())
                .isEqualTo("{\"event\":\"pusher_internal:member_added\",\"channel\":\"" + channel
                        + "\",\"data\":\"{\\\"user_id\\\":\\\"7\\\",\\\"user_info\\\":{\\\"name\\\":\\\"Ada\\\"}}\"}");
    }

    @Test
    void tellsTheNewcomerNothingOfItsOwnComing() {
        host.joinPresence(channel, "8");
        RawClient client = host.connect();
        host.subscribePresence(client, channel, ADA);

        client.next(RawClient.SUCCEEDED);
        client.hearsNothing();
    }

    @Test
    void tellsOfEveryNewcomerInTheOrderOfTheirComing() {
        RawClient first = host.joinPresence(channel, "0");
        for (int i = 1; i <= 20; i++) {
            host.joinPresence(channel, "" + i);
        }

        for (int i = 1; i <= 20; i++) {
            assertThat(first.next(RawClient.MEMBER_ADDED).data().path("user_id").asText())
                    .isEqualTo("" + i);
        }
    }

    @Test
    void tellsNobodyOfWhoWasRefused() {
        RawClient ben = host.joinPresence(channel, "8");
        RawClient client = host.connect();
        client.subscribe(channel, "app-key:wrong", ADA);
        client.next(RawClient.REFUSED);

        ben.hearsNothing();
    }

    @Test
    void keepsEveryChannelsMembersApart() {
        RawClient here = host.joinPresence(channel, "7");
        RawClient elsewhere = host.connect();
        host.subscribePresence(elsewhere, host.channel("presence-"), ADA);

        assertThat(members(elsewhere.next(RawClient.SUCCEEDED)).path("count").asInt())
                .isEqualTo(1);
        here.hearsNothing();
    }

    // ---------------------------------------------------------------- what is told of a member

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"user_id\":\"7\"}|\"7\"|7|{}",
                "{\"user_id\":7}|7|7|{}",
                "{\"user_id\":\"007\"}|\"007\"|007|{}",
                "{\"user_id\":-7}|-7|-7|{}",
                "{\"user_id\":12345678901234567890}|12345678901234567890|12345678901234567890|{}",
                "{\"user_id\":\"ada@shop.example\"}|\"ada@shop.example\"|ada@shop.example|{}",
                "{\"user_id\":\"a \\\"b\\\" \\\\\"}|\"a \\\"b\\\" \\\\\"|a \"b\" \\|{}",
                "{\"user_id\":\"\u00e4\u4f60\ud83d\ude00\"}|\"\u00e4\u4f60\ud83d\ude00\"|\u00e4\u4f60\ud83d\ude00|{}",
                "{\"user_id\":\"7\",\"user_info\":null}|\"7\"|7|{}",
                "{\"user_id\":\"7\",\"user_info\":{}}|\"7\"|7|{}",
                "{\"user_id\":\"7\",\"user_info\":[1,2]}|\"7\"|7|[1,2]",
                "{\"user_id\":\"7\",\"user_info\":\"Ada\"}|\"7\"|7|\"Ada\"",
                "{\"user_id\":\"7\",\"user_info\":{\"n\":{\"\u00e4\":[true,null,1.50]}}}|\"7\"|7|{\"n\":{\"\u00e4\":[true,null,1.50]}}",
                "{\"user_info\":{\"name\":\"Ada\"},\"user_id\":\"7\",\"more\":1}|\"7\"|7|{\"name\":\"Ada\"}"
            })
    void passesOnIdAndInfoAsTheBackendWroteThem(String channelData, String id, String key, String info) {
        RawClient client = host.connect();
        host.subscribePresence(client, channel, channelData);

        String joined = client.next(RawClient.SUCCEEDED).dataText();
        assertThat(joined)
                .isEqualTo("{\"presence\":{\"count\":1,\"ids\":[" + id + "],\"hash\":{" + ApiClient.quote(key) + ":"
                        + info + "}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7\""})
    void passesOnTheIdInEveryEventAsTheBackendWroteIt(String id) {
        RawClient other = host.joinPresence(channel, "8");
        RawClient client = host.connect();
        host.subscribePresence(client, channel, "{\"user_id\":" + id + "}");
        client.next(RawClient.SUCCEEDED);
        client.unsubscribe(channel);

        assertThat(other.next(RawClient.MEMBER_ADDED).dataText())
                .isEqualTo("{\"user_id\":" + id + ",\"user_info\":{}}");
        assertThat(other.next(RawClient.MEMBER_REMOVED).dataText()).isEqualTo("{\"user_id\":" + id + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "null",
                "[]",
                "{}",
                "not json",
                "{\"user_id\":null}",
                "{\"user_id\":\"\"}",
                "{\"user_id\":true}",
                "{\"user_id\":7.5}",
                "{\"user_id\":[7]}",
                "{\"user_id\":{\"id\":7}}",
                "{\"user_info\":{\"name\":\"Ada\"}}",
                "{\"user_id\":\"7\"} {\"user_id\":\"8\"}",
                "{\"user_id\":\"7\""
            })
    void refusesChannelDataThatNamesNobody(String channelData) {
        RawClient client = host.connect();
        host.subscribePresence(client, channel, channelData);

        assertRefused(client.event(), channel, "AuthError", 401);
        client.hearsNothing();
    }

    @Test
    void refusesAChannelWithoutChannelDataEvenIfItIsSigned() {
        RawClient client = host.connect();
        client.subscribe(channel, host.sign(client, channel));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesChannelDataThatWasChangedAfterItWasSigned() {
        RawClient client = host.connect();
        String auth = host.signer().sign(client.socketId(), channel, ADA);
        client.subscribe(channel, auth, ADA.replace("Ada", "Eve"));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesTheSignatureOfAnotherConnection() {
        RawClient client = host.connect();
        client.subscribe(channel, host.signer().sign(host.connect().socketId(), channel, ADA), ADA);

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesTheSignatureOfAnotherChannel() {
        RawClient client = host.connect();
        String auth = host.signer().sign(client.socketId(), host.channel("presence-"), ADA);
        client.subscribe(channel, auth, ADA);

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesAnIdLongerThanAnyUsers() {
        RawClient client = host.connect();
        host.subscribePresence(client, channel, "{\"user_id\":\"" + "7".repeat(129) + "\"}");
        assertRefused(client.event(), channel, "AuthError", 401);

        host.joinPresence(client, channel, "7".repeat(128));
    }

    // ---------------------------------------------------------------- one user, several connections

    @Test
    void countsAUserOnTwoConnectionsOnce() {
        RawClient first = host.joinPresence(channel, "7");
        RawClient second = host.connect();
        host.subscribePresence(second, channel, ADA);

        assertThat(members(second.next(RawClient.SUCCEEDED)).path("count").asInt())
                .isEqualTo(1);
        first.hearsNothing();
    }

    @Test
    void tellsWhatTheFirstConnectionSaidOfItsUser() {
        RawClient first = host.connect();
        host.subscribePresence(first, channel, ADA);
        first.next(RawClient.SUCCEEDED);
        RawClient second = host.connect();
        host.subscribePresence(second, channel, "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Eve\"}}");

        assertThat(members(second.next(RawClient.SUCCEEDED))
                        .path("hash")
                        .path("7")
                        .path("name")
                        .asText())
                .isEqualTo("Ada");
    }

    @Test
    void tellsThatAUserLeftOnlyWhenItsLastConnectionDid() {
        RawClient other = host.joinPresence(channel, "8");
        RawClient first = host.joinPresence(channel, "7");
        RawClient second = host.joinPresence(channel, "7");
        other.next(RawClient.MEMBER_ADDED);
        first.unsubscribe(channel);
        first.hearsNothing();
        other.hearsNothing();

        second.unsubscribe(channel);
        assertThat(other.next(RawClient.MEMBER_REMOVED).data().path("user_id").asText())
                .isEqualTo("7");
    }

    @Test
    void countsAUserWhoAsksTwiceOnOneConnectionOnce() {
        RawClient other = host.joinPresence(channel, "8");
        RawClient client = host.joinPresence(channel, "7");
        host.joinPresence(client, channel, "7");
        other.next(RawClient.MEMBER_ADDED);
        other.hearsNothing();
        client.unsubscribe(channel);

        other.next(RawClient.MEMBER_REMOVED);
    }

    @Test
    void takesNumberAndTextForTheSameUser() {
        RawClient first = host.joinPresence(channel, "7");
        RawClient second = host.connect();
        host.subscribePresence(second, channel, "{\"user_id\":7}");

        assertThat(members(second.next(RawClient.SUCCEEDED)).path("count").asInt())
                .isEqualTo(1);
        first.hearsNothing();
    }

    // ---------------------------------------------------------------- leaving

    static Stream<Arguments> departures() {
        return Stream.of(
                departure("by a close frame", client -> client.sayGoodbye(1000)),
                departure("without a word", RawClient::close),
                departure("by a reset", RawClient::reset),
                departure("by a broken frame", client -> client.send(0x7, new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("departures")
    void tellsThatAMemberLeftHoweverItsConnectionEnds(String how, Consumer<RawClient> departure) {
        RawClient other = host.joinPresence(channel, "8");
        departure.accept(host.joinPresence(channel, "7"));

        other.next(RawClient.MEMBER_ADDED);
        assertThat(other.frame().text())
                .isEqualTo("{\"event\":\"pusher_internal:member_removed\",\"channel\":\"" + channel
                        + "\",\"data\":\"{\\\"user_id\\\":\\\"7\\\"}\"}");
    }

    @Test
    void tellsTheOthersOfWhoUnsubscribes() {
        RawClient other = host.joinPresence(channel, "8");
        RawClient client = host.joinPresence(channel, "7");
        client.unsubscribe(channel);

        other.next(RawClient.MEMBER_ADDED);
        assertThat(other.next(RawClient.MEMBER_REMOVED).dataText()).isEqualTo("{\"user_id\":\"7\"}");
        other.hearsNothing();
    }

    @Test
    void tellsWhoUnsubscribesNothingOfIt() {
        host.joinPresence(channel, "8");
        RawClient client = host.joinPresence(channel, "7");
        client.unsubscribe(channel);

        client.hearsNothing();
    }

    @Test
    void tellsEveryChannelOfAConnectionThatEnds() {
        String second = host.channel("presence-");
        RawClient here = host.joinPresence(channel, "8");
        RawClient there = host.joinPresence(second, "8");
        RawClient client = host.joinPresence(host.joinPresence(channel, "7"), second, "7");
        client.close();

        here.event(RawClient.MEMBER_REMOVED);
        there.event(RawClient.MEMBER_REMOVED);
    }

    @Test
    void tellsOfComingAndLeavingInTheirOrder() {
        RawClient other = host.joinPresence(channel, "8");
        RawClient client = host.connect();
        for (int i = 0; i < 10; i++) {
            host.joinPresence(client, channel, "7");
            client.unsubscribe(channel);
        }

        for (int i = 0; i < 10; i++) {
            other.next(RawClient.MEMBER_ADDED);
            other.next(RawClient.MEMBER_REMOVED);
        }
    }

    @Test
    void forgetsThoseWhoLeft() {
        RawClient client = host.joinPresence(channel, "7");
        host.joinPresence(channel, "8").close();
        client.event(RawClient.MEMBER_REMOVED);
        RawClient late = host.connect();
        host.subscribePresence(late, channel, "{\"user_id\":\"9\"}");

        assertThat(members(late.next(RawClient.SUCCEEDED)).path("ids").toString())
                .isEqualTo("[\"7\",\"9\"]");
    }

    @Test
    void showsNobodyOfAChannelThatAllLeft() {
        host.joinPresence(channel, "8").close();
        await().until(() ->
                !host.api().get("channels/" + channel).json().path("occupied").asBoolean());
        RawClient client = host.connect();
        host.subscribePresence(client, channel, ADA);

        assertThat(members(client.next(RawClient.SUCCEEDED)).path("count").asInt())
                .isEqualTo(1);
    }

    // ---------------------------------------------------------------- limits

    @Test
    void refusesMoreUsersThanAChannelMayHave() {
        List<RawClient> in = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            in.add(strict.joinPresence(channel, "" + i));
        }
        RawClient late = strict.connect();
        strict.subscribePresence(late, channel, ADA);
        assertRefused(late.event(), channel, "LimitError", 429);

        in.get(2).hearsNothing();
        in.get(0).unsubscribe(channel);
        in.get(1).event(RawClient.MEMBER_REMOVED);
        strict.joinPresence(late, channel, "7");
    }

    @Test
    void letsAUserOfAFullChannelComeWithAnotherConnection() {
        for (int i = 0; i < 3; i++) {
            strict.joinPresence(channel, "" + i);
        }

        strict.joinPresence(channel, "1");
    }

    @Test
    void refusesAMemberOfWhomMoreIsToldThanMayBe() {
        RawClient client = strict.connect();
        String info = "{\"user_id\":\"7\",\"user_info\":\"%s\"}";
        strict.subscribePresence(client, channel, String.format(info, "x".repeat(99)));
        assertRefused(client.event(), channel, "LimitError", 429);

        strict.subscribePresence(client, channel, String.format(info, "x".repeat(98)));
        client.next(RawClient.SUCCEEDED);
    }

    @Test
    void countsBytesOfAMemberAndNotCharacters() {
        RawClient client = strict.connect();
        String info = "{\"user_id\":\"7\",\"user_info\":\"" + "\u20ac".repeat(33) + "\"}";
        strict.subscribePresence(client, channel, info);

        assertRefused(client.event(), channel, "LimitError", 429);
    }

    private static JsonNode members(Event joined) {
        return joined.data().path("presence");
    }

    private static Arguments departure(String name, Consumer<RawClient> how) {
        return Arguments.of(name, how);
    }
}
