package io.livevisitors.contracts;

import static io.livevisitors.contracts.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import io.livevisitors.contracts.RawClient.Event;
import io.livevisitors.web.ChannelSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joining and leaving channels (WIRE.md, section 4): names, signatures, refusals, limits. */
public class SubscriptionContract {

    private static final int FEW_CHANNELS = 5;

    @RegisterExtension
    static final Host host = Host.plain();

    @RegisterExtension
    static final Host strict = Host.with(builder -> builder.limit(Limit.CHANNELS_PER_CONNECTION, FEW_CHANNELS));

    // ---------------------------------------------------------------- public channels

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "privateer",
                "presenceful",
                "cached",
                "private",
                "presence",
                "Private-orders",
                "PRESENCE-orders",
                "my-private-orders",
                "-private-orders",
                "#news",
                "#private-orders",
                "a.b,c;d=e@f_g-h",
                "0",
                "-",
                ";",
                "=",
                "@",
                ","
            })
    void letsAnyoneJoinAPublicChannel(String channel) {
        RawClient client = host.connect();
        client.subscribe(channel);

        assertThat(client.frame().text())
                .isEqualTo("{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\"" + channel
                        + "\",\"data\":\"{}\"}");
        client.hearsNothing();
    }

    @Test
    void takesEveryCharacterThatANameMayHave() {
        String channel = "-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_=@,.;";
        RawClient client = host.connect();
        client.subscribe(channel);

        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#"})
    void takesANameOf164CharactersAfterTheHashSign(String start) {
        RawClient client = host.connect();
        client.subscribe(start + "c".repeat(164));

        client.next(RawClient.SUCCEEDED);
    }

    @Test
    void ignoresASignatureThatAPublicChannelDoesNotAskFor() {
        RawClient client = host.connect();
        client.subscribe(host.channel(""), "app-key:nonsense");

        client.next(RawClient.SUCCEEDED);
    }

    // ---------------------------------------------------------------- invalid names

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "##news",
                "ne#ws",
                "with space",
                " news",
                "sl/ash",
                "back\\slash",
                "umlaut-\u00e4",
                "\u4f60\u597d",
                "\ud83d\ude00",
                "news!",
                "news?",
                "news*",
                "news:1",
                "news+1",
                "news%20",
                "news\n",
                "tab\tnews",
                "nul\u0000",
                "<b>",
                "\"quoted\"",
                "'quoted'",
                "private-umlaut-\u00e4",
                "presence-with space"
            })
    void refusesANameThatBreaksTheRulesAndNamesIt(String channel) {
        RawClient client = host.connect();
        client.subscribe(channel);

        assertRefused(client.event(), channel, "ChannelError", 400);
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#", "private-", "presence-", "cache-"})
    void refusesANameOfMoreThan164Characters(String start) {
        String channel = start + "c".repeat(start.equals("#") ? 165 : 165 - start.length());
        RawClient client = host.connect();
        client.subscribe(channel);

        assertRefused(client.event(), channel, "ChannelError", 400);
    }

    @Test
    void refusesANameOfThousandsOfCharacters() {
        RawClient client = host.connect();
        client.subscribe("c".repeat(9_000));

        assertThat(client.event().event()).isEqualTo(RawClient.REFUSED);
        client.hearsNothing();
    }

    // ---------------------------------------------------------------- private channels

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-",
                "private-encrypted-",
                "private-cache-",
                "private-encrypted-cache-",
                "private-presence-",
                "private-private-"
            })
    void letsASignedClientJoinAPrivateChannel(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.connect();
        client.subscribe(channel, host.sign(client, channel));

        Event joined = client.next(RawClient.SUCCEEDED);
        assertThat(joined.channel()).isEqualTo(channel);
        assertThat(joined.dataText()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-",
                "private-encrypted-",
                "private-cache-",
                "private-encrypted-cache-",
                "presence-",
                "presence-cache-"
            })
    void refusesAChannelWithoutItsSignature(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.connect();
        client.subscribe(channel);

        assertRefused(client.event(), channel, "AuthError", 401);
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "app-key",
                "app-key:",
                "app-key:0000000000000000000000000000000000000000000000000000000000000000",
                "other-key:{hex}",
                "{hex}",
                "app-key:{HEX}",
                "app-key:{hex} ",
                " app-key:{hex}",
                "app-key:{hex}:",
                "app-key::{hex}"
            })
    void refusesAWrongSignature(String form) {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        String hex = host.sign(client, channel).substring("app-key:".length());
        client.subscribe(channel, form.replace("{hex}", hex).replace("{HEX}", upperCase(hex)));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesTheSignatureOfAnotherChannel() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        client.subscribe(channel, host.sign(client, host.channel("private-")));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesTheSignatureOfAnotherConnection() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        client.subscribe(channel, host.sign(host.connect(), channel));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void refusesASignatureUnderAnotherSecret() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        client.subscribe(channel, new ChannelSigner(Host.KEY, "another secret").sign(client.socketId(), channel, null));

        assertRefused(client.event(), channel, "AuthError", 401);
    }

    @Test
    void takesChannelDataAsPartOfWhatAPrivateChannelSigns() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        String data = "{\"user_id\":\"7\"}";
        client.subscribe(channel, host.sign(client, channel), data);
        assertRefused(client.event(), channel, "AuthError", 401);

        client.subscribe(channel, host.signer().sign(client.socketId(), channel, data), data);
        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(channel);
    }

    @Test
    void letsARefusedClientTryAgain() {
        String channel = host.channel("private-");
        RawClient client = host.connect();
        client.subscribe(channel);
        client.next(RawClient.REFUSED);

        client.subscribe(channel, host.sign(client, channel));
        client.next(RawClient.SUCCEEDED);
    }

    @Test
    void givesARefusedClientNothingOfTheChannel() {
        String channel = host.channel("private-");
        RawClient refused = host.connect();
        refused.subscribe(channel);
        refused.next(RawClient.REFUSED);
        RawClient reader = host.join(channel);
        host.publish(channel, "order.paid", "{}");

        reader.next("order.paid");
        refused.hearsNothing();
    }

    @Test
    void keepsNoChannelForWhoWasRefused() {
        String channel = host.channel("presence-");
        RawClient client = host.connect();
        client.subscribe(channel);
        client.next(RawClient.REFUSED);

        assertThat(host.api().get("channels/" + channel).json().path("occupied").asBoolean())
                .isFalse();
    }

    // ---------------------------------------------------------------- the form of the message

    @Test
    void readsDataThatIsAString() {
        String channel = host.channel("");
        RawClient client = host.connect();
        client.sendAsString("pusher:subscribe", "{\"channel\":\"" + channel + "\"}");

        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(channel);
    }

    @Test
    void readsASignatureFromDataThatIsAString() {
        String channel = host.channel("presence-");
        RawClient client = host.connect();
        String data = "{\"user_id\":\"7\"}";
        String auth = host.signer().sign(client.socketId(), channel, data);
        client.sendAsString(
                "pusher:subscribe",
                "{\"channel\":\"" + channel + "\",\"auth\":\"" + auth + "\",\"channel_data\":" + ApiClient.quote(data)
                        + "}");

        client.next(RawClient.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"channel\":\"%s\"},\"event\":\"pusher:subscribe\"}",
                " {\n\"event\" : \"pusher:subscribe\" ,\t\"data\" : { \"channel\" : \"%s\" } } ",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"%s\",\"auth\":null,\"channel_data\":null}}",
                "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"%s\",\"auth\":\"\"},\"more\":[1,2]}",
                "{\"event\":\"pusher:subscribe\",\"channel\":null,\"data\":{\"channel\":\"%s\",\"more\":{}}}",
                "{\"event\":\"pusher\\u003asubscribe\",\"data\":{\"channel\":\"%s\"}}"
            })
    void readsTheMessageHoweverItIsWritten(String form) {
        String channel = host.channel("");
        RawClient client = host.connect();
        client.send(String.format(form, channel));

        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(channel);
    }

    // ---------------------------------------------------------------- again, and away

    @ParameterizedTest
    @ValueSource(strings = {"", "private-", "presence-"})
    void answersASecondSubscriptionLikeTheFirst(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.join(channel);
        host.join(client, channel);
        assertThat(host.api()
                        .get("channels/" + channel, Map.of("info", "subscription_count"))
                        .json()
                        .path("subscription_count")
                        .asInt())
                .isEqualTo(1);

        host.publish(channel, "order.paid", "{}");
        client.next("order.paid");
        client.hearsNothing();
    }

    @Test
    void answersNothingToAnUnsubscription() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        client.unsubscribe(channel);

        client.hearsNothing();
    }

    @Test
    void givesNothingMoreToWhoLeft() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        client.unsubscribe(channel);
        client.hearsNothing();
        host.publish(channel, "order.paid", "{}");

        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-is-here", "private-nobody", "with space", "", "#server-to-user-7"})
    void takesTheUnsubscriptionFromAChannelThatWasNotJoined(String channel) {
        RawClient client = host.join(host.channel(""));
        client.unsubscribe(channel);

        client.hearsNothing();
    }

    @Test
    void readsAnUnsubscriptionWhoseDataIsAString() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        client.sendAsString("pusher:unsubscribe", "{\"channel\":\"" + channel + "\"}");
        client.hearsNothing();
        host.publish(channel, "order.paid", "{}");

        client.hearsNothing();
    }

    @Test
    void letsWhoLeftComeBack() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        for (int i = 0; i < 20; i++) {
            client.unsubscribe(channel);
            host.join(client, channel);
        }
        host.publish(channel, "order.paid", "{}");

        client.next("order.paid");
        client.hearsNothing();
    }

    @Test
    void forgetsAChannelWithItsLastReader() {
        String channel = host.channel("");
        RawClient first = host.join(channel);
        RawClient second = host.join(channel);
        first.unsubscribe(channel);
        first.hearsNothing();
        assertThat(isOccupied(channel)).isTrue();

        second.close();
        await().until(() -> !isOccupied(channel));
    }

    @Test
    void keepsTheOtherChannelsOfWhoLeavesOne() {
        String left = host.channel("");
        String kept = host.channel("");
        RawClient client = host.join(host.join(left), kept);
        client.unsubscribe(left);
        client.hearsNothing();
        host.publish(left, "order.paid", "{}");
        host.publish(kept, "order.sent", "{}");

        assertThat(client.event().event()).isEqualTo("order.sent");
    }

    // ---------------------------------------------------------------- many channels

    @Test
    void carriesSeveralChannelsOnAConnection() {
        RawClient client = host.connect();
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            channels.add(host.channel(i % 2 == 0 ? "" : "private-"));
            host.join(client, channels.get(i));
        }
        channels.forEach(channel -> host.publish(channel, "order.paid", "{}"));

        for (String channel : channels) {
            assertThat(client.next("order.paid").channel()).isEqualTo(channel);
        }
    }

    @Test
    void takesAHundredChannelsUnlessSetOtherwise() {
        RawClient client = host.connect();
        for (int i = 0; i < 100; i++) {
            host.join(client, host.channel(""));
        }
        String channel = host.channel("");
        client.subscribe(channel);

        assertRefused(client.event(), channel, "LimitError", 429);
    }

    @Test
    void refusesMoreChannelsThanAConnectionMayJoin() {
        RawClient client = fill();
        String channel = strict.channel("private-");
        client.subscribe(channel, strict.sign(client, channel));

        assertRefused(client.event(), channel, "LimitError", 429);
        client.hearsNothing();
    }

    @Test
    void letsAFullConnectionAskAgainForAChannelThatItHas() {
        RawClient client = strict.connect();
        String channel = strict.channel("");
        strict.join(client, channel);
        for (int i = 1; i < FEW_CHANNELS; i++) {
            strict.join(client, strict.channel(""));
        }

        strict.join(client, channel);
    }

    @Test
    void makesRoomForAnotherChannelByLeavingOne() {
        RawClient client = strict.connect();
        String channel = strict.channel("");
        strict.join(client, channel);
        for (int i = 1; i < FEW_CHANNELS; i++) {
            strict.join(client, strict.channel(""));
        }
        client.unsubscribe(channel);

        strict.join(client, strict.channel(""));
    }

    @Test
    void countsNoChannelThatWasRefused() {
        RawClient client = strict.connect();
        for (int i = 0; i < 2 * FEW_CHANNELS; i++) {
            client.subscribe("private-refused-" + i);
            client.next(RawClient.REFUSED);
        }

        strict.join(client, strict.channel(""));
    }

    private static RawClient fill() {
        RawClient client = strict.connect();
        for (int i = 0; i < FEW_CHANNELS; i++) {
            strict.join(client, strict.channel(""));
        }
        return client;
    }

    private static boolean isOccupied(String channel) {
        return host.api().get("channels/" + channel).json().path("occupied").asBoolean();
    }

    private static String upperCase(String hex) {
        return hex.toUpperCase(Locale.ROOT);
    }
}
