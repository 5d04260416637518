package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.Visitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which visitor an event belongs to: the tab's, else who was named, else the address and the browser. */
class IdentityTest {

    private static final String MOBILE_NETWORK = "198.51.100.7";

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aTabKeepsItsVisitorWhenItsAddressChanges() {
        ann.views("/");
        String token = shop.only().visitorToken();
        Browser moved = ann.movedTo(MOBILE_NETWORK);
        moved.views("/tea");
        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.only().pageViews()).isEqualTo(2);

        moved.leaves();
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /tea", "leaving 0 /tea");
    }

    @Test
    void aTabKeepsItsVisitorWhereSomebodyElseIs() {
        ann.views("/");
        shop.browser(MOBILE_NETWORK).tab("bob-1").views("/bob");
        ann.movedTo(MOBILE_NETWORK).views("/tea");
        assertThat(shop.visitors())
                .extracting(Visitor::pageUrl)
                .containsExactly(Shop.SITE + "/bob", Shop.SITE + "/tea");
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /bob", "active 1 /tea");
    }

    @Test
    void aClosedTabThatComesBackElsewhereTakesItsVisitorBack() {
        ann.views("/");
        String token = shop.only().visitorToken();
        ann.leaves();
        ann.movedTo(MOBILE_NETWORK).views("/");
        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /", "active 1 /");
    }

    @Test
    void aNewTabFromAnotherAddressIsAnotherVisitor() {
        ann.views("/");
        shop.browser(MOBILE_NETWORK).tab("ann-2").views("/tea");
        assertThat(shop.totals().count()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /tea");
    }

    @Test
    void aNewTabFromAnotherAddressThatNamesItsVisitorIsTheSame() {
        ann.send("page_view", Map.of("visitor_token", "me"));
        shop.browser(MOBILE_NETWORK)
                .tab("ann-2")
                .send("page_view", Map.of("visitor_token", "me", "page_url", Shop.SITE + "/tea"));
        assertThat(shop.only().tabs()).isEqualTo(2);
        assertThat(shop.only().visitorToken()).isNotEqualTo("me");
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea");
    }

    @Test
    void twoPeopleBehindOneAddressWithOneBrowserAreOneVisitorWithTwoTabs() {
        ann.views("/");
        shop.tab("bob-1").views("/tea");
        assertThat(shop.totals().count()).isEqualTo(1);
        assertThat(shop.totals().tabs()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea");
    }

    @Test
    void twoBrowsersBehindOneAddressAreTwoVisitors() {
        ann.views("/");
        shop.tab("bob-1")
                .with("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0")
                .views("/tea");
        assertThat(shop.totals().count()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /tea");
    }

    @Test
    void anIpv6HouseholdIsOneAddress() {
        shop.browser("2001:db8:1:1::1").tab("a").views("/");
        shop.browser("2001:db8:1:1::2").tab("b").views("/tea");
        shop.browser("2001:db8:1:2::1").tab("c").views("/");
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea", "active 1 /");
    }

    @Test
    void aNewSaltKeepsTheTokenOfWhoIsStillHere() {
        ann.views("/");
        String token = shop.only().visitorToken();
        shop.beat(ann, Shop.VISIBLE_BEAT, Duration.ofHours(25));
        shop.tab("ann-2").views("/tea");
        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea");
    }

    @Test
    void aNewSaltFindsWhoWasHereJustBefore() {
        Browser old = shop.browser(Shop.HOME);
        shop.time.advance(Duration.ofHours(24).minusMinutes(1));
        old.views("/");
        String token = shop.only().visitorToken();
        shop.time.advance(Duration.ofMinutes(2));
        old.views("/tea");
        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.announced()).containsExactly("active 0 /", "active 0 /tea");
    }

    @Test
    void aNewSaltGivesWhoComesBackANewToken() {
        ann.views("/");
        String token = shop.only().visitorToken();
        shop.time.advance(Duration.ofHours(25));
        shop.tab("ann-2").views("/");
        assertThat(shop.only().visitorToken()).isNotEqualTo(token);
        assertThat(shop.announced()).containsExactly("active 1 /", "gone expired", "active 1 /");
    }

    @Test
    void heartbeatsBringEverybodyBackAfterARestart() {
        Browser bob = shop.browser("192.0.2.2").tab("bob-1");
        ann.views("/");
        bob.views("/tea");
        bob.hides(true);
        String token = shop.visitors().get(0).visitorToken();

        try (Shop restarted = new Shop()) {
            assertThat(restarted.totals().count()).isZero();
            after(ann, Shop.HOME, restarted).send("heartbeat", Map.of("hidden", false, "time_on_page", 40));
            after(bob, "192.0.2.2", restarted)
                    .send("heartbeat", Map.of("hidden", true, "page_url", Shop.SITE + "/tea"));

            assertThat(restarted.announced()).containsExactly("active 1 /", "idle 1 /tea");
            assertThat(restarted.visitors()).extracting(Visitor::pageViews).containsExactly(0, 0);
            assertThat(restarted.visitors()).extracting(Visitor::timeOnPage).containsExactly(0, 40);
            assertThat(restarted.visitors()).extracting(Visitor::visitorToken).doesNotContain(token);
        }
    }

    /** The same tab, whose server is another one now. */
    private static Browser after(Browser tab, String address, Shop restarted) {
        Browser same = restarted.browser(address).tab(tab.tab());
        for (long seq = 0; seq < tab.seq(); seq++) {
            same.fields("heartbeat", Map.of());
        }
        return same;
    }
}
