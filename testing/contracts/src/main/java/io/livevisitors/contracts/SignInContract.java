package io.livevisitors.contracts;

import static io.livevisitors.contracts.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.contracts.ApiClient.Answer;
import io.livevisitors.contracts.RawClient.Event;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users that sign in (WIRE.md, section 4), the events that are theirs, and the end of their connections. */
public class SignInContract {

    private static final String EVENT = "order.paid";

    @RegisterExtension
    static final Host host = Host.plain();

    private final String user = "u" + UUID.randomUUID();
    private final String ownChannel = "#server-to-user-" + user;

    // ---------------------------------------------------------------- signing in

    @Test
    void answersWithTheSameUserData() {
        RawClient client = host.connect();
        String userData = "{\"id\":\"" + user + "\",\"name\":\"Zo\u00eb \\\"Z\\\"\",\"watchlist\":[\"8\"]}";
        host.signIn(client, userData);

        Event answer = client.next(RawClient.SIGNED_IN);
        assertThat(answer.data().path("user_data").textValue()).isEqualTo(userData);
        assertThat(answer.frame().has("channel")).isFalse();
        client.hearsNothing();
    }

    @Test
    void readsDataThatIsAString() {
        RawClient client = host.connect();
        String userData = "{\"id\":\"" + user + "\"}";
        String auth = host.signer().signUser(client.socketId(), userData);
        client.sendAsString(
                "pusher:signin", "{\"auth\":\"" + auth + "\",\"user_data\":" + ApiClient.quote(userData) + "}");

        client.next(RawClient.SIGNED_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7\"", "\"ada@shop.example\"", "-7", "\"with space\"", "\"\u00e4\u4f60\""})
    void takesAnIdThatIsANumberOrText(String id) {
        RawClient client = host.connect();
        host.signIn(client, "{\"id\":" + id + "}");

        client.next(RawClient.SIGNED_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app-key", "app-key:", "app-key:00", "wrong"})
    void refusesAWrongSignatureAndStays(String auth) {
        RawClient client = host.connect();
        client.signIn(auth, "{\"id\":\"" + user + "\"}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4009);
        client.hearsNothing();
        host.join(client, host.channel("private-"));
    }

    @Test
    void refusesTheSignatureOfAnotherConnection() {
        RawClient client = host.connect();
        String userData = "{\"id\":\"" + user + "\"}";
        client.signIn(host.signer().signUser(host.connect().socketId(), userData), userData);

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4009);
    }

    @Test
    void refusesTheSignatureOfAChannel() {
        RawClient client = host.connect();
        String userData = "{\"id\":\"" + user + "\"}";
        client.signIn(host.signer().sign(client.socketId(), "user", userData), userData);

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4009);
    }

    @Test
    void refusesUserDataThatWasChangedAfterItWasSigned() {
        RawClient client = host.connect();
        String auth = host.signer().signUser(client.socketId(), "{\"id\":\"" + user + "\"}");
        client.signIn(auth, "{\"id\":\"admin\"}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4009);
    }

    @Test
    void takesNobodyForSignedInWhoWasRefused() {
        RawClient client = host.connect();
        client.signIn("app-key:wrong", "{\"id\":\"" + user + "\"}");
        client.next(RawClient.ERROR);
        host.publish(ownChannel, EVENT, "{}");

        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":null}",
                "{\"id\":\"\"}",
                "{\"id\":true}",
                "{\"id\":7.5}",
                "{\"id\":{}}",
                "{\"name\":\"Ada\"}",
                "[]",
                "7",
                "not json"
            })
    void refusesUserDataThatNamesNobodyAndStays(String userData) {
        RawClient client = host.connect();
        host.signIn(client, userData);

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"pusher:signin\"}",
                "{\"event\":\"pusher:signin\",\"data\":{}}",
                "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"app-key:00\"}}",
                "{\"event\":\"pusher:signin\",\"data\":{\"auth\":\"app-key:00\",\"user_data\":{\"id\":\"7\"}}}",
                "{\"event\":\"pusher:signin\",\"data\":\"\"}"
            })
    void refusesASignInWithoutUserDataAndStays(String message) {
        RawClient client = host.connect();
        client.send(message);

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        client.hearsNothing();
    }

