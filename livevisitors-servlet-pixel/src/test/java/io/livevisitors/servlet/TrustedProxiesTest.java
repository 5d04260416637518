package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.servlet.Call.Answer;
import org.junit.jupiter.api.Test;

/** Whose address counts. Every test sends from 127.0.0.1, without a visitor token: a visitor is an address here. */
class TrustedProxiesTest {

    private static LiveVisitorsBuilder trusting(String... networks) {
        return Site.settings().trustedProxies(networks);
    }

    @Test
    void addressBehindATrustedProxyTellsVisitorsApart() {
        try (Site site = Site.start(trusting("127.0.0.0/8"))) {
            from(site, "X-Forwarded-For", "203.0.113.1");
            from(site, "X-Forwarded-For", "203.0.113.2");
            from(site, "X-Forwarded-For", "203.0.113.2");

            assertThat(site.totals().count()).isEqualTo(2);
        }
    }

    @Test
    void rightMostUntrustedHopCountsWhateverTheClientForged() {
        try (Site site = Site.start(trusting("127.0.0.0/8", "10.0.0.0/8"))) {
            from(site, "X-Forwarded-For", "198.51.100.1, 203.0.113.1");
            from(site, "X-Forwarded-For", "198.51.100.2, 203.0.113.1, 10.0.0.9");
            from(site, "X-Forwarded-For", "unknown, 203.0.113.1 , 10.0.0.8,10.0.0.9");
            assertThat(site.totals().count()).isEqualTo(1);

            from(site, "X-Forwarded-For", "203.0.113.1, 203.0.113.2");
            assertThat(site.totals().count()).isEqualTo(2);
        }
    }

    @Test
    void forgedLineBeforeTheProxysOwnDoesNotCount() {
        try (Site site = Site.start(trusting("127.0.0.0/8"))) {
            for (String forged : new String[] {"198.51.100.1", "198.51.100.2"}) {
                assertTaken(site.event(Events.pageView())
                        .anotherLine("X-Forwarded-For", forged)
                        .anotherLine("X-Forwarded-For", "203.0.113.1")
                        .send());
            }

            assertThat(site.totals().count()).isEqualTo(1);
        }
    }

    @Test
    void standardHeaderIsReadToo() {
        try (Site site = Site.start(trusting("127.0.0.0/8"))) {
            from(site, "Forwarded", "for=203.0.113.1;proto=https, for=203.0.113.2;host=shop.example");
            from(site, "Forwarded", "for=\"203.0.113.2:4711\"");
            assertThat(site.totals().count()).isEqualTo(1);

            from(site, "Forwarded", "for=\"[2001:db8::1]:4711\"");
            from(site, "Forwarded", "For=\"[2001:db8::2]\"");
            assertThat(site.totals().count()).isEqualTo(2);
        }
    }

    @Test
    void clientIpIsReadOnlyFromATrustedProxy() {
        try (Site trusting = Site.start(trusting("127.0.0.0/8"));
                Site untrusting = Site.start(Site.settings())) {
            for (Site site : new Site[] {trusting, untrusting}) {
                for (String address : new String[] {"203.0.113.1", "203.0.113.2"}) {
                    assertTaken(site.event(Events.pageViewWith(",\"client_ip\":\"" + address + "\""))
                            .send());
                }
            }

            assertThat(trusting.totals().count()).isEqualTo(2);
            assertThat(untrusting.totals().count()).isEqualTo(1);
        }
    }

    @Test
    void untrustedPeersHeadersAreIgnoredAndWarnedAboutOnce() {
        try (Log log = new Log();
                Site site = Site.start(Site.settings())) {
            assertThat(site.live().gateway().warnings()).isEmpty();

            from(site, "X-Forwarded-For", "203.0.113.1");
            from(site, "X-Forwarded-For", "203.0.113.2");
            from(site, "Forwarded", "for=203.0.113.3");

            assertThat(site.totals().count()).isEqualTo(1);
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("trustedProxies"))
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1");
            assertThat(site.live().gateway().warnings())
                    .singleElement()
                    .asString()
                    .contains("trustedProxies(");
        }
    }

    @Test
    void trustedProxyIsNothingToWarnAbout() {
        try (Log log = new Log();
                Site site = Site.start(trusting("127.0.0.0/8"))) {
            from(site, "X-Forwarded-For", "203.0.113.1");

            assertThat(log.warnings()).isEmpty();
            assertThat(site.live().gateway().warnings()).isEmpty();
        }
    }

    @Test
    void imageSeesTheSameAddress() {
        try (Site site = Site.start(trusting("127.0.0.0/8"))) {
            for (String address : new String[] {"203.0.113.1", "203.0.113.2"}) {
                site.call("GET", "/pixel.gif?pixel_id=shop")
                        .header("Referer", Events.PAGE)
                        .header("X-Forwarded-For", address)
                        .send();
            }

            assertThat(site.totals().count()).isEqualTo(2);
        }
    }

    private static void from(Site site, String header, String value) {
        assertTaken(site.event(Events.pageView()).header(header, value).send());
    }

    private static void assertTaken(Answer answer) {
        assertThat(answer.status()).isEqualTo(204);
    }
}
