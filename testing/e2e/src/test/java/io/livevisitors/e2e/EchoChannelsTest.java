package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Laravel Echo on channels of the site's own: people who see and hear each other, and a backend that publishes. */
@ExtendWith(Chromium.class)
class EchoChannelsTest {

    private static final String JOIN = """
            room => echo.join(room)
                .here(all => hear('here', all.map(user => user.name).sort().join()))
                .joining(user => hear('joining', user.name))
                .leaving(user => hear('leaving', user.name))
                .error(refusal => hear('refused', refusal.status))
                .listen('.said', event => hear('said', event))
                .listenForWhisper('typing', event => hear('typing', event))""";

    private static final String LISTEN_PRIVATE = """
            room => echo.private(room)
                .subscribed(() => hear('subscribed'))
                .listen('.said', event => hear('said', event))
                .listen('OrderPaid', event => hear('paid', event))
                .listenForWhisper('typing', event => hear('typing', event))""";

    @RegisterExtension
    private static final Forum forum = Forum.plain();

    @RegisterExtension
    private static final NodeSdk node = NodeSdk.of(forum);

    /** A channel without its prefix, so that tests do not meet. */
    private final String room = UUID.randomUUID().toString();

    @Test
    void membersSeeWhoIsHereWhoComesAndWhoLeaves() {
        try (ClientPage anna = joined("anna");
                ClientPage ben = joined("ben")) {
            anna.hears("joining ben");
            try (ClientPage carla = joined("carla")) {
                ben.hears("joining carla");
                carla.run("room => echo.leave(room)", room);
                ben.hears("leaving carla");
            }
            ben.closeTab();
            anna.hears("leaving ben");

            assertThat(anna.heard())
                    .containsExactly("here anna", "joining ben", "joining carla", "leaving carla", "leaving ben");
        }
    }

    @Test
    void aPersonWithTwoTabsIsOneMemberUntilBothAreClosed() {
        try (ClientPage ben = joined("ben");
                ClientPage anna = joined("anna");
                ClientPage tab = anna.secondTab().echo(Map.of())) {
            tab.run(JOIN, room);
            tab.hears("here anna,ben");
            anna.closeTab();
            await().atMost(JavaClient.PATIENCE).until(() -> subscriptions() == 2);
            try (ClientPage carla = joined("carla")) {
                assertThat(carla.heard()).containsExactly("here anna,ben,carla");
                ben.hears("joining carla");
                tab.closeTab();
                ben.hears("leaving anna");
            }

            assertThat(ben.heard()).startsWith("here ben", "joining anna", "joining carla", "leaving anna");
        }
    }

    @Test
    void membersMayBeNumbersAsLaravelHasThem() {
        forum.on("/forum/numbers", request -> {
            int id = request.getUserPrincipal().getName().equals("anna") ? 1 : 2;
            return node.authorizeChannel(request.getParameter("socket_id"), "presence-" + room, id);
        });
        Map<String, String> asked = Map.of("authEndpoint", "/forum/numbers");
        try (ClientPage anna = ClientPage.open(forum, "anna").echo(asked);
                ClientPage ben = ClientPage.open(forum, "ben").echo(asked)) {
            anna.run(JOIN, room);
            anna.hears("here 1");
            ben.run(JOIN, room);
            ben.hears("here 1,2");
            anna.hears("joining 2");
            ben.run("room => echo.join(room).whisper('typing', {})", room);
            anna.hears("typing {}");
            ben.closeTab();
            anna.hears("leaving 2");

            assertThat((String) anna.page()
                            .evaluate("room => JSON.stringify(pusher.channel(room).members)", "presence-" + room))
                    .isEqualTo(
                            "{\"members\":{\"1\":{\"name\":1}},\"count\":1,\"myID\":1,\"me\":{\"id\":1,\"info\":{\"name\":1}}}");
        }
    }

    @Test
    void whispersReachTheOthersAlone() {
        try (ClientPage anna = joined("anna");
                ClientPage ben = joined("ben")) {
            for (ClientPage page : List.of(anna, ben)) {
                page.run(LISTEN_PRIVATE, room);
                page.hears("subscribed");
            }
            anna.run("room => echo.join(room).whisper('typing', {to: 'members'})", room);
            anna.run("room => echo.private(room).whisper('typing', {to: 'readers'})", room);
            ben.hears("typing {\"to\":\"readers\"}");
            ben.run("room => echo.join(room).whisper('typing', {to: 'anna'})", room);
            anna.hears("typing {\"to\":\"anna\"}");

            assertThat(ben.heard()).containsSubsequence("typing {\"to\":\"members\"}", "typing {\"to\":\"readers\"}");
            assertThat(anna.heard()).doesNotContain("typing {\"to\":\"members\"}", "typing {\"to\":\"readers\"}");
        }
    }

