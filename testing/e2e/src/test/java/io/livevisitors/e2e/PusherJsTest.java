package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** pusher-js by itself, with npm's {@code pusher} as the backend that publishes. */
@ExtendWith(Chromium.class)
class PusherJsTest {

    private static final String SIGN_IN = """
            () => {
              pusher.user.bind('notice', notice => hear('notice', notice));
              pusher.user.bind('pusher:signin_error', error => hear('refused', error.status));
              pusher.bind('pusher:signin_success', data => hear('signed in', JSON.parse(data.user_data).id));
              pusher.signin();
            }""";

    private static final String SUBSCRIBE = """
            name => {
              const channel = pusher.subscribe(name);
              channel.bind('pusher:subscription_succeeded', () => hear('subscribed'));
              channel.bind('pusher:subscription_error', error => hear('refused', error.status));
              channel.bind('pusher:cache_miss', () => hear('cache miss'));
              channel.bind('said', said => hear('said', said));
              channel.bind('client-typing', (typing, sender) => hear('typing', typing, sender));
            }""";

    @RegisterExtension
    private static final Forum forum = Forum.plain();

    @RegisterExtension
    private static final NodeSdk node = NodeSdk.of(forum);

    /** Part of every channel's name, so that tests do not meet. */
    private final String room = UUID.randomUUID().toString();

    // ---------------------------------------------------------------- users

    @Test
    void whoeverSignedInGetsWhatIsSentToThemUntilTheyAreDisconnected() {
        String anna = "anna-" + room;
        try (ClientPage page = ClientPage.open(forum, anna).pusher(Map.of());
                ClientPage tab = page.secondTab().pusher(Map.of());
                ClientPage ben = ClientPage.open(forum, "ben-" + room).pusher(Map.of())) {
            for (ClientPage client : List.of(page, tab, ben)) {
                client.run(SIGN_IN);
                client.until("heard.some(words => words.startsWith('signed in'))");
            }
            node.sendToUser(anna, "notice", Map.of("n", 1));
            node.sendToUser("ben-" + room, "notice", Map.of("n", 2));
            page.hears("notice {\"n\":1}");
            tab.hears("notice {\"n\":1}");
            ben.hears("notice {\"n\":2}");
            List<ClientPage> ofAnna = List.of(page, tab);
            ofAnna.forEach(client -> client.complaints().expect("4009"));
            node.terminateUserConnections(anna);

            ofAnna.forEach(client -> client.reaches("disconnected"));
            // Longer than a client waits that means to come back.
            await().during(Duration.ofMillis(1_500)).atMost(JavaClient.PATIENCE).until(() -> connections() == 1);
            for (ClientPage client : ofAnna) {
                assertThat(client.heard()).containsExactly("signed in " + anna, "notice {\"n\":1}");
                assertThat(client.states())
                        .startsWith("connecting", "connected", 4009)
                        .endsWith(4009, "disconnected")
                        .containsOnlyOnce("connecting");
            }
            assertThat(ben.heard()).containsExactly("signed in ben-" + room, "notice {\"n\":2}");
            assertThat(ben.states()).containsExactly("connecting", "connected");
        }
    }

    @Test
    void whoeverIsNotSignedInAtTheSiteIsRefused() {
        try (ClientPage stranger = ClientPage.open(forum).pusher(Map.of())) {
            stranger.complaints().expect(Forum.USER_AUTH);
            stranger.run(SIGN_IN);

            stranger.hears("refused 403");
            assertThat(stranger.heard()).containsExactly("refused 403");
        }
    }

    @Test
    void aForgedSignInIsAnErrorOfTheConnectionThatStays() {
        try (ClientPage forger = ClientPage.open(forum, "mallory").pusher(Map.of())) {
            forger.complaints().expect("4009");
            forger.forge(Forum.USER_AUTH);
            forger.run(SIGN_IN);
            forger.until("states.includes(4009)");
            forger.run(SUBSCRIBE, "public-" + room);
            forger.hears("subscribed");

            assertThat(forger.states()).containsExactly("connecting", "connected", 4009);
            assertThat(forger.heard()).containsExactly("subscribed");
        }
    }

    // ---------------------------------------------------------------- channels

    @Test
    void aCacheChannelTellsOfItsLastEventOrThatThereIsNone() {
        String channel = "private-cache-" + room;
        try (ClientPage early = ClientPage.open(forum, "anna").pusher(Map.of());
                ClientPage late = ClientPage.open(forum, "ben").pusher(Map.of())) {
            early.run(SUBSCRIBE, channel);
            early.hears("cache miss");
            node.trigger(channel, "said", Map.of("n", 1));
            node.trigger(channel, "said", Map.of("n", 2));
            early.hears("said {\"n\":2}");
            late.run(SUBSCRIBE, channel);
            late.hears("said {\"n\":2}");

            assertThat(early.heard()).containsExactly("subscribed", "cache miss", "said {\"n\":1}", "said {\"n\":2}");
            assertThat(late.heard()).containsExactly("subscribed", "said {\"n\":2}");
        }
    }

