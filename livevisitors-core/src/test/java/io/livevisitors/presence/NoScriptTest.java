package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.VisitorState;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors without tabs: seen by an image, a filter, the host's code, or a pixel that names no tab. */
class NoScriptTest {

    private final Shop shop = new Shop();
    private final Browser old = shop.browser(Shop.HOME);
    private final Browser tab = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPageViewWithoutTabBringsAnActiveVisitorWithoutTabs(PageViewSource source) {
        shop.sees(source, old, "/tea");
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.only().tabs()).isZero();
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 0 /tea");
    }

    @Test
    void aViewThatTheFilterReportsLateTakesNobodyBack() {
        tab.views("/tea");
        tab.leaves();
        shop.sees(PageViewSource.FILTER, old, "/tea");
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);

        shop.sees(PageViewSource.FILTER, old, "/tea");
        assertThat(shop.only().state()).as("the next view of it is one").isEqualTo(VisitorState.ACTIVE);
    }

    @Test
    void aLeaveThatOvertookItsPageViewEndsWhatTheFilterSaw() {
        shop.sees(PageViewSource.FILTER, old, "/tea");
        tab.send("page_leave", Map.of("page_url", Shop.SITE + "/tea", "seq", 2));
        tab.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "seq", 1));
        assertThat(shop.announced()).containsExactly("active 0 /tea", "leaving 0 /tea");
    }

    @Test
    void aPageHiddenAfterItsLeaveTakesNobodyBack() {
        old.views("/tea");
        old.leaves();
        old.hides(true);
        assertThat(shop.announced()).containsExactly("active 0 /tea", "leaving 0 /tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "visibility", "engagement", "signup"})
    void aSignOfLifeWithoutTabBringsAnActiveVisitorWithoutTabs(String event) {
        old.send(event, Map.of());
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.only().pageViews()).isZero();
        assertThat(shop.announced()).containsExactly("active 0 /");
    }

    @Test
    void aLeaveWithoutTabBringsNobody() {
        old.leaves();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aFirstTabInTheBackgroundMakesItsVisitorIdle() {
        shop.sees(PageViewSource.FILTER, old, "/tea");
        tab.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 0 /tea", "idle 1 /tea");
    }

    @Test
    void aVisitorWithoutTabsEndsWithTheWindow() {
        old.views("/");
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        assertThat(shop.totals().active()).isEqualTo(1);
        shop.time.advance(Shop.SLACK);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("active 0 /", "gone expired");
    }

    @Test
    void everyEventWithoutTabStartsTheWindowAnew() {
        old.views("/");
        shop.time.advance(Duration.ofMinutes(4));
        old.beats();
        shop.time.advance(Duration.ofMinutes(4));
        shop.sees(PageViewSource.GIF, old, "/tea");
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        assertThat(shop.announced()).containsExactly("active 0 /", "active 0 /tea");
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("gone expired");
    }

    @Test
    void aLeaveWithoutTabMakesAVisitorWithoutTabsLeaving() {
        old.views("/");
        old.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        shop.time.advance(Duration.ofSeconds(2));
        old.leaves();
        assertThat(shop.announced()).containsExactly("active 0 /", "leaving 0 /");
        shop.time.advance(Shop.GRACE.minusSeconds(2).plus(Shop.SLACK));
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void aPageViewWithoutTabTakesAVisitorWithoutTabsBack() {
        old.views("/");
        old.leaves();
        old.views("/tea");
        assertThat(shop.announced()).containsExactly("active 0 /", "leaving 0 /", "active 0 /tea");
        shop.time.advance(Shop.GRACE.multipliedBy(2));
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aHeartbeatWithoutTabTakesAVisitorWithoutTabsBack() {
        old.views("/");
        old.leaves();
        old.beats();
        assertThat(shop.announced()).containsExactly("active 0 /", "leaving 0 /", "active 0 /");
    }

    @Test
    void aVisitorWhoHasATabLivesByIt() {
        shop.sees(PageViewSource.FILTER, old, "/");
        tab.views("/");
        assertThat(shop.announced()).containsExactly("active 0 /", "active 1 /");

        shop.sees(PageViewSource.FILTER, old, "/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        tab.leaves();
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void pageViewsWithoutTabDoNotKeepATab() {
        tab.views("/");
        shop.time.advance(Shop.TAB_TIMEOUT.minusSeconds(1));
        shop.sees(PageViewSource.FILTER, old, "/tea");
        shop.time.advance(Duration.ofSeconds(1).plus(Shop.SLACK));
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /", "gone expired");
    }

    @Test
    void aLeaveWithoutTabLeavesAVisitorWithTabs() {
        tab.views("/");
        old.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void aHeartbeatWithoutTabLeavesAVisitorWithTabs() {
        tab.views("/");
        tab.hides(true);
        old.send("heartbeat", Map.of("hidden", false));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }

    @Test
    void whatThePixelKnowsOfADeviceTheFilterDoesNotUndo() {
        Browser ipad = shop.tab("ipad")
                .with(
                        "User-Agent",
                        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15");
        shop.sees(PageViewSource.FILTER, ipad, "/");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.DESKTOP);
        ipad.send("page_view", Map.of("platform", "MacIntel", "max_touch_points", 5));
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.TABLET);
        shop.sees(PageViewSource.FILTER, ipad, "/tea");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.TABLET);
    }

    @Test
    void aPageThatTheBrowserAsksForAgainWithItsHintsIsOnePageViewOnTheDeviceTheyTellOf() {
        Browser tablet = shop.tab("tablet");
        shop.sees(PageViewSource.FILTER, tablet, "/tea");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.DESKTOP);
        tablet.with("Sec-CH-UA-Form-Factors", "\"Tablet\"");
        shop.sees(PageViewSource.FILTER_WITH_HINTS, tablet, "/tea");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.TABLET);
        assertThat(shop.only().pageViews()).isEqualTo(1);

        tablet.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(1);
        shop.sees(PageViewSource.FILTER_WITH_HINTS, tablet, "/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
    }

    @Test
    void aFurtherPageWithHintsDoesNotUndoWhatThePixelKnowsOfADevice() {
        Browser tablet = shop.tab("tablet").with("Sec-CH-UA-Form-Factors", "\"Tablet\"");
        tablet.views("/");
        tablet.with("Sec-CH-UA-Form-Factors", "\"Desktop\"");
        shop.sees(PageViewSource.FILTER_WITH_HINTS, tablet, "/tea");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.TABLET);
        assertThat(shop.only().pageViews()).isEqualTo(2);
    }

    @Test
    void aFilterThatTellsLateOfThePageOfATabDoesNotUndoWhatItsPixelKnows() {
        Browser tablet = shop.tab("tablet").with("Sec-CH-UA-Form-Factors", "\"Tablet\"");
        tablet.views("/tea");
        tablet.with("Sec-CH-UA-Form-Factors", "\"Desktop\"");
        shop.sees(PageViewSource.FILTER_WITH_HINTS, tablet, "/tea");
        assertThat(shop.only().device().type()).isEqualTo(DeviceType.TABLET);
        assertThat(shop.only().pageViews()).isEqualTo(1);
    }

    @Test
    void onePageSeenByImageFilterAndPixelIsOnePageView() {
        shop.sees(PageViewSource.FILTER, old, "/tea");
        shop.time.advance(Duration.ofSeconds(4));
        shop.sees(PageViewSource.GIF, old, "/tea");
        shop.time.advance(Duration.ofSeconds(4));
        tab.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.totals().series().stream()
                        .mapToInt(minute -> minute.pageViews())
                        .sum())
                .isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 0 /tea", "active 1 /tea");
    }

    @Test
    void onePageSeenByFilterAndPixelTenSecondsApartIsTwoPageViews() {
        shop.sees(PageViewSource.FILTER, old, "/tea");
        shop.time.advance(Duration.ofSeconds(10));
        tab.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 0 /tea", "active 1 /tea");
    }

    @Test
    void onePageSeenTwiceByThePixelIsTwoPageViews() {
        shop.sees(PageViewSource.FILTER, old, "/tea");
        tab.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(1);
        tab.views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        shop.sees(PageViewSource.FILTER, old, "/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
    }

    @Test
    void severalPagesSeenByTwoSourcesWithinSecondsAreAsManyPageViews() {
        shop.sees(PageViewSource.GIF, old, "/a");
        tab.views("/b");
        tab.views("/a");
        assertThat(shop.only().pageViews()).isEqualTo(2);
    }

    @Test
    void aRenderedPageThatTheFilterSawBeforeTheOldTabClosedIsOnePageView() {
        tab.views("/");
        shop.sees(PageViewSource.FILTER, old, "/tea");
        tab.leaves();
        shop.tab("ann-2").views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /", "leaving 0 /", "active 1 /tea");
    }
}
