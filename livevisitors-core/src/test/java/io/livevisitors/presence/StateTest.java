package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.VisitorState;
import io.livevisitors.web.PageViewSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Active or idle: what the tabs of a visitor who stays make of them. */
class StateTest {

    private final Shop shop = new Shop();
    private final Browser first = shop.tab("ann-1");
    private final Browser second = shop.tab("ann-2");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aPageViewOfAnActiveVisitorIsAnnounced() {
        first.views("/");
        first.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /tea");
    }

    @Test
    void aSecondTabIsAnnouncedWithItsPage() {
        first.views("/");
        second.views("/tea");
        assertThat(shop.only().tabs()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea");
    }

    @Test
    void aNewTabInTheBackgroundLeavesAnActiveVisitorActive() {
        first.views("/");
        second.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /tea");
    }

    @Test
    void aPageViewWithoutTabOfAnActiveVisitorIsAnnouncedAndShowsNoOtherPage() {
        first.views("/");
        shop.sees(PageViewSource.FILTER, first, "/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /");
    }

    @Test
    void aVisitorIsIdleOnlyWhenEveryTabIsHidden() {
        first.views("/");
        second.views("/tea");
        assertThat(shop.announced()).hasSize(2);

        first.hides(true);
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).isEmpty();

        second.hides(true);
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.totals().idle()).isEqualTo(1);
        assertThat(shop.totals().active()).isZero();
        assertThat(shop.announced()).containsExactly("idle 2 /tea");
    }

    @Test
    void aHeartbeatThatSaysHiddenMakesItsVisitorIdle() {
        first.views("/");
        first.send("heartbeat", Map.of("hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }

    @Test
    void aPageViewThatSaysHiddenMakesItsVisitorIdle() {
        first.views("/");
        first.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /tea");
    }

    @Test
    void closingTheOnlyVisibleTabMakesItsVisitorIdle() {
        first.views("/");
        first.hides(true);
        second.views("/tea");
        assertThat(shop.announced()).hasSize(3);

        second.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("idle 1 /");
    }

    @Test
    void aVisibleTabThatFallsSilentLeavesItsVisitorIdleBehindAHiddenOne() {
        first.views("/");
        first.hides(true);
        second.views("/tea");
        assertThat(shop.announced()).hasSize(3);

        shop.time.advance(Shop.TAB_TIMEOUT.plus(Shop.SLACK));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.only().tabs()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("idle 1 /");
    }

    @Test
    void aTabThatShowsAgainMakesItsVisitorActive() {
        first.views("/");
        second.views("/tea");
        first.hides(true);
        second.hides(true);
        assertThat(shop.announced()).hasSize(3);

        first.hides(false);
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 2 /tea");
    }

    @Test
    void aHeartbeatThatSaysVisibleMakesItsVisitorActive() {
        idle();
        first.send("heartbeat", Map.of("hidden", false));
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void aPageViewInAHiddenTabShowsIt() {
        idle();
        first.views("/tea");
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility"})
    void aNewTabMakesAnIdleVisitorActive(String event) {
        idle();
        second.send(event, Map.of("hidden", false));
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 2 /");
    }

    @Test
    void aNewTabInTheBackgroundLeavesAnIdleVisitorIdle() {
        idle();
        second.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("idle 2 /tea");
    }

    @Test
    void aPageViewWithoutTabLeavesAnIdleVisitorIdle() {
        idle();
        shop.sees(PageViewSource.FILTER, first, "/tea");
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("idle 1 /");
    }

    @Test
    void aHeartbeatThatSaysNothingChangesNothing() {
        first.views("/");
        first.beats();
        first.hides(true);
        first.beats();
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }

    @Test
    void engagementIsKeptAndNotAnnounced() {
        first.views("/");
        assertThat(shop.announced()).hasSize(1);
        first.send("engagement", Map.of("scroll_depth", 70, "time_on_page", 12));
        assertThat(shop.only().scrollDepth()).isEqualTo(70);
        assertThat(shop.only().timeOnPage()).isEqualTo(12);
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aCustomEventIsCountedAndNotAnnouncedAsAVisitor() {
        first.views("/");
        assertThat(shop.announced()).hasSize(1);
        first.send("signup", Map.of());
        assertThat(shop.totals().events()).isEqualTo(Map.of("signup", 1));
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void closingAHiddenTabLeavesItsVisitorActive() {
        first.views("/");
        first.hides(true);
        second.views("/tea");
        assertThat(shop.announced()).hasSize(3);

        first.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @Test
    void closingOneOfTwoVisibleTabsLeavesItsVisitorActive() {
        first.views("/");
        second.views("/tea");
        assertThat(shop.announced()).hasSize(2);

        second.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.only().tabs()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 1 /");
        shop.beat(first, Shop.VISIBLE_BEAT, Shop.TAB_TIMEOUT);
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void closingOneOfTwoHiddenTabsLeavesItsVisitorIdle() {
        first.views("/");
        second.views("/tea");
        first.hides(true);
        second.hides(true);
        assertThat(shop.announced()).hasSize(3);

        second.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("idle 1 /");
    }

    @Test
    void aHiddenTabThatFallsSilentLeavesItsVisitorActiveInAVisibleOne() {
        first.views("/");
        first.hides(true);
        second.views("/tea");
        assertThat(shop.announced()).hasSize(3);

        shop.beat(second, Shop.VISIBLE_BEAT, Shop.WINDOW.plus(Shop.VISIBLE_BEAT));
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @Test
    void aHiddenTabThatFallsSilentLeavesItsVisitorIdleInAnother() {
        first.views("/");
        first.hides(true);
        second.views("/tea");
        second.hides(true);
        assertThat(shop.announced()).hasSize(4);

        shop.beat(second, Shop.HIDDEN_BEAT, Shop.WINDOW);
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("idle 1 /tea");
    }

    private void idle() {
        first.views("/");
        first.hides(true);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }
}
