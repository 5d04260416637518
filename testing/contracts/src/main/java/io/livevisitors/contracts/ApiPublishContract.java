package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Limit;
import io.livevisitors.contracts.ApiClient.Answer;
import io.livevisitors.contracts.RawClient.Event;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that publish over HTTP (WIRE.md, section 5), one event or a batch. */
public class ApiPublishContract {

    private static final String NAME = "order.paid";
    private static final int MAX_BYTES = 10_000;

    @RegisterExtension
    static final Host host = Host.plain();

    @RegisterExtension
    static final Host strict = Host.with(builder -> builder.limit(Limit.API_REQUEST_BYTES, 1_000)
            .limit(Limit.API_CHANNELS_PER_EVENT, 3)
            .limit(Limit.API_BATCH_EVENTS, 2));

    @RegisterExtension
    static final Host lax = Host.with(builder -> builder.limit(Limit.MESSAGE_BYTES, 100_000));

    // ---------------------------------------------------------------- one event

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "private-",
                "private-encrypted-",
                "presence-",
                "cache-",
                "private-cache-",
                "presence-cache-",
                "private-pixel.other"
            })
    void reachesWhoeverReadsTheChannel(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.join(channel);
        Answer answer = host.api().publish(channel, NAME, "{\"id\":7}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo("{}");
        Event event = client.event(NAME);
        assertThat(event.frame().toString())
                .isEqualTo("{\"event\":\"order.paid\",\"channel\":\"" + channel + "\",\"data\":\"{\\\"id\\\":7}\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":7}",
                "[]",
                "7",
                "null",
                "plain text",
                "\"quoted\"",
                "{broken",
                "\u00e4\u4f60\ud83d\ude00",
                "line\nbreak\ttab \u0000 \u2028",
                "a\\b/c",
                "</script>"
            })
    void carriesAnyTextAsItIs(String data) {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        host.api().publish(channel, NAME, data);

        assertThat(client.next(NAME).dataText()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "App\\Events\\OrderPaid",
                ".order.paid",
                "client-order",
                "a b",
                "\u00e4\ud83d\ude00",
                "\"q\"",
                "pusher"
            })
    void mayHaveAnyNameButTheProtocolsOwn(String name) {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        host.api().publish(channel, name, "{}");

        assertThat(client.event().event()).isEqualTo(name);
    }

    @Test
    void mayHaveANameOf200Characters() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        host.api().publish(channel, "n".repeat(200), "{}");

        assertThat(client.event().event()).hasSize(200);
    }

    @Test
    void reachesEveryChannelThatItNames() {
        String first = host.channel("");
        String second = host.channel("private-");
        RawClient client = host.join(host.join(first), second);
        RawClient other = host.join(second);
        Answer answer = host.api().post("events", event("\"channels\":[\"" + first + "\",\"" + second + "\"]"));

        assertThat(answer.response().body()).isEqualTo("{}");
        assertThat(client.next(NAME).channel()).isEqualTo(first);
        assertThat(client.next(NAME).channel()).isEqualTo(second);
        assertThat(other.next(NAME).channel()).isEqualTo(second);
        client.hearsNothing();
    }

    @Test
    void reachesAChannelOnceThatItNamesTwice() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        host.api().post("events", event("\"channels\":[\"" + channel + "\",\"" + channel + "\"]"));

        client.next(NAME);
        client.hearsNothing();
    }

    @Test
    void reachesNobodyElse() {
        RawClient other = host.join(host.channel(""));
        host.api().publish(host.channel(""), NAME, "{}");

        other.hearsNothing();
    }

    @Test
    void isTakenEvenIfNobodyReads() {
        assertThat(host.api().publish(host.channel(""), NAME, "{}").status()).isEqualTo(200);
    }

    @Test
    void reachesAHundredChannelsAtOnce() {
        String start = host.channel("") + "-";
        RawClient client = host.join(host.join(start + 0), start + 99);
        Answer answer = host.api().post("events", event("\"channels\":" + channels(start, 100)));

        assertThat(answer.status()).isEqualTo(200);
        client.next(NAME);
        client.next(NAME);
        client.hearsNothing();
    }

    @Test
    void keepsTheOrderInWhichABackendPublishes() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        for (int i = 0; i < 50; i++) {
            host.api().publish(channel, NAME, "" + i);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(client.next(NAME).dataText()).isEqualTo("" + i);
        }
    }

    @Test
    void takesAnyFieldThatItDoesNotKnow() {
        assertThat(host.api()
                        .post(
                                "events",
                                event("\"channel\":\"orders\",\"socket_id\":null,\"info\":null,\"more\":{\"a\":[]}"))
                        .status())
                .isEqualTo(200);
    }

    // ---------------------------------------------------------------- all but one

    @Test
    void leavesOutTheConnectionThatItNames() {
        String channel = host.channel("");
        RawClient sender = host.join(channel);
        RawClient other = host.join(channel);
        host.api().post("events", event("\"channel\":\"" + channel + "\",\"socket_id\":\"" + sender.socketId() + "\""));

        other.next(NAME);
        sender.hearsNothing();
    }

    @Test
    void leavesItOutOnEveryChannel() {
        String first = host.channel("");
        String second = host.channel("presence-");
        RawClient sender = host.join(host.join(first), second);
        host.api()
                .post(
                        "events",
                        event("\"channels\":[\"" + first + "\",\"" + second + "\"],\"socket_id\":\"" + sender.socketId()
                                + "\""));

        sender.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "not-an-id", "", "123.456,789.1"})
    void leavesOutNobodyIfThereIsNoSuchConnection(String socketId) {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        Answer answer =
                host.api().post("events", event("\"channel\":\"" + channel + "\",\"socket_id\":\"" + socketId + "\""));

        assertThat(answer.status()).isEqualTo(200);
        client.next(NAME);
    }

    // ---------------------------------------------------------------- what the answer tells

    @Test
    void tellsOfTheChannelsWhatWasAskedFor() {
        String open = host.channel("");
        String presence = host.channel("presence-");
        String empty = host.channel("presence-");
        host.join(open);
        host.joinPresence(presence, "7");
        host.joinPresence(presence, "7");
        host.joinPresence(presence, "8");
        Answer answer = host.api()
                .post(
                        "events",
                        event("\"channels\":[\"" + open + "\",\"" + presence + "\",\"" + empty
                                + "\"],\"info\":\"user_count,subscription_count\""));

        assertThat(answer.response().body())
                .isEqualTo("{\"channels\":{\"" + open + "\":{\"subscription_count\":1},\"" + presence
                        + "\":{\"user_count\":2,\"subscription_count\":3},\"" + empty + "\":{}}}");
    }

    // ---------------------------------------------------------------- refused

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|name",
                "{\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":null,\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":7,\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":\"\",\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":[\"n\"],\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":\"pusher:error\",\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":\"pusher:\",\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":\"pusher_internal:member_added\",\"channel\":\"a\",\"data\":\"\"}|name",
                "{\"name\":\"n\",\"channel\":\"a\"}|data",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":null}|data",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":7}|data",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":true}|data",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":{\"id\":7}}|data",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":[]}|data",
                "{\"name\":\"n\",\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channel\":null,\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":null,\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":[],\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":\"a\",\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":{\"a\":1},\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":[7],\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":[\"a\",null],\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":[\"a\",\"b c\"],\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channels\":[\"\"],\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channel\":7,\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":[\"a\"],\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"\",\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"a b\",\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"a/b\",\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"\u00e4\",\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"##a\",\"data\":\"\"}|channel",
                "{\"name\":\"n\",\"channel\":\"private-pixel.shop\",\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channel\":\"pixel.shop\",\"data\":\"\"}|channels",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"socket_id\":7}|socket_id",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"socket_id\":[\"1.1\"]}|socket_id",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"info\":7}|info",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"info\":[\"user_count\"]}|info",
                "[]|body",
                "7|body",
                "\"text\"|body",
                "null|body"
            })
    void refusesWhatBreaksARuleAndNamesTheField(String body, String field) {
        assertRefused(host.api().post("events", body), 422, field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "not json",
                "{\"name\":\"n\",}",
                "{\"name\":\"n\"} {}",
                "name=n&channel=a&data=b",
                "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\t\"}",
                "{\"more\":1e99999999999}"
            })
    void refusesABodyThatIsNoJson(String body) {
        Answer answer = host.api().post("events", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_json");
    }

    @Test
    void refusesABodyThatIsNotUtf8() {
        byte[] body = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'};

        assertThat(host.api().send("POST", "events", Map.of(), body).status()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsNestedWithoutEnd() {
        assertThat(host.api().post("events", "[".repeat(5_000)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n\r\n", "ffffffffffffffffff\r\n{}"})
    void takesNothingFromABodyThatIsBadlyFramed(String chunks) {
        String head = "POST " + host.api().signed("POST", "events", Map.of(), new byte[] {'{', '}'})
                + " HTTP/1.1\r\nHost: shop.example\r\nTransfer-Encoding: chunked\r\n\r\n";
        int status;
        try {
            status = host.exchange(head + chunks).status();
        } catch (UncheckedIOException e) {
            status = 400; // Undertow gives no answer and ends the connection
        }

        assertThat(status).isIn(400, 401);
    }

    @Test
    void refusesANameOfMoreThan200Characters() {
        assertRefused(host.api().publish("orders", "n".repeat(201), "{}"), 422, "name");
    }

    @Test
    void refusesAChannelOfMoreThan164Characters() {
        assertRefused(host.api().publish("c".repeat(165), NAME, "{}"), 422, "channel");
        assertThat(host.api().publish("c".repeat(164), NAME, "{}").status()).isEqualTo(200);
    }

    @Test
    void refusesMoreThanAHundredChannels() {
        assertRefused(host.api().post("events", event("\"channels\":" + channels("c", 101))), 422, "channels");
    }

    @Test
    void publishesNothingIfOneChannelIsRefused() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        host.api().post("events", event("\"channels\":[\"" + channel + "\",\"with space\"]"));
        host.api().post("events", event("\"channels\":[\"" + channel + "\",\"private-pixel.shop\"]"));

        client.hearsNothing();
    }

    @Test
    void refusesToSpeakForAPixelThatExists() {
        assertThat(host.api().publish("private-pixel.unknown", NAME, "{}").status())
                .isEqualTo(200);
        assertRefused(host.api().publish("private-pixel.shop", NAME, "{}"), 422, "channels");
    }

    // ---------------------------------------------------------------- size

    @Test
    void takesABodyOfTheGreatestSize() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        String body = event("\"channel\":\"" + channel + "\",\"more\":\"\"");
        Answer answer = host.api()
                .post(
                        "events",
                        body.replace("\"more\":\"\"", "\"more\":\"" + "x".repeat(MAX_BYTES - body.length()) + "\""));

        assertThat(answer.status()).isEqualTo(200);
        client.next(NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_BYTES + 1, 2 * MAX_BYTES, 100_000, 1 << 20})
    void refusesDataThatIsTooLarge(int bytes) {
        Answer answer = host.api().publish("orders", NAME, "x".repeat(bytes));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("error").asText()).isEqualTo("body_too_large");
    }

    /** Else a client sends its next request on a connection that the container is about to close. */
    @Test
    void endsTheConnectionAfterABodyThatItLeavesUnread() {
        Answer answer = host.api().publish("orders", NAME, "x".repeat(1 << 20));

        assertThat(answer.response().headers().firstValue("Connection")).hasValue("close");
    }

    @Test
    void refusesDataThatIsTooLargeInChunks() {
        assertThat(host.api()
                        .chunked()
                        .publish("orders", NAME, "x".repeat(50_000))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void countsTheListOfChannelsApart() {
        String start = "c".repeat(160) + "-";
        String body = event("\"channels\":" + channels(start, 100));
        assertThat(body.length()).isGreaterThan(16_000);
        Answer answer = host.api().post("events", body.replace("{}", "x".repeat(9_000)));

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsTheListOfChannelsApartHoweverItIsWritten(boolean repeated) {
        String list = repeated
                ? "[" + "\"ccc\", ".repeat(99) + "\"ccc\"]"
                : channels("c", 100).replace(",", ", ");
        String body = event("\"channels\":" + list);
        int rest = body.length() - list.length();
        Answer answer = host.api().post("events", body.replace("{}", "x".repeat(MAX_BYTES - rest)));

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(host.api()
                        .publish("orders", NAME, "\u20ac".repeat(MAX_BYTES / 3 + 1))
                        .status())
                .isEqualTo(413);
    }

    @Test
    void takesWhatTheHostAllowsAndNoMore() {
        assertThat(strict.api().publish("orders", NAME, "x".repeat(900)).status())
                .isEqualTo(200);
        assertThat(strict.api().publish("orders", NAME, "x".repeat(1_001)).status())
                .isEqualTo(413);
        assertThat(strict.api()
                        .post("events", event("\"channels\":" + channels("c", 3)))
                        .status())
                .isEqualTo(200);
        assertRefused(strict.api().post("events", event("\"channels\":" + channels("c", 4))), 422, "channels");
        assertThat(strict.api().post("batch_events", batch("c", 2)).status()).isEqualTo(200);
        assertRefused(strict.api().post("batch_events", batch("c", 3)), 422, "batch");
    }

    @Test
    void takesAsMuchAsAClientMaySendUnlessSetOtherwise() {
        String channel = lax.channel("");
        RawClient client = lax.join(channel);
        assertThat(lax.api().publish(channel, NAME, "x".repeat(90_000)).status())
                .isEqualTo(200);
        assertThat(lax.api().publish(channel, NAME, "x".repeat(100_001)).status())
                .isEqualTo(413);

        assertThat(client.next(NAME).dataText()).hasSize(90_000);
    }

    // ---------------------------------------------------------------- batches

    @Test
    void publishesABatchInItsOrder() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        Answer answer = host.api().post("batch_events", batch(channel, 10));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("batch")).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(client.next(NAME).dataText()).isEqualTo("" + i);
        }
        client.hearsNothing();
    }

    @Test
    void leavesOutConnectionsOfABatchEachForItsEvent() {
        String channel = host.channel("");
        RawClient first = host.join(channel);
        RawClient second = host.join(channel);
        String item = "{\"name\":\"order.%s\",\"channel\":\"" + channel + "\",\"data\":\"\",\"socket_id\":\"%s\"}";
        host.api()
                .post(
                        "batch_events",
                        "{\"batch\":[" + String.format(item, "paid", first.socketId()) + ","
                                + String.format(item, "sent", second.socketId()) + "]}");

        assertThat(first.event().event()).isEqualTo("order.sent");
        assertThat(second.event().event()).isEqualTo("order.paid");
        first.hearsNothing();
        second.hearsNothing();
    }

    @Test
    void tellsOfEachEventOfABatchWhatWasAskedFor() {
        String channel = host.channel("");
        host.join(channel);
        String item = "{\"name\":\"n\",\"channel\":\"" + channel + "\",\"data\":\"\"%s}";
        Answer answer = host.api()
                .post(
                        "batch_events",
                        "{\"batch\":[" + String.format(item, ",\"info\":\"subscription_count\"") + ","
                                + String.format(item, "") + "]}");

        assertThat(answer.response().body()).isEqualTo("{\"batch\":[{\"subscription_count\":1},{}]}");
    }

    @Test
    void publishesNothingOfABatchIfOneEventIsRefused() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        String good = "{\"name\":\"n\",\"channel\":\"" + channel + "\",\"data\":\"\"}";
        for (String bad : new String[] {"7", "{}", good.replace("\"\"", "7"), good.replace(channel, "with space")}) {
            assertThat(host.api()
                            .post("batch_events", "{\"batch\":[" + good + "," + bad + "]}")
                            .status())
                    .isEqualTo(422);
        }

        client.hearsNothing();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|batch",
                "{\"batch\":null}|batch",
                "{\"batch\":7}|batch",
                "{\"batch\":{}}|batch",
                "{\"batch\":[]}|batch",
                "{\"batch\":[7]}|batch[0]",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\"},null]}|batch[1]",
                "{\"batch\":[{\"channel\":\"a\",\"data\":\"\"}]}|batch[0].name",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a\"}]}|batch[0].data",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a\",\"data\":{}}]}|batch[0].data",
                "{\"batch\":[{\"name\":\"n\",\"data\":\"\"}]}|batch[0].channels",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a b\",\"data\":\"\"}]}|batch[0].channel",
                "{\"batch\":[{\"name\":\"pusher:x\",\"channel\":\"a\",\"data\":\"\"}]}|batch[0].name",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"socket_id\":7}]}|batch[0].socket_id",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"a\",\"data\":\"\",\"info\":7}]}|batch[0].info",
                "{\"batch\":[{\"name\":\"n\",\"channel\":\"private-pixel.shop\",\"data\":\"\"}]}|batch[0].channel",
                "[]|body"
            })
    void refusesABatchThatBreaksARuleAndNamesTheField(String body, String field) {
        assertRefused(host.api().post("batch_events", body), 422, field);
    }

    @Test
    void refusesMoreThanTenEventsInABatch() {
        assertRefused(host.api().post("batch_events", batch("orders", 11)), 422, "batch");
    }

    @Test
    void refusesABatchThatIsTooLarge() {
        String item = "{\"name\":\"n\",\"channel\":\"a\",\"data\":\"" + "x".repeat(6_000) + "\"}";

        assertThat(host.api()
                        .post("batch_events", "{\"batch\":[" + item + "," + item + "]}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void refusesABatchThatIsNoJson() {
        assertThat(host.api().post("batch_events", "{\"batch\":[").status()).isEqualTo(400);
    }

    private static String event(String more) {
        return "{\"name\":\"order.paid\",\"data\":\"{}\"," + more + "}";
    }

    private static String channels(String start, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + start + i + "\"")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String batch(String channel, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"name\":\"order.paid\",\"channel\":\"" + channel + "\",\"data\":\"" + i + "\"}")
                .collect(Collectors.joining(",", "{\"batch\":[", "]}"));
    }

    private static void assertRefused(Answer answer, int status, String field) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.field()).isEqualTo(field);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_request");
        assertThat(answer.json().path("message").asText()).isNotEmpty();
    }
}
