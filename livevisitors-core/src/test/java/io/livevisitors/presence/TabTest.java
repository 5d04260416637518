package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tab: open, hidden, closed and remembered, forgotten; and which one's page is shown. */
class TabTest {

    private final Shop shop = new Shop();
    private final Browser first = shop.tab("ann-1");
    private final Browser second = shop.tab("ann-2");
    private final Browser third = shop.tab("ann-3");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void closingTheShownTabShowsTheOneViewedBefore() {
        first.views("/1");
        second.views("/2");
        third.views("/3");
        first.views("/4");
        assertThat(shop.announced()).last().isEqualTo("active 3 /4");

        first.leaves();
        assertThat(shop.only().pageUrl()).isEqualTo(Shop.SITE + "/3");
        third.leaves();
        assertThat(shop.announced()).containsExactly("active 2 /3", "active 1 /2");
    }

    @Test
    void closingATabThatIsNotShownLeavesThePage() {
        first.views("/1");
        second.views("/2");
        first.leaves();
        assertThat(shop.announced()).containsExactly("active 1 /1", "active 2 /2", "active 1 /2");
    }

    @Test
    void aShownTabThatFallsSilentShowsTheOneViewedBefore() {
        first.views("/1");
        second.views("/2");
        shop.beat(first, Shop.VISIBLE_BEAT, Shop.TAB_TIMEOUT);
        assertThat(shop.announced()).containsExactly("active 1 /1", "active 2 /2", "active 1 /1");
    }

    @Test
    void aHeartbeatDoesNotChangeThePageShown() {
        first.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "page_title", "Tea"));
        first.send("heartbeat", Map.of("page_url", Shop.SITE + "/cups", "page_title", "Cups"));
        assertThat(shop.only().pageTitle()).isEqualTo("Tea");
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @Test
    void hidingTheShownTabLeavesThePage() {
        first.views("/1");
        second.views("/2");
        second.hides(true);
        assertThat(shop.announced()).containsExactly("active 1 /1", "active 2 /2");
        assertThat(shop.only().pageUrl()).isEqualTo(Shop.SITE + "/2");
    }

    @Test
    void aClosedTabOpensAgainBesideAnother() {
        first.views("/1");
        second.views("/2");
        first.leaves();
        first.views("/back");
        assertThat(shop.announced()).containsExactly("active 1 /1", "active 2 /2", "active 1 /2", "active 2 /back");
    }

    @Test
    void aTabThatCameBackAndFellSilentIsUnknownAgain() {
        first.views("/");
        first.leaves();
        first.views("/back");
        shop.time.advance(Shop.TAB_TIMEOUT.plus(Shop.SLACK));
        assertThat(shop.announced()).last().isEqualTo("gone expired");
        first.beats();
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void aSecondLeaveOfATabLeavesTheOthers() {
        first.views("/1");
        second.views("/2");
        second.leaves();
        assertThat(shop.announced()).hasSize(3);
        second.leaves();
        third.leaves();
        assertThat(shop.only().tabs()).isEqualTo(1);
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aTabThatShowsAgainIsHeldToTheTabTimeout() {
        first.views("/");
        first.hides(true);
        shop.time.advance(Shop.TAB_TIMEOUT.multipliedBy(2));
        first.hides(false);
        shop.time.advance(Shop.TAB_TIMEOUT.minusMillis(1));
        assertThat(shop.totals().active()).isEqualTo(1);
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /", "active 1 /", "gone expired");
    }

    @Test
    void theEndOfATabIsRememberedForTheActiveWindow() {
        first.views("/");
        first.leaves();
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        first.beats();
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /", "gone closed");

        shop.time.advance(Shop.SLACK);
        first.beats();
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void theOldestEndIsForgottenBeyondTheBound() {
        try (Shop small = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 2))) {
            Browser kept = small.tab("kept");
            kept.views("/");
            Browser[] tabs = {small.tab("a"), small.tab("b"), small.tab("c")};
            for (Browser tab : tabs) {
                tab.views("/tea");
                tab.leaves();
            }
            assertThat(small.announced()).hasSize(7);

            tabs[2].beats();
            tabs[1].beats();
            assertThat(small.announced()).isEmpty();
            tabs[0].beats();
            assertThat(small.announced()).containsExactly("active 2 /");
        }
    }

    @Test
    void beyondTheBoundTheTabLongestUnheardIsForgotten() {
        try (Shop small = new Shop(settings -> settings.limit(Limit.TABS_PER_VISITOR, 2))) {
            Browser one = small.tab("one");
            Browser two = small.tab("two");
            one.views("/1");
            small.time.advance(Duration.ofSeconds(1));
            two.views("/2");
            small.time.advance(Duration.ofSeconds(1));
            one.beats();
            small.tab("three").views("/3");
            assertThat(small.announced()).containsExactly("active 1 /1", "active 2 /2", "active 2 /3");

            one.leaves();
            assertThat(small.announced()).containsExactly("active 1 /3");
        }
    }

    @Test
    void beyondTheBoundTheTabThatComesIsShown() {
        try (Shop small = new Shop(settings -> settings.limit(Limit.TABS_PER_VISITOR, 1))) {
            small.tab("one").views("/1");
            small.tab("two").send("heartbeat", Map.of("page_url", Shop.SITE + "/2"));
            assertThat(small.announced()).containsExactly("active 1 /1", "active 1 /2");
        }
    }

    @Test
    void aTabHeardOfAgainDoesNotHideThePageViewedSince() {
        Browser old = shop.tab("old");
        Browser recent = shop.tab("recent");
        old.views("/old");
        shop.time.advance(Duration.ofSeconds(50));
        recent.views("/new");
        shop.time.advance(Duration.ofSeconds(11));
        assertThat(shop.only().tabs()).isEqualTo(1);

        old.send("heartbeat", Map.of("page_url", Shop.SITE + "/old"));

        assertThat(shop.only().tabs()).isEqualTo(2);
        assertThat(shop.only().pageUrl()).isEqualTo(Shop.SITE + "/new");
    }

    @Test
    void theTimesAreThoseThatWereSet() {
        try (Shop quick = new Shop(settings -> settings.gracePeriod(Duration.ofSeconds(1))
                .tabTimeout(Duration.ofSeconds(10))
                .activeWindow(Duration.ofSeconds(30)))) {
            Browser tab = quick.tab("ann-1");
            tab.views("/");
            quick.time.advance(Duration.ofMillis(9_999));
            assertThat(quick.announced()).containsExactly("active 1 /");
            quick.time.advance(Shop.SLACK);
            assertThat(quick.announced()).containsExactly("gone expired");

            tab.views("/");
            tab.hides(true);
            quick.time.advance(Duration.ofMillis(29_999));
            assertThat(quick.announced()).containsExactly("active 1 /", "idle 1 /");
            quick.time.advance(Shop.SLACK);
            assertThat(quick.announced()).containsExactly("gone expired");

            tab.views("/");
            tab.leaves();
            quick.time.advance(Duration.ofMillis(999));
            assertThat(quick.announced()).containsExactly("active 1 /", "leaving 0 /");
            quick.time.advance(Shop.SLACK);
            assertThat(quick.announced()).containsExactly("gone closed");
        }
    }
}
