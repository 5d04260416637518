package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.contracts.ApiClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What backends ask of channels, users and connections over HTTP (WIRE.md, section 5), and what is not there. */
public class ApiQueryContract {

    private static final byte[] NO_BODY = {};

    @RegisterExtension
    static final Host host = Host.plain();

    // ---------------------------------------------------------------- channels

    @Test
    void listsTheChannelsThatHaveReaders() {
        String start = host.channel("") + "-";
        RawClient client = host.join(host.join(start + "a"), start + "b");
        host.join(start + "b");
        host.publish(start + "c", "order.paid", "{}");
        assertThat(channels(start, "").toString()).isEqualTo("{\"" + start + "a\":{},\"" + start + "b\":{}}");

        client.close();
        await().until(() -> channels(start, "").toString().equals("{\"" + start + "b\":{}}"));
    }

    @Test
    void listsChannelsByPrefix() {
        String name = host.channel("");
        host.join(name);
        host.join("private-" + name);
        host.join("presence-" + name);

        assertThat(channels(name, "")).hasSize(1);
        assertThat(channels("private-" + name, "")).hasSize(1);
        assertThat(channels("presence-", "").has("presence-" + name)).isTrue();
        assertThat(channels("presence-", "").has(name)).isFalse();
        assertThat(channels("resence-", "")).isEmpty();
    }

    @Test
    void listsAllChannelsWithoutAPrefix() {
        String open = host.channel("");
        String closed = host.channel("private-");
        host.join(host.join(open), closed);
        JsonNode all = host.api().get("channels").json().path("channels");

        assertThat(all.has(open)).isTrue();
        assertThat(all.has(closed)).isTrue();
    }

    @Test
    void listsNoChannelAsAnEmptyObject() {
        assertThat(host.api()
                        .get("channels", Map.of("filter_by_prefix", "nobody"))
                        .response()
                        .body())
                .isEqualTo("{\"channels\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user_count|{\"user_count\":2}|{}",
                "subscription_count|{\"subscription_count\":3}|{\"subscription_count\":1}",
                "user_count,subscription_count|{\"user_count\":2,\"subscription_count\":3}|{\"subscription_count\":1}",
                "subscription_count, user_count|{\"subscription_count\":3,\"user_count\":2}|{\"subscription_count\":1}",
                "unknown|{}|{}",
                ",|{}|{}"
            })
    void tellsOfEachChannelWhatWasAskedFor(String info, String ofPresence, String ofPublic) {
        String name = host.channel("");
        host.join(name);
        host.joinPresence("presence-" + name, "7");
        host.joinPresence("presence-" + name, "7");
        host.joinPresence("presence-" + name, "8");

        assertThat(channels("presence-" + name, info).path("presence-" + name).toString())
                .isEqualTo(ofPresence);
        assertThat(channels(name, info).path(name).toString()).isEqualTo(ofPublic);
    }

