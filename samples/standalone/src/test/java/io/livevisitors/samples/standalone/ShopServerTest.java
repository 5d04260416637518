package io.livevisitors.samples.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShopServerTest {

    private static final String TOKEN = "0123456789abcdef";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private static ShopServer shop;

    @BeforeAll
    static void open() {
        shop = ShopServer.start(ShopSettings.from(
                new String[] {"--port", "0"},
                Map.of("LIVEVISITORS_PIXELS", "shop,blog", "LIVEVISITORS_DASHBOARD_TOKEN", TOKEN)));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, Fernweh",
        "/plants/, Plants | Fernweh",
        "/plants/fern, Boston fern | Fernweh",
        "/cart, Your cart | Fernweh",
        "/about, About this shop | Fernweh",
        "/windowsill/, Plan a windowsill | Fernweh",
        "/windowsill/south/care, Plan a windowsill | Fernweh",
    })
    void everyPageHasATitleOfItsOwnAndCarriesTheFirstPixel(String path, String title) throws Exception {
        HttpResponse<String> page = get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<title>" + title)
                .contains("livevisitors/pixel.js\" data-pixel=\"shop\"")
                .doesNotContain("{{", TOKEN);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("script-src 'self'", "connect-src 'self'")
                        .doesNotContain("unsafe"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/up",
                "/livevisitors/up",
                "/livevisitors/pixel.js",
                "/t/pixel/pixel.js",
                "/t/pixel/blog",
                "/assets/shop.css",
                "/assets/plants/pilea.svg",
                "/assets/plants.json"
            })
    void answersWhereTheShopReverbAndNetSendoWould(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    /** So that it may stand below a path that a proxy takes away. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/plants/",
                "/plants/fern",
                "/cart",
                "/about",
                "/windowsill/",
                "/windowsill/south/care",
                "/windowsill/a/b/c/d/e",
                "/nothing/grows/here"
            })
    void everyLinkLeadsFromThePageToWhereItShouldAndFromNoRoot(String path) throws Exception {
        URI page = URI.create("https://shop.example/stats" + path);
        List<String> links = Pattern.compile("(?:href|src)=\"([^\"#]+)\"")
                .matcher(get(path).body())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(links).hasSizeGreaterThan(8).noneMatch(link -> link.startsWith("/"));
        assertThat(links).map(link -> page.resolve(link).getPath()).allMatch(link -> link.startsWith("/stats/"));
        assertThat(links)
                .map(link -> page.resolve(link).getPath())
                .contains("/stats/", "/stats/plants/", "/stats/assets/shop.js", "/stats/livevisitors/pixel.js");
    }

    @Test
    void aFolderWithoutItsSlashLeadsToTheOneWithItWhereverTheShopStands() throws Exception {
        assertThat(get("/plants").statusCode()).isEqualTo(301);
        assertThat(get("/plants").headers().firstValue("Location")).hasValue("plants/");
    }

    @Test
    void saysThatItIsUp() throws Exception {
        assertThat(get("/up").body()).isEqualTo("{\"health\":\"OK\"}");
    }

    @Test
    void opensTheDashboardToTheTokenAlone() throws Exception {
        HttpResponse<String> opened = CLIENT.send(
                HttpRequest.newBuilder(URI.create(shop.dashboardUrl())).build(), BodyHandlers.ofString());

        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
        assertThat(get("/livevisitors/dashboard/").statusCode()).isEqualTo(401);
    }

    @Test
    void countsAPageView() throws Exception {
        HttpRequest beacon = HttpRequest.newBuilder(URI.create(shop.shopUrl() + "livevisitors/event"))
                .header("Content-Type", "text/plain")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0")
                .POST(HttpRequest.BodyPublishers.ofString("{\"pixel_id\":\"shop\",\"event_type\":\"page_view\","
                        + "\"page_url\":\"" + shop.shopUrl() + "plants/fern\",\"tab_id\":\"1\",\"seq\":1}"))
                .build();

        assertThat(CLIENT.send(beacon, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(shop.live().snapshot("shop").totals().count())
                                .isEqualTo(1));
    }

    @Test
    void namesNeitherItsServerNorAStackTrace() throws Exception {
        assertThat(get("/plants/nettle").statusCode()).isEqualTo(404);
        assertThat(get("/plants/nettle").body()).contains("Nothing grows here");
        assertThat(get("/plants/nettle").headers().map()).doesNotContainKeys("server", "x-powered-by");

        assertThat(raw("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("\tat ");
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").doesNotContainIgnoringCase("jetty");
        assertThat(raw("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: secret\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .doesNotContain("secret");
    }

    @Test
    void sendsAPageThatHasNotChangedOnlyOnce() throws Exception {
        String etag = get("/assets/shop.css").headers().firstValue("ETag").orElseThrow();

        HttpRequest again = HttpRequest.newBuilder(URI.create(shop.shopUrl() + "assets/shop.css"))
                .header("If-None-Match", etag)
                .build();

        assertThat(CLIENT.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
    }

    @Test
    void saysWhatToDoIfThePortIsTaken() {
        ShopSettings same = ShopSettings.from(new String[] {"--port", "" + shop.port()}, Map.of());

        assertThatThrownBy(() -> ShopServer.start(same))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContainingAll("port " + shop.port(), "--port N");
    }

    @Test
    void saysWhatToDoIfTheHostIsAnother() {
        ShopSettings elsewhere =
                ShopSettings.from(new String[] {"--port", "0"}, Map.of("REVERB_SERVER_HOST", "192.0.2.1"));

        assertThatThrownBy(() -> ShopServer.start(elsewhere))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContainingAll("REVERB_SERVER_HOST", "192.0.2.1", "127.0.0.1");
    }

    @Test
    void simulatedShoppersArriveAndAreGoneWithTheShop() {
        ShopSettings settings = ShopSettings.from(new String[] {"--port", "0", "--visitors", "5"}, Map.of());
        try (ShopServer busy = ShopServer.start(settings)) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    busy.live().snapshot("shop").totals().count())
                            .isPositive());
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create(shop.shopUrl()).resolve(path);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), shop.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