    @Test
    void refusesAnIdLongerThanAnyUsers() {
        RawClient client = host.connect();
        host.signIn(client, "{\"id\":\"" + "7".repeat(129) + "\"}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
    }

    @Test
    void letsARefusedClientTryAgain() {
        RawClient client = host.connect();
        client.signIn("app-key:wrong", "{\"id\":\"" + user + "\"}");
        client.next(RawClient.ERROR);
        host.signIn(client, "{\"id\":\"" + user + "\"}");

        client.next(RawClient.SIGNED_IN);
    }

    @Test
    void keepsChannelsThatWereJoinedBefore() {
        String channel = host.channel("private-");
        RawClient client = host.join(channel);
        host.signIn(client, "{\"id\":\"" + user + "\"}");
        client.next(RawClient.SIGNED_IN);
        host.publish(channel, EVENT, "{}");

        client.next(EVENT);
    }

    // ---------------------------------------------------------------- the user's own events

    @Test
    void givesAUserItsEventsOnEveryConnection() {
        RawClient first = host.signedIn(user);
        RawClient second = host.signedIn(user);
        host.publish(ownChannel, EVENT, "{\"id\":7}");

        for (RawClient client : new RawClient[] {first, second}) {
            Event event = client.next(EVENT);
            assertThat(event.channel()).isEqualTo(ownChannel);
            assertThat(event.dataText()).isEqualTo("{\"id\":7}");
            client.hearsNothing();
        }
    }

    @Test
    void givesAUsersEventsToNobodyElse() {
        RawClient stranger = host.connect();
        RawClient other = host.signedIn(user + "x");
        RawClient member = host.joinPresence(host.channel("presence-"), user);
        host.publish(ownChannel, EVENT, "{}");

        stranger.hearsNothing();
        other.hearsNothing();
        member.hearsNothing();
    }

    @Test
    void givesAUserWhatABackendPublishes() {
        RawClient client = host.signedIn(user);
        assertThat(host.api().publish(ownChannel, EVENT, "{}").status()).isEqualTo(200);

        client.next(EVENT);
    }

    @Test
    void givesAnEventOnceToAUserWhoAlsoSubscribes() {
        RawClient client = host.signedIn(user);
        client.subscribe(ownChannel);
        assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo(ownChannel);
        host.publish(ownChannel, EVENT, "{}");

        client.next(EVENT);
        client.hearsNothing();
    }

    @Test
    void findsAUserBySignatureWhoseIdIsANumber() {
        RawClient client = host.connect();
        host.signIn(client, "{\"id\":4711}");
        client.next(RawClient.SIGNED_IN);
        host.publish("#server-to-user-4711", EVENT, "{}");

        client.next(EVENT);
    }

    @Test
    void refusesTheChannelOfAnotherUser() {
        RawClient client = host.signedIn(user);
        client.subscribe(ownChannel + "x");

        assertRefused(client.event(), ownChannel + "x", "AuthError", 401);
    }

    @Test
    void refusesAUsersChannelToWhoIsNotSignedIn() {
        RawClient client = host.connect();
        client.subscribe(ownChannel);
        assertRefused(client.event(), ownChannel, "AuthError", 401);

        client.subscribe(ownChannel, host.sign(client, ownChannel));
        assertRefused(client.event(), ownChannel, "AuthError", 401);
    }

    @Test
    void refusesClientEventsOnAUsersChannel() {
        RawClient client = host.signedIn(user);
        RawClient second = host.signedIn(user);
        client.whisper("client-typing", ownChannel, "{}");

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        second.hearsNothing();
    }

    @Test
    void signsInAgainAsTheSameUserWithoutEffect() {
        RawClient client = host.signedIn(user);
        host.signIn(client, "{\"id\":\"" + user + "\"}");
        client.next(RawClient.SIGNED_IN);
        host.publish(ownChannel, EVENT, "{}");

        client.next(EVENT);
        client.hearsNothing();
    }

    @Test
    void leavesTheFormerUserWhenItSignsInAsAnother() {
        RawClient client = host.signedIn(user);
        host.signIn(client, "{\"id\":\"" + user + "x\"}");
        client.next(RawClient.SIGNED_IN);
        host.publish(ownChannel, EVENT, "{}");
        host.publish(ownChannel + "x", "order.sent", "{}");

        client.next("order.sent");
        client.hearsNothing();
    }

    // ---------------------------------------------------------------- ending a user's connections

    @Test
    void endsEveryConnectionOfAUserWith4009() {
        RawClient first = host.signedIn(user);
        RawClient second = host.signedIn(user);
        Answer answer = host.api().post("users/" + user + "/terminate_connections", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).isEqualTo("{}");
        assertThat(first.next(RawClient.ERROR).code()).isEqualTo(4009);
        assertThat(first.frame().closeCode()).isEqualTo(4009);
        assertThat(second.closeCode()).isEqualTo(4009);
    }

    @Test
    void endsTheConnectionsOfAPresenceChannelsMember() {
        RawClient member = host.joinPresence(host.channel("presence-"), user);
        host.api().post("users/" + user + "/terminate_connections", "{}");

        assertThat(member.closeCode()).isEqualTo(4009);
    }

    @Test
    void endsNobodyElsesConnection() {
        String channel = host.channel("presence-");
        RawClient other = host.signedIn(user + "x");
        RawClient member = host.joinPresence(channel, user + "x");
        RawClient stranger = host.join(host.channel(""));
        RawClient client = host.joinPresence(channel, user);
        host.api().post("users/" + user + "/terminate_connections", "{}");
        assertThat(client.closeCode()).isEqualTo(4009);

        other.hearsNothing();
        stranger.hearsNothing();
        member.event(RawClient.MEMBER_REMOVED);
        member.hearsNothing();
    }

    @Test
    void endsTheConnectionsOfAUserForTheHostsOwnCode() {
        RawClient client = host.signedIn(user);
        host.live().channels().disconnectUser(user);

        assertThat(client.closeCode()).isEqualTo(4009);
    }

    @Test
    void endsNoConnectionOfWhoSignedInAsAnotherSince() {
        RawClient client = host.signedIn(user);
        host.signIn(client, "{\"id\":\"" + user + "x\"}");
        client.next(RawClient.SIGNED_IN);
        host.api().post("users/" + user + "/terminate_connections", "{}");

        client.hearsNothing();
    }

    @Test
    void takesTheEndOfAUserWhoIsNotHere() {
        assertThat(host.api().post("users/nobody/terminate_connections", "{}").status())
                .isEqualTo(200);
    }

    @Test
    void letsAUserComeBack() {
        RawClient client = host.signedIn(user);
        host.api().post("users/" + user + "/terminate_connections", "{}");
        assertThat(client.closeCode()).isEqualTo(4009);
        RawClient again = host.signedIn(user);
        host.publish(ownChannel, EVENT, "{}");

        again.next(EVENT);
    }

    @Test
    void forgetsAUserWithItsLastConnection() {
        host.signedIn(user).close();

        await().until(() -> !host.api()
                .get("channels/" + ownChannel.replace("#", "%23"))
                .json()
                .path("occupied")
                .asBoolean());
    }
}
