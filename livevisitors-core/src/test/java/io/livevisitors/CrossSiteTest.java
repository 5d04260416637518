package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.Access;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of other origins do not use the credentials that a browser has for this one. */
class CrossSiteTest {

    private static final String USER = "ann";

    private final AtomicInteger asked = new AtomicInteger();
    private final LiveVisitors live = LiveVisitors.builder()
            .pixel("shop")
            .keys("app", "key", "secret")
            .allowedOrigins("*", "null", "https://desk.example")
            .trustedProxies("10.0.0.0/8")
            .authorizer(request -> asked.incrementAndGet() > 0)
            .channelAuthorizer(request -> {
                asked.incrementAndGet();
                return ChannelGrant.member(USER, Map.of());
            })
            .build();

    @AfterEach
    void close() {
        live.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // what browsers say of themselves
                "same-origin, cors, empty, -, true",
                "same-origin, cors, empty, https://shop.example, true",
                "same-origin, no-cors, script, -, true",
                "same-origin, cors, empty, null, true",
                "none, navigate, document, -, true",
                "same-site, cors, empty, https://evil.shop.example, false",
                "cross-site, cors, empty, https://evil.example, false",
                "cross-site, no-cors, script, -, false",
                "cross-site, no-cors, image, -, false",
                "same-site, no-cors, image, -, false",
                "cross-site, cors, empty, null, false",
                // the page is shown, and tells nobody
                "cross-site, navigate, document, -, true",
                "same-site, navigate, document, -, true",
                "cross-site, navigate, iframe, -, false",
                "cross-site, navigate, embed, -, false",
                "cross-site, navigate, document, https://evil.example, false",
                // of the host's own choice
                "cross-site, cors, empty, https://desk.example, true",
                "same-site, cors, empty, https://desk.example, true",
                "cross-site, cors, empty, https://desk.example.evil.example, false",
                // http and https of one name are two sites
                "cross-site, cors, empty, http://shop.example, false",
                // older browsers, and those that came without TLS
                "-, -, -, https://shop.example, true",
                "-, -, -, https://desk.example, true",
                "-, -, -, https://evil.example, false",
                "-, -, -, https://shop.example:8443, false",
                "-, -, -, null, false",
                "-, -, -, 'https://shop.example, https://evil.example', false",
                // no browser at all
                "-, -, -, -, true",
                // nonsense
                "'same-origin, cross-site', cors, empty, -, false",
                "SAME-ORIGIN, cors, empty, -, false",
                "'', cors, empty, -, false",
            })
    void onlyPagesOfThisOriginAndOfNamedOnesSeeAnything(
            @Nullable String site,
            @Nullable String mode,
            @Nullable String dest,
            @Nullable String origin,
            boolean granted) {
        ClientRequest request = request("GET", "192.0.2.1", site, mode, dest, origin);

        assertThat(live.gateway().access(request, "shop")).isEqualTo(granted ? Access.GRANTED : Access.CROSS_SITE);
        assertThat(live.gateway().visiblePixels(request).count()).isEqualTo(granted ? 1 : 0);
        assertThat(live.gateway().visitors(request).status()).isEqualTo(granted ? 200 : 403);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, cors, -, true",
                "cross-site, cors, https://desk.example, true",
                "-, -, https://shop.example, true",
                "-, -, -, true",
                "same-site, cors, https://evil.shop.example, false",
                "cross-site, navigate, https://evil.example, false",
                "cross-site, navigate, -, false",
                "cross-site, no-cors, null, false",
                "-, -, https://evil.example, false",
                "-, -, null, false",
            })
    void nothingIsSignedForOthers(
            @Nullable String site, @Nullable String mode, @Nullable String origin, boolean signed) {
        for (String channel : new String[] {"private-pixel.shop", "private-orders", "presence-desk"}) {
            Reply reply = live.gateway()
                    .authorizeChannel(request("POST", "192.0.2.1", site, mode, "document", origin), "1.2", channel);

            assertThat(reply.status()).as(channel).isEqualTo(signed ? 200 : 403);
            assertThat(String.valueOf(reply.body()).contains("\"auth\"")).isEqualTo(signed);
            assertThat(String.valueOf(reply.body()).contains("\"error\":\"origin_not_allowed\""))
                    .isNotEqualTo(signed);
        }
    }

    @Test
    void theHostsOwnCodeIsNotAskedAndTheRefusalIsCounted() {
        ClientRequest foreign = request("POST", "192.0.2.1", "cross-site", "cors", "empty", "https://evil.example");

        Access access = live.gateway().access(foreign, "shop");
        Reply reply = live.gateway().authorizeChannel(foreign, "1.2", "presence-desk");

        assertThat(access).isEqualTo(Access.CROSS_SITE);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(asked).hasValue(0);
        assertThat(live.counters()).containsEntry("cross_site_refused", 2L);
    }

    @Test
    void theLogNamesTheOriginOnceWithTheRemedy() {
        try (LogLines log = new LogLines(OriginRules.class)) {
            for (int i = 0; i < 3; i++) {
                Access access = live.gateway()
                        .access(
                                request("GET", "192.0.2.1", "cross-site", "cors", "empty", "https://evil.example"),
                                "shop");
                assertThat(access.status()).isEqualTo(403);
            }
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("https://evil.example", "protected paths", "allowedOrigins");
        }
    }

    @Test
    void aRequestThatNamesNoPageMakesTheLogAskForNone() {
        try (LogLines log = new LogLines(OriginRules.class)) {
            ClientRequest preflight = request("OPTIONS", "192.0.2.1", null, null, null, null);

            assertThat(live.gateway().collector().preflight(preflight).status()).isEqualTo(403);
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void withoutCredentialsTheAnswerIsTheOneThatStrangersGet() {
        ClientRequest stranger = new ClientRequest(
                "GET",
                "/",
                "192.0.2.1",
                "shop.example",
                true,
                Map.of("Sec-Fetch-Site", "cross-site")::get,
                name -> null,
                null,
                role -> false);

        assertThat(live.gateway().access(stranger, "shop")).isEqualTo(Access.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.7, shop.example, true", "10.0.0.7, evil.example, false", "192.0.2.1, shop.example, false"})
    void behindATrustedProxyTheOriginIsTheOneThatTheBrowserSaw(String peer, String forwardedHost, boolean granted) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Origin", "https://shop.example");
        headers.put("X-Forwarded-Host", forwardedHost);
        ClientRequest request = new ClientRequest(
                "POST", "/auth", peer, "app:8080", false, headers::get, name -> null, USER, role -> true);

        assertThat(live.gateway().access(request, "shop") == Access.GRANTED).isEqualTo(granted);
    }

    private static ClientRequest request(
            String method,
            String peer,
            @Nullable String site,
            @Nullable String mode,
            @Nullable String dest,
            @Nullable String origin) {
        Map<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Sec-Fetch-Site", site);
        headers.put("Sec-Fetch-Mode", mode);
        headers.put("Sec-Fetch-Dest", dest);
        headers.put("Origin", origin);
        return new ClientRequest(
                method,
                "/",
                peer,
                "shop.example",
                true,
                headers::get,
                Map.of("pixel_id", "shop")::get,
                USER,
                role -> true);
    }
}
