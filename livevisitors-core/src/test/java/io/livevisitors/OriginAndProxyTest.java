package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.ClientRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may send, and who it is behind the proxies. */
class OriginAndProxyTest {

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, https://shop.example, true",
        "https://shop.example, http://shop.example, false",
        "https://shop.example, https://shop.example:8443, false",
        "https://shop.example:8443, https://shop.example:8443, true",
        "https://SHOP.example/, https://shop.EXAMPLE, true",
        "shop.example, http://shop.example:8080, true",
        "shop.example, https://evilshop.example, false",
        "shop.example, https://shop.example.evil.test, false",
        "*.shop.example, https://a.shop.example, true",
        "*.shop.example, https://a.b.shop.example, true",
        "*.shop.example, https://shop.example, false",
        "*.shop.example, https://evilshop.example, false",
        "https://*.shop.example, http://a.shop.example, false",
        "*, https://anything.test, true",
        "*, null, true",
        "null, null, true",
        "null, https://shop.example, false",
        "shop.example, null, false",
        "shop.example, not an origin, false",
        "shop.example, https://user@shop.example, false",
    })
    void originsMatchByTheirRules(String pattern, String origin, boolean allowed) {
        assertThat(OriginPattern.parse(pattern).matches(origin)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, shop.example, true",
        "https://shop.example, shop.example:443, true",
        "http://shop.example:8080, shop.example:8080, true",
        "http://shop.example:8080, shop.example, false",
        "https://shop.example, other.example, false",
        "http://[::1]:8085, [::1]:8085, true",
        "null, shop.example, false",
    })
    void withoutPatternsTheRequestsOwnHostIsAllowed(String origin, String host, boolean same) {
        assertThat(OriginPattern.isSameHost(origin, host)).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 6.6.6.6, 203.0.113.9 | 203.0.113.9",
                "10.0.0.1 | 203.0.113.9, 10.0.0.2 | 203.0.113.9",
                "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
                "10.0.0.1 | [2001:db8::7]:80 | 2001:db8:0:0:0:0:0:7",
                "10.0.0.1 | unknown | 10.0.0.1",
                "10.0.0.1 | 10.0.0.3 | 10.0.0.3",
                "192.0.2.5 | 203.0.113.9 | 192.0.2.5",
            })
    void theRightMostUntrustedHopIsTheClient(String peer, String forwardedFor, String client) {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8"));
        assertThat(proxies.client(request(peer, Map.of("X-Forwarded-For", forwardedFor))))
                .isEqualTo(client);
    }

    @Test
    void socketsOpenFromTheirOwnHostAndFromAllowedOrigins() {
        OriginRules rules =
                new OriginRules(List.of(OriginPattern.parse("https://other.example")), TrustedProxies.of(List.of()));
        assertThat(rules.isSocketAllowed(request("192.0.2.1", Map.of()))).isTrue();
        assertThat(rules.isSocketAllowed(request("192.0.2.1", Map.of("Origin", "https://shop.example"))))
                .isTrue();
        assertThat(rules.isSocketAllowed(request("192.0.2.1", Map.of("Origin", "https://other.example"))))
                .isTrue();
        assertThat(rules.isSocketAllowed(request("192.0.2.1", Map.of("Origin", "https://evil.example"))))
                .isFalse();
    }

    @Test
    void aPageIsNamedAsTheBrowserSawItBehindATrustedProxyOnly() {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8"));
        Map<String, String> forwarded = Map.of("X-Forwarded-Proto", "https", "X-Forwarded-Host", "shop.example");
        assertThat(proxies.asSeenByBrowser(request("10.0.0.1", forwarded), "http://app:8080/tea?x=1"))
                .isEqualTo("https://shop.example/tea?x=1");
        assertThat(proxies.asSeenByBrowser(request("192.0.2.5", forwarded), "http://app:8080/tea"))
                .isEqualTo("http://app:8080/tea");
        assertThat(proxies.asSeenByBrowser(
                        request("10.0.0.1", Map.of("X-Forwarded-Proto", "gopher")), "http://app:8080"))
                .isEqualTo("http://app:8080");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | /stats | http://app:8080/stats/tea?x=1",
                "10.0.0.1 | /stats/ | http://app:8080/stats/tea?x=1",
                "10.0.0.1 | /outer, /inner | http://app:8080/outer/inner/tea?x=1",
                "10.0.0.1 | / | http://app:8080/tea?x=1",
                "10.0.0.1 | '' | http://app:8080/tea?x=1",
                "10.0.0.1 | stats | http://app:8080/tea?x=1",
                "10.0.0.1 | /a?b | http://app:8080/tea?x=1",
                "10.0.0.1 | //evil.example | http://app:8080/tea?x=1",
                "192.0.2.5 | /stats | http://app:8080/tea?x=1",
            })
    void aPageLiesBelowThePathThatATrustedProxyTookAway(String peer, String prefix, String seen) {
        ClientRequest request = request(peer, Map.of("X-Forwarded-Prefix", prefix));
        assertThat(TrustedProxies.of(List.of("10.0.0.0/8")).asSeenByBrowser(request, "http://app:8080/tea?x=1"))
                .isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | https | true",
                "10.0.0.1 | HTTPS | true",
                "10.0.0.1 | http, https | true",
                "10.0.0.1 | https, http | false",
                "10.0.0.1 | http | false",
                "10.0.0.1 | '' | false",
                "192.0.2.5 | https | false",
            })
    void aRequestIsSecureIfTheNearestTrustedProxySaysSo(String peer, String forwardedProto, boolean secure) {
        ClientRequest request = request(peer, Map.of("X-Forwarded-Proto", forwardedProto));
        assertThat(TrustedProxies.of(List.of("10.0.0.0/8")).isSecure(request)).isEqualTo(secure);
        assertThat(TrustedProxies.of(List.of()).isSecure(request)).isFalse();
    }

    @Test
    void theStandardForwardedHeaderIsRead() {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8"));
        String forwarded = "for=6.6.6.6;proto=http, for=\"[2001:db8::7]:4711\";proto=https";
        assertThat(proxies.client(request("10.0.0.1", Map.of("Forwarded", forwarded))))
                .isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | for=203.0.113.9 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9 | for=203.0.113.9;proto=https | 203.0.113.9",
                "203.0.113.9 | for=6.6.6.6 | 10.0.0.1",
                "203.0.113.9 | for=unknown | 10.0.0.1",
                "6.6.6.6 | proto=https, for=203.0.113.9 | 10.0.0.1",
            })
    void headersThatNameDifferentClientsAreNotBelieved(String plain, String standard, String client) {
        TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8"));
        assertThat(proxies.client(request("10.0.0.1", Map.of("X-Forwarded-For", plain, "Forwarded", standard))))
                .isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=_hidden | 10.0.0.1",
                "for=unknown | 10.0.0.1",
                "proto=https;by=10.0.0.1 | 10.0.0.1",
                "for=6.6.6.6, proto=https | 10.0.0.1",
                "FOR=203.0.113.9;by=10.0.0.1 | 203.0.113.9",
                "for=\"203.0.113.9:_port\" | 203.0.113.9",
            })
    void anElementThatNamesNoClientEndsTheChain(String forwarded, String client) {
        assertThat(TrustedProxies.of(List.of("10.0.0.0/8")).client(request("10.0.0.1", Map.of("Forwarded", forwarded))))
                .isEqualTo(client);
    }

    @Test
    void aForwardingPeerInAPrivateNetworkRaisesOneWarningWithTheRemedy() {
        ProxyWatch watch = new ProxyWatch(TrustedProxies.of(List.of()));
        watch.look(request("203.0.113.9", Map.of("X-Forwarded-For", "6.6.6.6")));
        watch.look(request("10.0.0.1", Map.of()));
        assertThat(watch.warnings()).isEmpty();
        watch.look(request("10.0.0.1", Map.of("X-Forwarded-For", "203.0.113.9")));
        watch.look(request("10.0.0.2", Map.of("X-Forwarded-For", "203.0.113.9")));
        assertThat(watch.warnings()).singleElement().asString().contains("trustedProxies(\"10.0.0.0/24\")");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.3.77, 10.0.3.0/24",
        "192.168.7.9:4711, 192.168.7.0/24",
        "127.77.3.9, 127.77.3.0/24",
        "fd12:3456:789a:1::7, fd12:3456:789a:0:0:0:0:0/48",
        "127.0.0.1, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "192.0.2.8, 192.0.2.8",
        "203.0.113.9, ",
        "unknown, ",
    })
    void aPeerIsNamedByItsNetworkUnlessItIsCertainlyAProxy(String peer, String named) {
        TrustedProxies proxies = TrustedProxies.of(List.of("192.0.2.8"));
        ClientRequest request = request(peer, Map.of("X-Forwarded-For", "203.0.113.9"));
        assertThat(proxies.ownProxy(request)).isEqualTo(named);
        ProxyWatch watch = new ProxyWatch(proxies);
        watch.look(request);
        assertThat(watch.warnings())
                .allSatisfy(warning -> assertThat(warning).contains("trustedProxies(\"" + named + "\")"));
    }

    private static ClientRequest request(String peer, Map<String, String> headers) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        return new ClientRequest(
                "GET", "/", peer, "shop.example", true, byName::get, name -> null, null, role -> false);
    }
}
