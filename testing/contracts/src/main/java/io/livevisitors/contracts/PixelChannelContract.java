package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.Pixel;
import io.livevisitors.contracts.RawClient.Event;
import io.livevisitors.model.PageView;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Reply;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page view's way to a dashboard, by the channels of its pixel (WIRE.md, section 4). */
public class PixelChannelContract {

    private static final String CHANNEL = "private-pixel." + Host.PIXEL;
    private static final Map<String, String> HEADERS = Map.of(
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "accept-language",
            "en-GB,en;q=0.9");

    /** A site for each test, with nobody on it. */
    @RegisterExtension
    final Host host = Host.with(builder -> builder.pixel(Pixel.of("open").withPublicCount(1))
            .authorizer(request -> "analyst".equals(request.principal())));

    @Test
    void sendsTheSnapshotRightAfterJoining() {
        visit("192.0.2.1", "https://shop.example/tea");
        RawClient client = host.connect();
        client.subscribe(CHANNEL, host.sign(client, CHANNEL));

        assertThat(client.event().event()).isEqualTo(RawClient.SUCCEEDED);
        Event snapshot = client.next("visitors.snapshot");
        assertThat(snapshot.channel()).isEqualTo(CHANNEL);
        assertThat(snapshot.seq()).isEqualTo(1);
        assertThat(snapshot.data().path("count").asInt()).isEqualTo(1);
        assertThat(snapshot.data().path("visitors")).hasSize(1);
    }

    @Test
    void showsAPageViewToADashboard() {
        RawClient client = watch();
        visit("192.0.2.1", "https://shop.example/tea");

        Event active = client.event("visitor.active");
        assertThat(active.data().path("page_url").asText()).isEqualTo("https://shop.example/tea");
        assertThat(active.data().path("visitor_token").asText()).matches("[A-Za-z0-9_-]{22}");
        assertThat(active.data().path("browser").asText()).isEqualTo("Firefox");
        assertThat(active.frame().path("data").isTextual()).isTrue();
    }

    @Test
    void countsWithoutAGapAndEndsWithExactTotals() {
        visit("192.0.2.1", "https://shop.example/tea");
        RawClient client = host.connect();
        client.subscribe(CHANNEL, host.sign(client, CHANNEL));
        client.next(RawClient.SUCCEEDED);
        Event snapshot = client.next("visitors.snapshot");
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
    void countsForEachReaderByItself() {
        RawClient early = watch();
        visit("192.0.2.1", "https://shop.example/tea");
        long seq = early.event("visitor.active").seq();
        RawClient late = watch();
        visit("192.0.2.2", "https://shop.example/cup");

        assertThat(late.event("visitor.active").seq()).isLessThanOrEqualTo(3);
        assertThat(early.event("visitor.active").seq()).isGreaterThan(seq);
    }

    @Test
    void startsANewCountForWhoComesBackToTheChannel() {
        RawClient client = watch();
        visit("192.0.2.1", "https://shop.example/tea");
        client.event("visitor.active");
        client.unsubscribe(CHANNEL);
        client.subscribe(CHANNEL, host.sign(client, CHANNEL));

        client.event(RawClient.SUCCEEDED);
        assertThat(client.next("visitors.snapshot").seq()).isEqualTo(1);
    }

    @Test
    void givesWhoAsksAgainANewSnapshotInTheSameCount() {
        RawClient client = watch();
        client.subscribe(CHANNEL, host.sign(client, CHANNEL));

        client.next(RawClient.SUCCEEDED);
        assertThat(client.next("visitors.snapshot").seq()).isEqualTo(2);
    }

    @Test
    void showsThePublicNothingButTheCount() {
        RawClient client = host.join("pixel.open");
        Event first = client.next("visitors.count");
        assertThat(first.seq()).isEqualTo(1);
        assertThat(first.data().path("below").asInt()).isEqualTo(1);
        assertThat(host.live().track(PageView.of("open", "https://shop.example/tea"), request("192.0.2.1", null)))
                .isTrue();

        Event second = client.next("visitors.count");
        assertThat(second.data().path("count").asInt()).isEqualTo(1);
        assertThat(second.data().has("visitors")).isFalse();
    }

    @Test
    void showsThePublicNothingOfAPixelThatIsNotPublic() {
        RawClient client = host.join("pixel.shop");
        visit("192.0.2.1", "https://shop.example/tea");

        client.hearsNothing();
    }

    @Test
    void letsNoDashboardSendEventsToTheOthers() {
        RawClient one = watch();
        RawClient other = watch();
        one.whisper("client-visitor.active", CHANNEL, "{}");

        assertThat(one.event(RawClient.ERROR).data().path("code").asInt()).isEqualTo(4200);
        other.hearsNothing();
    }

    @Test
    void showsNothingOnTheChannelOfAPixelThatIsUnknown() {
        RawClient client = host.join("private-pixel.unknown");

        client.hearsNothing();
    }

    @Test
    void refusesADashboardWithoutItsSignature() {
        RawClient client = host.connect();
        client.subscribe(CHANNEL);

        client.next(RawClient.REFUSED);
        visit("192.0.2.1", "https://shop.example/tea");
        client.hearsNothing();
    }

    @Test
    void letsIntoTheChannelWhomTheHostsAuthorizerLets() {
        RawClient client = host.connect();
        assertThat(authorize(client, "somebody").status()).isEqualTo(403);
        Reply granted = authorize(client, "analyst");
        client.subscribe(
                CHANNEL,
                RawClient.json(String.valueOf(granted.body())).path("auth").asText());

        client.next(RawClient.SUCCEEDED);
        client.next("visitors.snapshot");
    }

    private RawClient watch() {
        RawClient client = host.join(CHANNEL);
        client.next("visitors.snapshot");
        return client;
    }

    private Reply authorize(RawClient client, String user) {
        return host.live().gateway().authorizeChannel(request("127.0.0.1", user), client.socketId(), CHANNEL);
    }

    private void visit(String address, String url) {
        assertThat(host.live().track(PageView.of(Host.PIXEL, url), request(address, null)))
                .isTrue();
    }

    private static ClientRequest request(String address, @Nullable String user) {
        return new ClientRequest(
                "POST",
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
