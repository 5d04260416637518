package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.Pixel;
import io.livevisitors.jakarta.RawClient.Event;
import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Reply;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The adapter over the real core: a page view travels to a dashboard. */
class LiveVisitorsTest {

    private static final String CHANNEL = "private-pixel.shop";
    private static final Map<String, String> HEADERS = Map.of(
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "accept-language",
            "en-GB,en;q=0.9");

    private final LiveVisitors live = LiveVisitors.builder()
            .pixel(Pixel.of("shop").withPublicCount(1))
            .keys("app-id", FakeGateway.KEY, "a secret of the test")
            .authorizer(request -> "analyst".equals(request.principal()))
            .build();
    private final TestServer server = TestServer.start(live);
    private final RawClient client = server.connect();

    @AfterEach
    void stop() {
        client.close();
        server.close();
        live.close();
    }

    @Test
    void showsAPageViewToADashboard() {
        join(CHANNEL, auth("analyst"));
        Event snapshot = client.event();
        assertThat(snapshot.event()).isEqualTo("visitors.snapshot");
        assertThat(snapshot.seq()).isEqualTo(1);
        assertThat(snapshot.data().path("count").asInt()).isZero();

        visit("192.0.2.1", "https://shop.example/tea");
        Event active = client.event("visitor.active");
        assertThat(active.data().path("page_url").asText()).isEqualTo("https://shop.example/tea");
        assertThat(active.data().path("visitor_token").asText()).matches("[A-Za-z0-9_-]{22}");
        assertThat(active.data().path("browser").asText()).isEqualTo("Firefox");
    }

    @Test
    void countsWithoutAGapAndEndsWithExactTotals() {
        visit("192.0.2.1", "https://shop.example/tea");
        join(CHANNEL, auth("analyst"));
        Event snapshot = client.event();
        assertThat(snapshot.data().path("count").asInt()).isEqualTo(1);
        assertThat(snapshot.data().path("visitors")).hasSize(1);

        for (int i = 2; i <= 20; i++) {
            visit("192.0.2." + i, "https://shop.example/cup/" + i);
        }
        long seq = snapshot.seq();
        int active = 0;
        JsonNode totals = snapshot.data();
        while (active < 19 || totals.path("count").asInt() < 20) {
            Event event = client.event();
            assertThat(event.seq()).isEqualTo(++seq);
            active += event.event().equals("visitor.active") ? 1 : 0;
            totals = event.event().equals("visitors.stats") ? event.data() : totals;
        }
        assertThat(totals.path("count").asInt()).isEqualTo(20);
    }

    @Test
    void tellsThePublicNothingButTheCount() {
        client.subscribe("pixel.shop");
        client.event("pusher_internal:subscription_succeeded");
        Event first = client.event();
        assertThat(first.event()).isEqualTo("visitors.count");
        assertThat(first.data().path("below").asInt()).isEqualTo(1);

        visit("192.0.2.1", "https://shop.example/tea");
        Event second = client.event();
        assertThat(second.event()).isEqualTo("visitors.count");
        assertThat(second.data().path("count").asInt()).isEqualTo(1);
        assertThat(second.data().has("visitors")).isFalse();
    }

    @Test
    void joinsWithTheSignatureThatTheCoreGives() {
        Reply denied = authorize("somebody");
        assertThat(denied.status()).isEqualTo(403);

        join(CHANNEL, auth("analyst"));
        assertThat(client.event().event()).isEqualTo("visitors.snapshot");
    }

    @Test
    void countsTheAddressThatTheProxyAddedBelowTheOneThatTheClientMadeUp() {
        LiveVisitors behindProxy = LiveVisitors.builder()
                .pixel("shop")
                .keys("app-id", FakeGateway.KEY, "a secret of the test")
                .trustedProxies("127.0.0.1")
                .limit(Limit.CONNECTIONS_PER_ADDRESS, 1)
                .build();
        try (TestServer proxied = TestServer.start(behindProxy);
                RawClient first = proxied.handshake(forwarded("198.51.100.1", "192.0.2.7"));
                RawClient again = proxied.handshake(forwarded("198.51.100.2", "192.0.2.7"));
                RawClient other = proxied.handshake(forwarded("198.51.100.1", "192.0.2.8"))) {
            first.established();
            assertThat(again.closeCode()).isEqualTo(4004);
            other.established();
        } finally {
            behindProxy.close();
        }
    }

    /** Two lines, of which the proxy wrote the second. Header names are the same in any case. */
    private static Map<String, String> forwarded(String madeUp, String added) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("x-forwarded-for", madeUp);
        lines.put("X-Forwarded-For", added);
        return lines;
    }

    private void join(String channel, String auth) {
        client.subscribe(channel, auth);
        assertThat(client.event().event()).isEqualTo("pusher_internal:subscription_succeeded");
    }

    private String auth(String user) {
        String body = authorize(user).body();
        assertThat(body).isNotNull();
        return String.valueOf(body).replaceAll(".*\"auth\":\"([^\"]+)\".*", "$1");
    }

    private Reply authorize(String user) {
        return live.gateway().authorizeChannel(request("POST", "127.0.0.1", user), client.socketId(), CHANNEL);
    }

    private void visit(String address, String url) {
        assertThat(live.track(PageView.of("shop", url), request("GET", address, null)))
                .isTrue();
    }

    private static ClientRequest request(String method, String address, @Nullable String user) {
        return new ClientRequest(
                method,
                "/",
                address,
                "shop.example",
                true,
                name -> HEADERS.get(name.toLowerCase(Locale.ROOT)),
                name -> null,
                user,
                role -> false);
    }
}
