package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Pixel;
import io.livevisitors.PixelDirectory;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laravel Echo over pusher-js reads the visitors, in a page of the site's own origin, set up as NetSendo's dashboard does. */
@ExtendWith(Chromium.class)
class EchoClientTest {

    /** What NetSendo's own {@code PixelVisitorActive} broadcasts. */
    static final String[] NETSENDO_FIELDS = {
        "visitor_token", "page_url", "page_title", "device_type", "browser", "timestamp"
    };

    private static final String LISTEN = """
            channel => {
              window.seen = [];
              echo.private(channel)
                  .subscribed(() => hear('subscribed'))
                  .error(refusal => hear('refused', refusal))
                  .listen('.visitor.active', e => seen.push(e));
            }""";

    private static final String PIXEL_CHANNEL = "pixel." + Site.PIXEL;

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = Shop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/livevisitors"})
    void receivesNetSendosSixFieldsOnItsPrivateChannel(String wsPath) {
        String title = "Seen by Echo at '" + wsPath + "/app'";
        String view = Beacons.pageView("echo" + wsPath, shop.url("/plants/fern"), title);
        try (ClientPage page = ClientPage.open(shop).echo(Map.of("wsPath", wsPath, "bearerToken", Site.TOKEN))) {
            page.run(LISTEN, PIXEL_CHANNEL);
            page.hears("subscribed");
            assertThat(Beacons.send(shop, Beacons.FIREFOX, view).join()).isEqualTo(204);

            page.until("title => seen.some(e => e.page_title === title)", title);
            @SuppressWarnings("unchecked")
            Map<String, Object> event = (Map<String, Object>)
                    page.page().evaluate("title => seen.find(e => e.page_title === title)", title);
            assertThat(event)
                    .containsKeys(NETSENDO_FIELDS)
                    .containsEntry("page_url", shop.url("/plants/fern"))
                    .containsEntry("device_type", "desktop")
                    .containsEntry("browser", "Firefox");
            assertThat(event.get("visitor_token")).asString().hasSize(22);
            assertThat(event.get("timestamp"))
                    .asInstanceOf(InstanceOfAssertFactories.INTEGER)
                    .isCloseTo((int) (System.currentTimeMillis() / 1000), Offset.offset(60));
        }
    }

    @Test
    void aRefusalByTheSiteReachesTheErrorHandler() {
        try (ClientPage page = ClientPage.open(shop).echo(Map.of("bearerToken", "the-wrong-token-of-somebody"))) {
            page.complaints().expect("/livevisitors/auth");

            assertThat(refusal(page)).contains("\"status\":403");
        }
    }

    @Test
    void aSignatureThatDoesNotFitReachesTheErrorHandlerToo() {
        try (ClientPage page = ClientPage.open(shop).echo(Map.of("authEndpoint", "/forged-auth"))) {
            page.forge("/forged-auth");

            assertThat(refusal(page)).contains("\"status\":401");
        }
    }

    @Test
    void anybodyMayFollowThePublicCountOfAPublicPixelAndNothingElse() {
        try (HostServer host = HostServer.open(builder -> builder.pixels(
                        PixelDirectory.of(List.of(Pixel.of(Site.PIXEL).withPublicCount(2)))));
                ClientPage page = ClientPage.open(host).echo(Map.of())) {
            page.run("""
                    channel => {
                      window.seen = [];
                      window.everything = [];
                      echo.channel(channel).listen('.visitors.count', e => seen.push(e));
                      pusher.bind_global(name => everything.push(name));
                    }""", PIXEL_CHANNEL);
            page.until("seen.some(e => e.count === null && e.below === 2)");
            for (String visitor : List.of("one", "two", "three")) {
                String view = Beacons.pageView(visitor, host.url("/of/" + visitor), visitor);
                assertThat(Beacons.send(host, Beacons.FIREFOX, view).join()).isEqualTo(204);
            }

            page.until("seen.some(e => e.count === 3)");
            assertThat((List<?>) page.page().evaluate("[...new Set(everything.filter(n => !n.startsWith('pusher')))]"))
                    .isEqualTo(List.of("visitors.count"));
            assertThat((List<?>) page.page().evaluate("[...new Set(seen.flatMap(e => Object.keys(e)))].sort()"))
                    .isEqualTo(List.of("below", "count", "seq"));
        }
    }

    /** Waits until the error handler, and nothing else, was called, and says with what. */
    private static String refusal(ClientPage page) {
        page.run(LISTEN, PIXEL_CHANNEL);
        page.until("heard.length > 0");
        assertThat(page.heard()).singleElement().asString().startsWith("refused");
        return page.heard().get(0);
    }
}