    @Test
    void whoeverLeftHearsNothingMore() {
        try (ClientPage anna = joined("anna");
                ClientPage ben = joined("ben")) {
            ben.run(LISTEN_PRIVATE, room + "-after");
            ben.hears("subscribed");
            ben.run("room => echo.leave(room)", room);
            anna.hears("leaving ben");
            node.trigger("presence-" + room, "said", Map.of("n", 1));
            node.trigger("private-" + room + "-after", "said", Map.of("n", 2));

            anna.hears("said {\"n\":1}");
            ben.hears("said {\"n\":2}");
            assertThat(ben.heard()).doesNotContain("said {\"n\":1}");
        }
    }

    @Test
    void whoeverIsNotSignedInIsRefused() {
        try (ClientPage stranger = ClientPage.open(forum).echo(Map.of())) {
            stranger.complaints().expect("/livevisitors/auth");
            stranger.run(JOIN, room);

            stranger.until("heard.length > 0");
            assertThat(stranger.heard()).containsExactly("refused 403");
        }
    }

    @Test
    void eventsOfABackendReachPrivateAndPublicChannels() {
        try (JavaSdk java = JavaSdk.of(forum);
                ClientPage page = ClientPage.open(forum, "anna").echo(Map.of())) {
            page.run("room => echo.channel(room).listen('.said', event => hear('said', event))", room);
            page.run(LISTEN_PRIVATE, room);
            page.hears("subscribed");
            node.trigger("private-" + room, "said", ServerSdkContract.GREETING);
            java.trigger("private-" + room, "App\\Events\\OrderPaid", Map.of("id", 7));
            node.trigger(room, "said", Map.of("to", "everybody"));

            page.hears("said {\"to\":\"everybody\"}");
            assertThat(page.heard())
                    .containsExactly(
                            "subscribed",
                            "said " + ServerSdkContract.GREETING_JSON,
                            "paid {\"id\":7}",
                            "said {\"to\":\"everybody\"}");
        }
    }

    /** Laravel's {@code toOthers}: the page tells its socket's id with its request, the backend excepts that one. */
    @Test
    void whatOneWroteReachesTheOthersAlone() {
        forum.on("/forum/say", request -> {
            String socketId = request.getHeader("X-Socket-ID");
            node.trigger(List.of("private-" + room), "said", Map.of("by", "anna"), socketId);
            node.trigger("private-" + room, "said", Map.of("by", "the site"));
            return "{}";
        });
        try (ClientPage anna = ClientPage.open(forum, "anna").echo(Map.of());
                ClientPage ben = ClientPage.open(forum, "ben").echo(Map.of())) {
            for (ClientPage page : List.of(anna, ben)) {
                page.run(LISTEN_PRIVATE, room);
                page.hears("subscribed");
            }
            anna.run("path => fetch(path, {method: 'POST', headers: {'X-Socket-ID': echo.socketId()}})", "/forum/say");

            anna.hears("said {\"by\":\"the site\"}");
            ben.hears("said {\"by\":\"the site\"}");
            assertThat(ben.heard()).contains("said {\"by\":\"anna\"}");
            assertThat(anna.heard()).doesNotContain("said {\"by\":\"anna\"}");
        }
    }

    @Test
    void everyoneIsBackInTheRoomSoonAfterTheServerIs() {
        try (ClientPage anna = joined("anna");
                ClientPage ben = joined("ben")) {
            anna.hears("joining ben");
            List<ClientPage> pages = List.of(anna, ben);
            pages.forEach(page -> page.complaints().allow("WebSocket connection to "));
            pages.forEach(page -> page.run("() => { heard.length = 0; }"));
            forum.stop();
            forum.startAgain();
            pages.forEach(page -> page.until("heard.some(words => words.startsWith('here'))"));
            pages.forEach(page -> page.until("room => pusher.channel(room).members.count === 2", "presence-" + room));
            node.trigger("presence-" + room, "said", Map.of("n", 1));

            pages.forEach(page -> page.hears("said {\"n\":1}"));
        }
    }

    /** Somebody's page, which is in the room. */
    private ClientPage joined(String user) {
        ClientPage page = ClientPage.open(forum, user).echo(Map.of());
        page.run(JOIN, room);
        page.until("heard.some(words => words.startsWith('here'))");
        return page;
    }

    private int subscriptions() {
        return node.get("/channels/presence-" + room, Map.of("info", "subscription_count"))
                .body()
                .path("subscription_count")
                .asInt();
    }
}
