package io.livevisitors.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.LiveVisitors;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.DashboardAuthorizer;
import io.livevisitors.web.DashboardRequest;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets which answer below {@code dashboard/}, in a real container. */
class DashboardServletTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String BASE = "/shop/livevisitors/dashboard";

    /** Those of the pixels that the token opens. */
    private final Set<String> visible = ConcurrentHashMap.newKeySet();

    private final LiveVisitors live = LiveVisitors.builder()
            .pixel("shop")
            .pixel("journal")
            .keys("app-id", "app-key", "app-secret-0123456789")
            .authorizer(new OpenPixels(DashboardAuthorizer.token(TOKEN), visible))
            .build();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @BeforeEach
    void start() throws Exception {
        visible.addAll(List.of("shop", "journal", "unknown", "none"));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/shop");
        context.addServlet(new ServletHolder(new DashboardServlet(live)), "/livevisitors/dashboard/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        live.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?pixel_id=shop",
                "/?pixel_id=unknown",
                "/main.js",
                "/config.json?pixel_id=shop",
                "/nothing.js"
            })
    void withoutCredentialsEveryPathIsUnauthorized(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/?pixel_id=shop",
                "/?pixel_id=unknown",
                "/main.js",
                "/config.json?pixel_id=shop",
                "/nothing.js"
            })
    void withWrongCredentialsEveryPathIsForbidden(String path) throws Exception {
        assertThat(get(path, bearer("wrong-0123456789")).statusCode()).isEqualTo(403);
    }

    @Test
    void knownAndUnknownPixelsLookAlikeToWhoeverMaySeeNeither() throws Exception {
        HttpResponse<String> known = get("/?pixel_id=shop", bearer("wrong-0123456789"));
        HttpResponse<String> unknown = get("/?pixel_id=unknown", bearer("wrong-0123456789"));
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(unknown.headers().map().keySet())
                .isEqualTo(known.headers().map().keySet());
        assertThat(get("/?pixel_id=unknown", bearer(TOKEN)).statusCode()).isEqualTo(404);
    }

    @Test
    void thePathWithoutSlashLeadsToTheOneWithIt() throws Exception {
        HttpResponse<String> response = get("?pixel_id=shop");
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(location(response)).isEqualTo("./dashboard/?pixel_id=shop");
    }

    @Test
    void withoutAPixelTheFirstThatThePersonMaySeeIsShown() throws Exception {
        HttpResponse<String> response = get("/", bearer(TOKEN));
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(location(response)).isEqualTo("./?pixel_id=shop");
    }

    @Test
    void whoeverMaySeeOnePixelOnlyIsLedThereAndSeesNoOther() throws Exception {
        visible.remove("shop");
        assertThat(location(get("/", bearer(TOKEN)))).isEqualTo("./?pixel_id=journal");
        assertThat(get("/?pixel_id=shop", bearer(TOKEN)).statusCode()).isEqualTo(403);
        assertThat(get("/config.json?pixel_id=journal", bearer(TOKEN)).body())
                .contains("[\"journal\"]")
                .doesNotContain("shop");
    }

    @Test
    void thePageComesWithAPolicyThatLetsNothingElseRun() throws Exception {
        HttpResponse<String> response = get("/?pixel_id=shop", bearer(TOKEN));
        assertThat(response.statusCode()).isEqualTo(200);
        String policy = header(response, "Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'")
                .contains("connect-src 'self' ws://127.0.0.1:" + connector.getLocalPort())
                .contains("form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "data:", "*");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example; script-src *", "a.example 'unsafe-inline'", "a,b", "*", "a/b"})
    void aHostThatIsNoHostDoesNotReachThePolicy(String host) {
        assertThat(SecurityHeaders.of(host).get("Content-Security-Policy")).contains("connect-src 'self';");
    }

    @Test
    void everyFileThePageNamesIsServedWithItsType() throws Exception {
        for (String name : Asset.all().keySet()) {
            if (name.equals(Asset.PAGE)) {
                continue;
            }
            HttpResponse<String> response = get("/" + name, bearer(TOKEN));
            assertThat(response.statusCode()).as(name).isEqualTo(200);
            assertThat(header(response, "Content-Type"))
                    .as(name)
                    .matches("text/(javascript|css);charset=utf-8|image/svg\\+xml");
            var imports = Pattern.compile("from \"\\./([a-z]+\\.js)\"").matcher(response.body());
            assertThat(imports.results().map(r -> r.group(1)))
                    .isSubsetOf(Asset.all().keySet());
        }
    }

    @Test
    void theWholePageIsSmall() {
        List<Asset> loaded = loadedFrom(Asset.PAGE).stream()
                .map(name -> requireNonNull(Asset.all().get(name)))
                .toList();
        assertThat(loaded).hasSizeGreaterThan(20);
        assertThat(loaded.stream().mapToInt(asset -> asset.plain().length).sum())
                .isLessThan(96_000);
        assertThat(loaded.stream().mapToInt(asset -> asset.gzipped().length).sum())
                .isLessThan(38_000);
    }

    /** A file's own name, and the names of all that it has a browser load. */
    private static Set<String> loadedFrom(String start) {
        Set<String> names = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (names.add(name)) {
                String text = new String(requireNonNull(Asset.all().get(name)).plain(), UTF_8);
                Pattern.compile("(?:from \"\\./|(?:src|href)=\")([a-z]+\\.(?:js|css|svg))\"")
                        .matcher(text)
                        .results()
                        .forEach(found -> open.push(found.group(1)));
            }
        }
        return names;
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() throws Exception {
        String etag = header(get("/main.js", bearer(TOKEN)), "ETag");
        HttpResponse<String> again = get("/main.js", r -> bearer(TOKEN).apply(r).header("If-None-Match", etag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void filesAreCompressedForBrowsersThatTakeIt() throws Exception {
        HttpResponse<String> packed =
                get("/main.js", r -> bearer(TOKEN).apply(r).header("Accept-Encoding", "gzip, br"));
        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        HttpResponse<String> plain = get("/main.js", r -> bearer(TOKEN).apply(r).header("Accept-Encoding", "gzip;q=0"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../WEB-INF/web.xml",
                "/..%2f..%2fWEB-INF/web.xml",
                "/%2e%2e/Dashboard.class",
                "/page/main.js",
                "/index.html",
                "//main.js",
                "/main.js/",
                "/main.js%00",
                "/..;/main.js",
                "/DashboardServlet.class"
            })
    void onlyTheFilesOfThePageAreThere(String path) throws Exception {
        String answer = raw("GET " + BASE + path + " HTTP/1.1");
        assertThat(answer).matches(Pattern.compile("HTTP/1.1 (404|400) .*", Pattern.DOTALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        assertThat(raw(method + " " + BASE + "/?pixel_id=shop HTTP/1.1"))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD");
    }

    @Test
    void headAnswersLikeGetWithoutTheBody() throws Exception {
        HttpResponse<String> head =
                send(r -> bearer(TOKEN).apply(r).method("HEAD", HttpRequest.BodyPublishers.noBody()), "/main.js");
        HttpResponse<String> get = get("/main.js", bearer(TOKEN));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
        assertThat(header(head, "Content-Length")).isEqualTo(header(get, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?pixel_id=shop", "/main.js", "/config.json?pixel_id=shop", "/doctor"})
    void aPageOfAnotherOriginLoadsNothing(String path) throws Exception {
        for (String site : List.of("cross-site", "same-site")) {
            HttpResponse<String> response = get(
                    path,
                    request -> request.header("Cookie", "livevisitors_token=" + TOKEN)
                            .header("Sec-Fetch-Site", site)
                            .header("Sec-Fetch-Mode", "no-cors"));
            assertThat(response.statusCode()).as(site).isEqualTo(403);
            assertThat(response.body()).doesNotContain("shop", "{");
        }
    }

    @Test
    void aLinkOnAnotherSiteOpensThePageButNotInAFrame() throws Exception {
        UnaryOperator<HttpRequest.Builder> followed = request -> request.header("Cookie", "livevisitors_token=" + TOKEN)
                .header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate");
        assertThat(get("/?pixel_id=shop", r -> followed.apply(r).header("Sec-Fetch-Dest", "document"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/?pixel_id=shop", r -> followed.apply(r).header("Sec-Fetch-Dest", "iframe"))
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iframe", "image", "empty"})
    void aPageOfAnotherSiteSignsNobodyIn(String destination) throws Exception {
        HttpResponse<String> response = get(
                "/?token=" + TOKEN,
                request -> request.header("Sec-Fetch-Site", "cross-site").header("Sec-Fetch-Dest", destination));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aTokenInTheAddressBecomesACookieAndLeavesTheAddress() throws Exception {
        HttpResponse<String> response = get("/?pixel_id=shop&token=" + TOKEN);
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(location(response)).isEqualTo("./?pixel_id=shop");
        assertThat(header(response, "Set-Cookie"))
                .isEqualTo("livevisitors_token=" + TOKEN + "; Path=/; HttpOnly; SameSite=Strict");
        HttpResponse<String> page = get("/?pixel_id=shop", r -> r.header("Cookie", "livevisitors_token=" + TOKEN));
        assertThat(page.statusCode()).isEqualTo(200);
    }

    @Test
    void theCookieIsSecureWhereATrustedProxyTookTheRequestOverTls() throws Exception {
        HttpResponse<String> unbelieved =
                get("/?token=" + TOKEN, request -> request.header("X-Forwarded-Proto", "https"));
        assertThat(header(unbelieved, "Set-Cookie")).doesNotContain("Secure");
        try (LiveVisitors behindProxy = LiveVisitors.builder()
                .pixel("shop")
                .keys("app-id", "app-key", "app-secret-0123456789")
                .authorizer(DashboardAuthorizer.token(TOKEN))
                .trustedProxies("127.0.0.1")
                .build()) {
            serve(behindProxy);
            HttpResponse<String> tls = get("/?token=" + TOKEN, request -> request.header("X-Forwarded-Proto", "https"));
            assertThat(header(tls, "Set-Cookie"))
                    .isEqualTo("livevisitors_token=" + TOKEN + "; Path=/; HttpOnly; SameSite=Strict; Secure");
            HttpResponse<String> plain =
                    get("/?token=" + TOKEN, request -> request.header("X-Forwarded-Proto", "http"));
            assertThat(header(plain, "Set-Cookie")).doesNotContain("Secure");
        }
    }

    @Test
    void everyTokenThatTheLinkTakesOpensTheDashboardByIt() throws Exception {
        String allCharacters = IntStream.rangeClosed('!', '~')
                .filter(c -> "\",;\\".indexOf(c) < 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        for (String token : List.of(TOKEN, allCharacters, "x".repeat(256))) {
            try (LiveVisitors opened = LiveVisitors.builder()
                    .pixel("shop")
                    .keys("app-id", "app-key", "app-secret-0123456789")
                    .authorizer(DashboardAuthorizer.token(token))
                    .build()) {
                serve(opened);
                HttpResponse<String> link =
                        get("/?pixel_id=shop&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
                assertThat(link.statusCode()).as(token).isEqualTo(303);
                String cookie = header(link, "Set-Cookie").replaceFirst("; Path=/.*", "");
                HttpResponse<String> page = get("/?pixel_id=shop", request -> request.header("Cookie", cookie));
                assertThat(page.statusCode()).as(token).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", ",", ";", " ", "\u007f", "\u00e9", "\n"})
    void aTokenHasNoCharacterThatACookieMayNotHold(String character) {
        assertThat(TokenLink.isWellFormed(TOKEN + character)).isFalse();
    }

    @Test
    void aTokenHasSixteenToTwoHundredAndFiftySixCharacters() {
        assertThat(TokenLink.isWellFormed("x".repeat(15))).isFalse();
        assertThat(TokenLink.isWellFormed("x".repeat(16))).isTrue();
        assertThat(TokenLink.isWellFormed("x".repeat(256))).isTrue();
        assertThat(TokenLink.isWellFormed("x".repeat(257))).isFalse();
    }

    @Test
    void aWrongTokenInTheAddressIsForbiddenAndSetsNoCookie() throws Exception {
        for (String token : List.of("wrong-0123456789", "x;%20Path=/", "%0d%0aSet-Cookie:a=b", "")) {
            HttpResponse<String> response = get("/?token=" + token);
            assertThat(response.statusCode()).as(token).isEqualTo(403);
            assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void whoeverIsSignedInGetsNoCookieFromAStrangersLink() throws Exception {
        HttpResponse<String> response = get("/?token=planted-by-a-stranger", bearer(TOKEN));
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(location(response)).isEqualTo("./");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void theConfigurationNamesTheKeyThePixelsAndTheWarnings() throws Exception {
        HttpResponse<String> response = get("/config.json?pixel_id=journal", bearer(TOKEN));
        assertThat(header(response, "Content-Type")).startsWith("application/json");
        assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
        var config = new ObjectMapper().readTree(response.body());
        assertThat(config.path("pixel_id").asText()).isEqualTo("journal");
        assertThat(config.path("pixels")).hasSize(2);
        assertThat(config.path("key").asText()).isEqualTo("app-key");
        assertThat(config.path("warnings").isArray()).isTrue();
    }

    @Test
    void theConfigurationTellsAPageWhatAProxyTookFromItsOwnAttempt() throws Exception {
        StrippedUpgrade stripped = new StrippedUpgrade(Set.of(Part.UPGRADE, Part.CONNECTION));
        live.gateway().upgradeStripped(attempt("attempt-1"), stripped);

        JsonNode told = config("&attempt=attempt-1").path("upgrade_stripped");
        assertThat(told.path("message").asText()).isEqualTo(stripped.message());
        assertThat(told.path("remedy").asText()).isEqualTo(stripped.remedy());
        assertThat(told.path("lines"))
                .extracting(JsonNode::asText)
                .containsExactly("proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection \"upgrade\";");
        assertThat(config("&attempt=attempt-2").path("upgrade_stripped").isNull())
                .isTrue();
        assertThat(config("").path("upgrade_stripped").isNull()).isTrue();
    }

    private JsonNode config(String more) throws Exception {
        return new ObjectMapper()
                .readTree(
                        get("/config.json?pixel_id=shop" + more, bearer(TOKEN)).body());
    }

    private static ClientRequest attempt(String name) {
        return new ClientRequest(
                "GET",
                "/app/app-key",
                "127.0.0.1",
                "127.0.0.1",
                false,
                header -> null,
                Map.of("attempt", name)::get,
                null,
                role -> false);
    }

    @Test
    void aWarningTravelsAsItIsWhateverItQuotes() throws Exception {
        String warning = "Say \"trustedProxies\" \\ </script>\n\u2028é";
        String json = PageConfig.json("shop", List.of("shop"), "app-key", List.of(warning), null);
        assertThat(new ObjectMapper().readTree(json).path("warnings").path(0).asText())
                .isEqualTo(warning);
        assertThat(json).doesNotContain("<").matches("\\p{ASCII}*");
    }

    @Test
    void aServletOfAWebXmlFindsItsInstanceInTheContext() throws Exception {
        ServletContextHandler context = new ServletContextHandler("/other");
        context.setAttribute(LiveVisitors.CONTEXT_ATTRIBUTE, live);
        context.addServlet(DashboardServlet.class, "/livevisitors/dashboard/*");
        server.stop();
        server.setHandler(context);
        server.start();
        String answer = raw("GET /other/livevisitors/dashboard/?pixel_id=shop HTTP/1.1");
        assertThat(answer).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aMissingInstanceIsNamedWithTheWayToSetIt() {
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(DashboardServlet.class);
        context.addServlet(holder, "/dashboard/*");
        holder.setInitOrder(1);
        assertThatThrownBy(() -> {
                    server.stop();
                    server.setHandler(context);
                    server.start();
                })
                .hasMessageContaining(LiveVisitors.CONTEXT_ATTRIBUTE)
                .hasMessageContaining("contextInitialized");
    }

    /** The token's authorizer for some of the pixels only. */
    private record OpenPixels(DashboardAuthorizer token, Set<String> visible) implements DashboardAuthorizer {

        @Override
        public boolean mayView(DashboardRequest request) {
            return visible.contains(request.pixelId()) && token.mayView(request);
        }

        @Override
        public boolean hasCredentials(ClientRequest request) {
            return token.hasCredentials(request);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() -> new AssertionError(name + " is missing"));
    }

    private static String location(HttpResponse<?> response) {
        return header(response, "Location");
    }

    private static UnaryOperator<HttpRequest.Builder> bearer(String token) {
        return request -> request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, request -> request);
    }

    private HttpResponse<String> get(String path, UnaryOperator<HttpRequest.Builder> with) throws Exception {
        return send(with, path);
    }

    private HttpResponse<String> send(UnaryOperator<HttpRequest.Builder> with, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + BASE + path);
        return client.send(with.apply(HttpRequest.newBuilder(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** From here on another instance's dashboard stands at the same address. */
    private void serve(LiveVisitors other) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/shop");
        context.addServlet(new ServletHolder(new DashboardServlet(other)), "/livevisitors/dashboard/*");
        server.stop();
        server.setHandler(context);
        server.start();
    }

    /** A request line as it stands, which clients would normalize or refuse. */
    private String raw(String requestLine) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            String request = requestLine + "\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
