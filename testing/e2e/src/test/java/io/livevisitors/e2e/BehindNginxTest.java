package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything through {@code samples/proxy}: over TLS, below a path that the server never sees, and without a setting for it. */
@ExtendWith(Chromium.class)
class BehindNginxTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    @SuppressWarnings("NullAway.Init")
    private static Nginx nginx;

    private BrowserContext profile;

    @BeforeAll
    static void open() throws IOException {
        shop = Shop.openBehind("127.0.0.1");
        nginx = Nginx.inFrontOf(shop, folder);
    }

    @AfterAll
    static void close() {
        nginx.close();
        shop.close();
    }

    @BeforeEach
    void openBrowser() {
        profile = Chromium.profile(
                new Browser.NewContextOptions().setBypassCSP(true).setIgnoreHTTPSErrors(true));
    }

    @AfterEach
    void closeBrowser() {
        profile.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Nginx.PREFIX, Nginx.PREFIX + "/livevisitors"})
    void echoHearsOfAVisitorWhoCameThroughTheProxyToo(String wsPath) {
        Page dashboard = openEcho(wsPath);
        dashboard.evaluate("""
                channel => echo.private(channel)
                    .subscribed(() => { window.subscribed = true; })
                    .error(refusal => { throw new Error(JSON.stringify(refusal)); })
                    .listen('.visitor.active', e => seen.push(e))""", "pixel." + Site.PIXEL);
        dashboard.waitForFunction("subscribed");

        Page visitor = profile.newPage();
        visitor.navigate(nginx.url("/plants/fern"));

        dashboard.waitForFunction("url => seen.some(e => e.page_url === url)", nginx.url("/plants/fern"));
        assertThat((String) dashboard.evaluate("echo.connector.pusher.connection.socket_id"))
                .matches("\\d+\\.\\d+");
    }

    @Test
    void aBackendPublishesBelowThePrefixWithASignatureThatKnowsNothingOfIt() throws Exception {
        Page dashboard = openEcho(Nginx.PREFIX);
        dashboard.evaluate("""
                () => echo.channel('orders')
                    .subscribed(() => { window.subscribed = true; })
                    .listen('.order.paid', e => seen.push(e))""");
        dashboard.waitForFunction("subscribed");

        HttpResponse<String> answer =
                publish("{\"name\":\"order.paid\",\"channel\":\"orders\",\"data\":\"{\\\"total\\\":42}\"}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        dashboard.waitForFunction("seen.length > 0");
        assertThat(dashboard.evaluate("seen[0]")).isEqualTo(Map.of("total", 42));
    }

    @Test
    void theDashboardIsLiveAndFollowsAVisitor() {
        try (Dashboard dashboard = Dashboard.open(nginx)) {
            Page visitor = profile.newPage();
            visitor.navigate(nginx.url("/plants/cactus"));
            assertThat(dashboard.row("Bunny-ear cactus | Fernweh")).hasCount(1);

            visitor.getByText("About").first().click();
            assertThat(dashboard.row("About this shop | Fernweh")).hasCount(1);
            assertThat(dashboard.page().locator("#warnings")).isHidden();
            assertThat(dashboard.page().context().cookies())
                    .singleElement()
                    .satisfies(cookie -> assertThat(cookie.secure).isTrue());
        }
    }

    @Test
    void theDoctorSeesASocketOpenFromTheBrowserAndNothingToMendInTheProxy() {
        try (Dashboard dashboard = Dashboard.open(nginx)) {
            Page page = dashboard.page();
            page.locator(".foot a").click();

            assertThat(page.locator("[data-check=browser]")).hasAttribute("data-verdict", "ok");
            assertThat(page.locator("[data-check=browser]")).containsText("localhost:" + nginx.port());
            assertThat(page.locator("[data-verdict=fault]")).hasCount(0);
            dashboard.screenshot("doctor-behind-nginx");
        }
    }

    @Test
    void theShopsLinksAndItsSinglePagePartHoldBelowThePrefix() {
        Page visitor = profile.newPage();
        visitor.onResponse(
                response -> assertThat(response.status()).as(response.url()).isLessThan(400));
        visitor.navigate(nginx.url("/plants"));
        assertThat(visitor).hasURL(nginx.url("/plants/"));
        visitor.getByText("Planner").click();
        visitor.getByText("South").click();
        visitor.getByText("How do I keep them?").click();
        assertThat(visitor).hasURL(nginx.url("/windowsill/south/care"));
        visitor.getByText("Plants", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(visitor).hasURL(nginx.url("/plants/"));
    }

    @Test
    void visitorsAreToldApartByTheAddressThatTheProxyForwards() throws Exception {
        int before = count();
        pageViewFrom(2);
        pageViewFrom(3);
        pageViewFrom(3);

        assertThat(count()).isEqualTo(before + 2);
    }

    /** The server knows its pages by other names than the browser does, and has to be told. */
    @Test
    void aPageThatFilterAndPixelBothSawIsOnePageView() throws IOException {
        try (HostServer host = HostServer.openWithFilter(
                        Map.of(),
                        PlainPages.pixelFrom(Nginx.PREFIX),
                        builder -> builder.pixel(Site.PIXEL).trustedProxies("127.0.0.1"));
                Nginx proxy = Nginx.inFrontOf(host, Files.createDirectory(folder.resolve("filter")))) {
            profile.newPage().navigate(proxy.url("/pages/one"));

            await().until(() -> host.visitors().stream().anyMatch(visitor -> visitor.tabs() == 1));
            assertThat(host.visitors()).singleElement().satisfies(visitor -> {
                assertThat(visitor.pageUrl()).isEqualTo(proxy.url("/pages/one"));
                assertThat(visitor.pageViews()).isEqualTo(1);
            });
        }
    }

    @Test
    void aServerThatDoesNotTrustTheProxyIsLiveAllTheSameAndSaysWhatIsMissing() throws IOException {
        try (Shop trustsNobody = Shop.open();
                Nginx proxy = Nginx.inFrontOf(trustsNobody, Files.createDirectory(folder.resolve("untrusted")));
                Dashboard dashboard = Dashboard.open(proxy)) {
            assertThat(dashboard.page().locator("#warnings")).containsText("trustedProxies(\"127.0.0.1\")");
        }
    }

    /** A page of the proxy's origin, with the two libraries as npm has them, set up as Laravel's own scaffolding does. */
    private Page openEcho(String wsPath) {
        Page page = profile.newPage();
        page.navigate(nginx.url("/up"));
        NpmClients.load(page, "pusher-js/dist/web/pusher.js");
        NpmClients.load(page, "laravel-echo/dist/echo.iife.js");
        page.evaluate("() => { window.seen = []; window.subscribed = false; }");
        page.evaluate(
                "options => { window.echo = new Echo.default(options); }",
                Map.ofEntries(
                        Map.entry("broadcaster", "reverb"),
                        Map.entry("key", Site.KEY),
                        Map.entry("wsHost", "localhost"),
                        Map.entry("wsPort", nginx.port()),
                        Map.entry("wssPort", nginx.port()),
                        Map.entry("wsPath", wsPath),
                        Map.entry("forceTLS", true),
                        Map.entry("enabledTransports", List.of("ws", "wss")),
                        Map.entry("authEndpoint", Nginx.PREFIX + "/livevisitors/auth"),
                        Map.entry("auth", Map.of("headers", Map.of("Authorization", "Bearer " + Site.TOKEN)))));
        return page;
    }

    private static HttpResponse<String> publish(String body) throws Exception {
        String path = "/apps/" + Site.APP_ID + "/events";
        byte[] md5 = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
        String query = "auth_key=" + Site.KEY + "&auth_timestamp=" + System.currentTimeMillis() / 1000
                + "&auth_version=1.0&body_md5=" + "%032x".formatted(new BigInteger(1, md5));
        String signature = new ChannelSigner(Site.KEY, Site.SECRET).signRequest("POST\n" + path + "\n" + query);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(nginx.url(path) + "?" + query + "&auth_signature=" + signature))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return nginx.client().send(request, BodyHandlers.ofString());
    }

    /** A page view of somebody at 127.0.0.x who sends no name, and is known by address and browser alone. */
    private static void pageViewFrom(int address) throws IOException {
        String json = "{\"pixel_id\":\"" + Site.PIXEL + "\",\"event_type\":\"page_view\",\"page_url\":\""
                + nginx.url("/cart") + "\"}";
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address});
        try (Socket socket = nginx.trust()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), nginx.port(), from, 0)) {
            socket.setSoTimeout(20_000);
            String request = "POST " + Nginx.PREFIX + "/livevisitors/event HTTP/1.1\r\nHost: localhost:" + nginx.port()
                    + "\r\nUser-Agent: " + Beacons.FIREFOX + "\r\nContent-Type: text/plain\r\nContent-Length: "
                    + json.length() + "\r\nConnection: close\r\n\r\n" + json;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 204 ");
        }
    }

    private static int count() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(nginx.url("/livevisitors/api/visitors?limit=0&pixel_id=" + Site.PIXEL)))
                .header("Authorization", "Bearer " + Site.TOKEN)
                .build();
        JsonNode answer = JSON.readTree(
                nginx.client().send(request, BodyHandlers.ofString()).body());
        return answer.path("count").asInt();
    }
}