    @Test
    void anEncryptedChannelIsReadByTheClientsAlone() {
        String channel = "private-encrypted-" + room;
        forum.on(
                "/forum/encrypted-auth",
                request -> node.authorizeChannel(request.getParameter("socket_id"), channel, null));
        List<String> frames = new CopyOnWriteArrayList<>();
        try (ClientPage page = ClientPage.open(forum, "anna", ClientPage.PUSHER_JS_WITH_ENCRYPTION)) {
            page.page().onWebSocket(socket -> socket.onFrameReceived(frame -> frames.add(frame.text())));
            page.pusher(
                    Map.of("channelAuthorization", Map.of("endpoint", "/forum/encrypted-auth", "transport", "ajax")));
            page.run(SUBSCRIBE, channel);
            page.hears("subscribed");
            node.trigger(channel, "said", Map.of("text", "between us"));

            page.hears("said {\"text\":\"between us\"}");
            assertThat(frames)
                    .anyMatch(frame -> frame.contains("ciphertext"))
                    .noneMatch(frame -> frame.contains("between us"));
        }
    }

    @Test
    void clientEventsReachTheOthersWithWhoSentThem() {
        try (ClientPage anna = ClientPage.open(forum, "anna").pusher(Map.of());
                ClientPage ben = ClientPage.open(forum, "ben").pusher(Map.of())) {
            for (ClientPage page : List.of(anna, ben)) {
                for (String channel : List.of("presence-" + room, "private-" + room)) {
                    page.run(SUBSCRIBE, channel);
                    page.until("name => pusher.channel(name).subscribed", channel);
                }
            }
            String trigger = "name => pusher.channel(name).trigger('client-typing', {n: 1})";
            anna.run(trigger, "presence-" + room);
            anna.run(trigger, "private-" + room);

            ben.hears("typing {\"n\":1} {\"user_id\":\"anna\"}");
            ben.until("heard.filter(words => words.startsWith('typing')).length === 2");
            ben.run(trigger, "private-" + room);
            anna.until("heard.some(words => words.startsWith('typing'))");
            assertThat(anna.heard().stream().filter(words -> words.startsWith("typing")))
                    .hasSize(1)
                    .noneMatch(words -> words.contains("user_id"));
        }
    }

    @Test
    void aRefusalTellsItsStatus() {
        try (ClientPage stranger = ClientPage.open(forum).pusher(Map.of())) {
            stranger.complaints().expect("/livevisitors/auth");
            stranger.run(SUBSCRIBE, "private-" + room);
            stranger.hears("refused 403");
            stranger.forge("/livevisitors/auth");
            stranger.run(SUBSCRIBE, "private-forged-" + room);
            stranger.hears("refused 401");

            assertThat(stranger.heard()).containsExactly("refused 403", "refused 401");
        }
    }

    @Test
    void aUserJoinsAHundredChannelsAtOnceAndAgainWhenTheServerIsBack() {
        List<String> channels = IntStream.range(0, 100)
                .mapToObj(i -> List.of("presence-", "private-", "cache-", "").get(i % 4) + room + "-" + i)
                .toList();
        try (ClientPage page = ClientPage.open(forum, "anna").pusher(Map.of())) {
            page.complaints().allow("WebSocket connection to ");
            page.run(SIGN_IN);
            page.hears("signed in anna");
            page.run("names => names.forEach(name => pusher.subscribe(name))", channels);
            String all = "pusher.allChannels().filter(channel => channel.subscribed).length === 100";
            page.until(all);
            String before = page.socketId();
            forum.stop();
            forum.startAgain();
            page.until("before => pusher.connection.socket_id !== before", before);

            page.until(all);
            assertThat(node.get("/channels", Map.of("filter_by_prefix", "presence-" + room))
                            .body()
                            .path("channels"))
                    .hasSize(25);
        }
    }

    // ---------------------------------------------------------------- the connection

    @Test
    void anUnknownKeyIsNotTriedAgain() {
        try (ClientPage page = ClientPage.open(forum)) {
            page.complaints().expect("Application does not exist");
            page.pusher("not-the-key", Map.of());
            page.reaches("disconnected");

            assertThat(page.states()).containsExactly("connecting", 4001, "disconnected");
        }
    }

    @Test
    void aServerThatIsAwayIsUnavailableUntilItIsBack() {
        try (Forum away = Forum.plain().open();
                ClientPage page = ClientPage.open(away)) {
            page.complaints().expect("WebSocket connection to ");
            away.stop();
            page.pusher(Map.of("unavailableTimeout", 500));
            page.reaches("unavailable");
            away.startAgain();
            page.noticeNetwork();
            page.reaches("connected");
            page.run("() => pusher.disconnect()");

            assertThat(page.states())
                    .containsExactly("connecting", "unavailable", "connecting", "connected", "disconnected");
        }
    }

    /** The client pings, as it was asked to, before the server would. */
    @Test
    void staysConnectedWhereNothingHappensForLongerThanTheTimeouts() {
        Duration second = Duration.ofSeconds(1);
        try (Forum silent = Forum.with(builder -> builder.activityTimeout(second)
                                .pongTimeout(second)
                                .pingInterval(Duration.ofSeconds(2)))
                        .open();
                ClientPage page = ClientPage.open(silent).pusher(Map.of())) {
            page.run(SUBSCRIBE, room);
            page.hears("subscribed");
            await().during(Duration.ofSeconds(4))
                    .atMost(JavaClient.PATIENCE)
                    .until(() -> page.states().equals(List.of("connecting", "connected")));
            silent.live().channels().publish(room, "said", "{}");

            page.hears("said {}");
        }
    }

    private int connections() {
        return node.get("/connections", Map.of()).body().path("connections").asInt();
    }
}