    @Test
    void countsAConnectionThatAskedTwiceOnce() {
        String channel = host.channel("");
        host.join(host.join(channel), channel);

        assertThat(channel(channel, "subscription_count")
                        .path("subscription_count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void tellsTheLastEventOfACacheChannel() {
        String channel = host.channel("cache-");
        host.join(channel);
        assertThat(channel(channel, "cache").has("cache")).isFalse();
        host.publish(channel, "price.changed", "{\"price\":7}");

        assertThat(channel(channel, "cache").path("cache").toString())
                .isEqualTo(
                        "{\"event\":\"price.changed\",\"channel\":\"" + channel + "\",\"data\":\"{\\\"price\\\":7}\"}");
    }

    // ---------------------------------------------------------------- one channel

    @ParameterizedTest
    @ValueSource(strings = {"", "private-", "private-encrypted-", "presence-", "cache-"})
    void tellsWhetherAChannelHasReaders(String prefix) {
        String channel = host.channel(prefix);
        assertThat(host.api().get("channels/" + channel).response().body()).isEqualTo("{\"occupied\":false}");
        host.join(channel);

        assertThat(host.api().get("channels/" + channel).response().body()).isEqualTo("{\"occupied\":true}");
    }

    @Test
    void tellsOfAChannelWhatWasAskedFor() {
        String channel = host.channel("presence-");
        host.joinPresence(channel, "7");
        host.joinPresence(channel, "7");

        assertThat(channel(channel, "user_count,subscription_count").toString())
                .isEqualTo("{\"occupied\":true,\"user_count\":1,\"subscription_count\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%23news|#news",
                "a%40b|a@b",
                "a@b|a@b",
                "a%3Bb|a;b",
                "a;b|a;b",
                "a%2Cb|a,b",
                "a,b|a,b",
                "a%3Db|a=b",
                "a=b|a=b",
                "a;b=c|a;b=c",
                "%61bc|abc",
                "a.b|a.b",
                "a%2Eb|a.b",
                "-_%3D%40%2C.%3B|-_=@,.;"
            })
    void findsAChannelHoweverItsNameIsEscaped(String escaped, String channel) {
        host.join(channel);

        assertThat(host.api().get("channels/" + escaped).json().path("occupied").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"%23news|#news", "a%40b|a@b", "%61bc|abc", "a%3Db|a=b"})
    void takesTheSignatureOfThePathEscapedOrNot(String escaped, String plain) {
        host.join(plain);
        Answer answer = host.api().signing("channels/" + plain).get("channels/" + escaped);

        assertThat(answer.json().path("occupied").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "%C3%A4", "a!b", "%23%23a", "a%22b", "%3Cb%3E", "a+b"})
    void refusesANameThatIsNone(String escaped) {
        Answer answer = host.api().get("channels/" + escaped);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field()).isEqualTo("channel");
    }

    // ---------------------------------------------------------------- users and connections

    @Test
    void listsTheUsersOfAPresenceChannel() {
        String channel = host.channel("presence-");
        host.joinPresence(channel, "7");
        host.joinPresence(channel, "7");
        RawClient client = host.connect();
        host.subscribePresence(client, channel, "{\"user_id\":8}");
        client.next(RawClient.SUCCEEDED);

        assertThat(host.api().get("channels/" + channel + "/users").response().body())
                .isEqualTo("{\"users\":[{\"id\":\"7\"},{\"id\":8}]}");
    }

    @Test
    void listsNoUsersOfAChannelThatNobodyReads() {
        assertThat(host.api().get("channels/presence-nobody/users").response().body())
                .isEqualTo("{\"users\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "private-orders", "cache-orders"})
    void refusesToListUsersOfOtherChannels(String channel) {
        assertThat(host.api().get("channels/" + channel + "/users").status()).isEqualTo(400);
    }

    @Test
    void countsTheConnectionsThatWereLetIn() {
        await().until(() -> connections() == 0);
        RawClient client = host.connect();
        host.connect();
        host.handshake("/app/other-key?protocol=7").closeCode();
        assertThat(connections()).isEqualTo(2);

        client.close();
        await().until(() -> connections() == 1);
    }

    @ParameterizedTest
    @CsvSource({"ada%40shop.example, ada@shop.example", "a%20b, a b", "%C3%A4, \u00e4", "a+b, a+b", "7, 7"})
    void findsAUserHoweverItsIdIsEscaped(String escaped, String id) {
        RawClient client = host.connect();
        host.signIn(client, "{\"id\":" + ApiClient.quote(id) + "}");
        client.next(RawClient.SIGNED_IN);
        host.api().post("users/" + escaped + "/terminate_connections", "{}");

        assertThat(client.closeCode()).isEqualTo(4009);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "not json"})
    void needsNoBodyToEndAUsersConnections(String body) {
        RawClient client = host.signedIn("someone");
        assertThat(host.api().post("users/someone/terminate_connections", body).status())
                .isEqualTo(200);

        assertThat(client.closeCode()).isEqualTo(4009);
    }

    // ---------------------------------------------------------------- health

    @Test
    void saysThatItIsUpToAnyone() {
        Answer answer = host.api().sendAsIs("GET", "/up", NO_BODY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo("{\"health\":\"OK\"}");
    }

    @Test
    void saysThatItIsUpWithoutABodyToo() {
        Answer answer = host.api().sendAsIs("HEAD", "/up", NO_BODY);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEmpty();
    }

    @Test
    void answersInJsonThatNoCacheKeeps() {
        Answer answer = host.api().get("channels");

        assertThat(answer.response().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(answer.response().headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.response().headers().firstValue("X-Content-Type-Options"))
                .hasValue("nosniff");
    }

    // ---------------------------------------------------------------- what is not there

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/apps/other-app/events",
                "/apps/app-key/channels",
                "/apps/APP-ID/channels",
                "/apps/app-id1/channels",
                "/apps/other-app",
                "/apps/",
                "/apps"
            })
    void knowsNoOtherApplication(String path) {
        Answer answer = host.api().sendAsIs("GET", "/livevisitors" + path, NO_BODY);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").asText()).isEqualTo("unknown_app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/nothing",
                "/Channels",
                "/channels/a/b",
                "/channels/a/users/7",
                "/channels/a/users/",
                "/users",
                "/users/7",
                "/users/7/terminate",
                "/events/7",
                "/events/",
                "/webhooks"
            })
    void knowsNoOtherPath(String path) {
        Answer answer = host.api().sendAsIs("GET", "/livevisitors/apps/app-id" + path, NO_BODY);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").asText()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, events, POST",
        "PUT, events, POST",
        "DELETE, events, POST",
        "PATCH, events, POST",
        "GET, batch_events, POST",
        "POST, channels, GET",
        "DELETE, channels, GET",
        "POST, channels/a, GET",
        "POST, channels/presence-a/users, GET",
        "POST, connections, GET",
        "GET, users/7/terminate_connections, POST",
        "OPTIONS, events, POST"
    })
    void refusesOtherMethodsAndNamesTheRightOne(String method, String path, String allowed) {
        Answer answer = host.api().send(method, path, Map.of(), NO_BODY);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer.json().path("error").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void refusesOtherMethodsOfHealth() {
        Answer answer = host.api().sendAsIs("POST", "/up", NO_BODY);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.response().headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    private static JsonNode channels(String prefix, String info) {
        return host.api()
                .get("channels", Map.of("filter_by_prefix", prefix, "info", info))
                .json()
                .path("channels");
    }

    private static JsonNode channel(String channel, String info) {
        return host.api().get("channels/" + channel, Map.of("info", info)).json();
    }

    private static int connections() {
        return host.api().get("connections").json().path("connections").asInt();
    }
}
