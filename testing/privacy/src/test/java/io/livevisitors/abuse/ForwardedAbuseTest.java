package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.abuse.Wire.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who a client says it is, by headers that a proxy would set. All requests have one User-Agent, so the count is of addresses. */
class ForwardedAbuseTest {

    private static final String PROXY = "127.0.0.1";
    private static final String STRANGER = "127.9.9.9";

    @ParameterizedTest
    @EnumSource(Container.class)
    void anUntrustedPeerMayClaimWhatItLikes(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String forged : List.of(
                    "X-Forwarded-For: 198.51.100.1",
                    "X-Forwarded-For: 198.51.100.2, 198.51.100.3",
                    "Forwarded: for=198.51.100.4",
                    "X-Real-IP: 198.51.100.5",
                    "True-Client-IP: 198.51.100.6",
                    "CF-Connecting-IP: 198.51.100.7",
                    "X-Client-IP: 198.51.100.8")) {
                sends(site, STRANGER, "", forged);
            }
            sends(site, STRANGER, ",\"client_ip\":\"198.51.100.9\"");
            assertThat(site.count()).isEqualTo(1);
            assertThat(site.live().gateway().warnings())
                    .singleElement()
                    .asString()
                    .contains("127.9.9.0/24")
                    .doesNotContain(STRANGER);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void hopsThatAClientPutInFrontAreNotLookedAt(Container container) throws IOException {
        try (Site site = trusting(container)) {
            for (int i = 1; i <= 20; i++) {
                sends(site, PROXY, "", "X-Forwarded-For: 198.51.100." + i + ", 203.0.113.9");
            }
            sends(site, PROXY, "", "X-Forwarded-For: " + "6.6.6.6, ".repeat(500) + "203.0.113.9");
            sends(site, PROXY, "", "X-Forwarded-For: 198.51.100.77", "X-Forwarded-For: 203.0.113.9");
            sends(site, PROXY, "", "Forwarded: for=198.51.100.78, for=203.0.113.9");
            assertThat(site.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aChainOfTrustedHopsEnds(Container container) throws IOException {
        try (Site site = trusting(container)) {
            sends(site, PROXY, "", "X-Forwarded-For: 203.0.113.9, " + "127.0.0.1, ".repeat(400) + PROXY);
            sends(site, PROXY, "");
            assertThat(site.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void whatIsNoAddressIsAsIfTheProxyHadSaidNothing(Container container) throws IOException {
        try (Site site = trusting(container)) {
            sends(site, PROXY, "");
            for (String garbage : List.of(
                    "unknown",
                    "_hidden",
                    ",,,",
                    "999.1.1.1",
                    "1.2.3.4.5",
                    "0x7f000001",
                    "localhost",
                    "evil.example",
                    "<script>alert(1)</script>",
                    "' OR 1=1--",
                    "::g",
                    "[::1",
                    "fe80::1%eth0",
                    "[fe80::1%25eth0]:80",
                    "203.0.113.9 198.51.100.1",
                    "1".repeat(3_000),
                    "6.6.6.6, unknown")) {
                sends(site, PROXY, "", "X-Forwarded-For: " + garbage);
                sends(site, PROXY, "", "Forwarded: for=\"" + garbage.replace(",", "") + "\"");
            }
            sends(site, PROXY, "", "Forwarded: for=_hidden, proto=https");
            sends(site, PROXY, "", "X-Forwarded-For:");
            assertThat(site.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void portsBracketsAndSpellingsAreOneAddress(Container container) throws IOException {
        try (Site site = trusting(container)) {
            for (String spelling : List.of(
                    "2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:4711", "2001:DB8:0:0:0:0:0:7", " 2001:db8::7 ")) {
                sends(site, PROXY, "", "X-Forwarded-For: " + spelling);
                sends(site, PROXY, "", "Forwarded: for=\"" + spelling.strip() + '"');
            }
            assertThat(site.count()).isEqualTo(1);
            for (String spelling : List.of("203.0.113.9", "203.0.113.9:1", "203.0.113.9:65535", "::ffff:203.0.113.9")) {
                sends(site, PROXY, "", "X-Forwarded-For: " + spelling);
            }
            assertThat(site.count()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void twoHeadersThatContradictEachOtherLetNobodyChoose(Container container) throws IOException {
        try (Site site = trusting(container)) {
            sends(site, PROXY, "");
            for (int i = 1; i <= 20; i++) {
                sends(site, PROXY, "", "Forwarded: for=203.0.113.9", "X-Forwarded-For: 198.51.100." + i);
            }
            assertThat(site.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void theBodyNamesAClientOnlyBehindATrustedProxy(Container container) throws IOException {
        try (Site site = trusting(container)) {
            sends(site, PROXY, ",\"client_ip\":\"203.0.113.1\"");
            sends(site, PROXY, ",\"client_ip\":\"203.0.113.2\"");
            assertThat(site.count()).isEqualTo(2);
            sends(site, STRANGER, ",\"client_ip\":\"203.0.113.3\"");
            sends(site, STRANGER, ",\"client_ip\":\"203.0.113.4\"");
            sends(site, STRANGER, ",\"client_ip\":[1]");
            assertThat(site.count()).isEqualTo(3);
        }
    }

    private static Site trusting(Container container) {
        return Site.with(container, builder -> builder.trustedProxies(PROXY));
    }

    private static void sends(Site site, String from, String more, String... headers) throws IOException {
        Answer answer = site.postFrom(from, Site.pageView(more), headers);
        assertThat(answer.status()).as(String.join("; ", headers)).isEqualTo(204);
    }
}
