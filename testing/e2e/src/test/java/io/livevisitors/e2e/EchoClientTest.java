package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.livevisitors.Pixel;
import io.livevisitors.PixelDirectory;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laravel Echo over pusher-js in a page of the site's own origin, set up as NetSendo's dashboard does. */
@ExtendWith(Chromium.class)
class EchoClientTest {

    /** What NetSendo's own {@code PixelVisitorActive} broadcasts. */
    static final String[] NETSENDO_FIELDS = {
        "visitor_token", "page_url", "page_title", "device_type", "browser", "timestamp"
    };

    private static final String AUTH = "/livevisitors/auth";

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    private BrowserContext profile;
    private Page page;

    @BeforeAll
    static void open() {
        shop = Shop.open();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void openBrowser() {
        profile = Chromium.profile(new Browser.NewContextOptions().setBypassCSP(true));
        page = profile.newPage();
    }

    @AfterEach
    void closeBrowser() {
        profile.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/livevisitors"})
    void receivesNetSendosSixFieldsOnItsPrivateChannel(String wsPath) {
        String title = "Seen by Echo at '" + wsPath + "/app'";
        echo(shop, wsPath, AUTH, Site.TOKEN);
        listenPrivate();
        page.waitForFunction("subscribed");
        assertThat(Beacons.send(
                                shop,
                                Beacons.FIREFOX,
                                Beacons.pageView("echo" + wsPath, shop.url("/plants/fern"), title))
                        .join())
                .isEqualTo(204);

        page.waitForFunction("title => seen.some(e => e.page_title === title)", title);
        @SuppressWarnings("unchecked")
        Map<String, Object> event =
                (Map<String, Object>) page.evaluate("title => seen.find(e => e.page_title === title)", title);
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

    @Test
    void aRefusalByTheSiteReachesTheErrorHandler() {
        echo(shop, "", AUTH, "the-wrong-token-of-somebody");
        listenPrivate();

        page.waitForFunction("refusals.length > 0");
        assertThat((String) page.evaluate("JSON.stringify(refusals[0])")).contains("403");
        assertThat((boolean) page.evaluate("subscribed")).isFalse();
    }

    @Test
    void aSignatureThatDoesNotFitReachesTheErrorHandlerToo() {
        page.route(
                "**/forged-auth",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"auth\":\"" + Site.KEY + ":" + "0".repeat(64) + "\"}")));
        echo(shop, "", "/forged-auth", Site.TOKEN);
        listenPrivate();

        page.waitForFunction("refusals.length > 0");
        assertThat((String) page.evaluate("JSON.stringify(refusals[0])")).contains("401");
        assertThat((boolean) page.evaluate("subscribed")).isFalse();
    }

    @Test
    void anUnknownKeyIsNotTriedAgain() {
        openPage(shop);
        page.evaluate(
                "options => { window.echo = new Echo.default(options); }", options(shop, "", AUTH, Site.TOKEN, "who"));

        page.waitForFunction("echo.connector.pusher.connection.state === 'failed'"
                + " || echo.connector.pusher.connection.state === 'disconnected'");
    }

    @Test
    void anybodyMayFollowThePublicCountOfAPublicPixelAndNothingElse() {
        try (HostServer host = HostServer.open(builder ->
                builder.pixels(PixelDirectory.of(List.of(Pixel.of(Site.PIXEL).withPublicCount(2)))))) {
            echo(host, "/livevisitors", AUTH, "nobody");
            page.evaluate("""
                    channel => {
                      window.everything = [];
                      echo.channel(channel)
                          .subscribed(() => { window.subscribed = true; })
                          .listen('.visitors.count', e => seen.push(e));
                      echo.connector.pusher.bind_global((name, data) => everything.push(name));
                    }""", "pixel." + Site.PIXEL);
            page.waitForFunction("subscribed");
            page.waitForFunction("seen.some(e => e.count === null && e.below === 2)");
            for (String visitor : List.of("one", "two", "three")) {
                String url = host.url("/of/" + visitor);
                assertThat(Beacons.send(host, Beacons.FIREFOX, Beacons.pageView(visitor, url, visitor))
                                .join())
                        .isEqualTo(204);
            }

            page.waitForFunction("seen.some(e => e.count === 3)");
            assertThat((List<?>) page.evaluate("[...new Set(everything.filter(n => !n.startsWith('pusher')))]"))
                    .isEqualTo(List.of("visitors.count"));
            assertThat((List<?>) page.evaluate("[...new Set(seen.flatMap(e => Object.keys(e)))].sort()"))
                    .isEqualTo(List.of("below", "count", "seq"));
        }
    }

    private void listenPrivate() {
        page.evaluate("""
                channel => echo.private(channel)
                    .subscribed(() => { window.subscribed = true; })
                    .error(refusal => refusals.push(refusal))
                    .listen('.visitor.active', e => seen.push(e))""", "pixel." + Site.PIXEL);
    }

    private void echo(Site site, String wsPath, String authEndpoint, String token) {
        openPage(site);
        page.evaluate(
                "options => { window.echo = new Echo.default(options); }",
                options(site, wsPath, authEndpoint, token, Site.KEY));
    }

    private static Map<String, Object> options(
            Site site, String wsPath, String authEndpoint, String token, String key) {
        return Map.ofEntries(
                Map.entry("broadcaster", "reverb"),
                Map.entry("key", key),
                Map.entry("wsHost", Site.HOST),
                Map.entry("wsPort", site.port()),
                Map.entry("wssPort", site.port()),
                Map.entry("wsPath", wsPath),
                Map.entry("forceTLS", false),
                Map.entry("enabledTransports", List.of("ws", "wss")),
                Map.entry("authEndpoint", authEndpoint),
                Map.entry("auth", Map.of("headers", Map.of("Authorization", "Bearer " + token))));
    }

    /** A page of the site's origin, with the two libraries as npm has them. */
    private void openPage(Site site) {
        page.navigate(site.url("/livevisitors/up"));
        NpmClients.load(page, "pusher-js/dist/web/pusher.js");
        NpmClients.load(page, "laravel-echo/dist/echo.iife.js");
        page.evaluate("() => { window.seen = []; window.refusals = []; window.subscribed = false; }");
    }
}
