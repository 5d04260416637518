package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.PageView;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is here: every edge of the state machine, seen through the front door. */
class PresenceTest {

    private static final Duration GRACE = LiveVisitorsBuilder.DEFAULT_GRACE_PERIOD;
    private static final Duration WINDOW = LiveVisitorsBuilder.DEFAULT_ACTIVE_WINDOW;
    private static final Duration TAB_TIMEOUT = LiveVisitorsBuilder.DEFAULT_TAB_TIMEOUT;

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder().pixel("shop").build();
    private final List<VisitorLeft> left = new ArrayList<>();
    private final Browser ann = new Browser(live, "192.0.2.1").tab("ann-1");

    @BeforeEach
    void listen() {
        var unused = live.onVisitorLeft(left::add);
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aPageViewShowsAnActiveVisitorWithItsPage() {
        ann.send("page_view", Map.of("page_url", "https://shop.example/tea?utm_source=mail&id=7", "page_title", "Tea"));

        Visitor visitor = only();
        assertThat(visitor.pageUrl()).isEqualTo("https://shop.example/tea?utm_source=mail");
        assertThat(visitor.pageTitle()).isEqualTo("Tea");
        assertThat(visitor.utmSource()).isEqualTo("mail");
        assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(visitor.tabs()).isEqualTo(1);
        assertThat(visitor.pageViews()).isEqualTo(1);
        assertThat(visitor.visitorToken()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void closingTheLastTabMakesItLeavingAndTheGracePeriodEndsIt() {
        ann.views("/");
        ann.leaves();
        assertThat(only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(only().tabs()).isZero();
        assertThat(totals().count()).isEqualTo(1);

        time.advance(GRACE.minusMillis(200));
        assertThat(totals().leaving()).isEqualTo(1);

        time.advance(Duration.ofMillis(400));
        assertThat(totals().count()).isZero();
        assertThat(left).extracting(VisitorLeft::reason).containsExactly(LeaveReason.CLOSED);
    }

    @Test
    void navigatingWithinTheGracePeriodIsOneStay() {
        ann.views("/");
        String token = only().visitorToken();
        ann.leaves();
        time.advance(Duration.ofSeconds(2));
        ann.tab("ann-2").views("/tea");

        assertThat(only().visitorToken()).isEqualTo(token);
        assertThat(only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(only().pageViews()).isEqualTo(2);
        time.advance(GRACE.multipliedBy(2));
        assertThat(totals().count()).isEqualTo(1);
        assertThat(left).isEmpty();
    }

    @Test
    void aVisitorWithEveryTabHiddenIsIdleAndEndsWithTheWindow() {
        ann.views("/");
        ann.hides(true);
        assertThat(only().state()).isEqualTo(VisitorState.IDLE);

        time.advance(WINDOW.minusSeconds(1));
        assertThat(totals().idle()).isEqualTo(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(totals().count()).isZero();
        assertThat(left).extracting(VisitorLeft::reason).containsExactly(LeaveReason.EXPIRED);
    }

    @Test
    void aHiddenTabThatShowsAgainIsActive() {
        ann.views("/");
        ann.hides(true);
        ann.hides(false);
        assertThat(only().state()).isEqualTo(VisitorState.ACTIVE);
    }

    @Test
    void heartbeatsKeepAVisibleTabAndMissedOnesEndIt() {
        ann.views("/");
        for (int i = 0; i < 30; i++) {
            time.advance(Duration.ofSeconds(20));
            ann.beats();
        }
        assertThat(totals().active()).isEqualTo(1);
        assertThat(only().pageViews()).isEqualTo(1);

        time.advance(TAB_TIMEOUT.plusMillis(200));
        assertThat(totals().count()).isZero();
        assertThat(left).extracting(VisitorLeft::reason).containsExactly(LeaveReason.EXPIRED);
    }

    @Test
    void oneOfTwoTabsClosedLeavesTheVisitorOnTheOthersPage() {
        ann.views("/first");
        Browser second = new Browser(live, "192.0.2.1").tab("ann-2");
        second.views("/second");
        assertThat(only().tabs()).isEqualTo(2);
        assertThat(only().pageUrl()).isEqualTo("https://shop.example/second");

        second.leaves();
        assertThat(only().tabs()).isEqualTo(1);
        assertThat(only().pageUrl()).isEqualTo("https://shop.example/first");
        assertThat(only().state()).isEqualTo(VisitorState.ACTIVE);
        time.advance(GRACE.multipliedBy(2));
        assertThat(totals().count()).isEqualTo(1);
    }

    @Test
    void aTabKeepsItsVisitorWhenItsAddressChanges() {
        ann.views("/");
        String token = only().visitorToken();
        ann.movedTo("198.51.100.7").views("/tea");
        assertThat(only().visitorToken()).isEqualTo(token);
        assertThat(only().pageViews()).isEqualTo(2);
    }

    @Test
    void aHeartbeatOfAnUnknownTabMakesItsVisitorWithoutAPageView() {
        ann.beats();
        assertThat(only().pageViews()).isZero();
        assertThat(only().tabs()).isEqualTo(1);
        assertThat(totals().series().get(29).pageViews()).isZero();
    }

    @Test
    void afterItsEndOnlyANewerPageViewOpensATabAgain() {
        ann.views("/");
        ann.leaves();
        ann.hides(true);
        ann.beats();
        assertThat(only().state()).isEqualTo(VisitorState.LEAVING);

        ann.views("/");
        assertThat(only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(only().pageViews()).isEqualTo(2);
    }

    @Test
    void aLateLeaveDoesNotRemoveAVisitorWhoCameBack() {
        ann.views("/");
        Map<String, Object> leave = ann.fields("page_leave", Map.of());
        ann.views("/back");
        assertThat(ann.post(leave).status()).isEqualTo(204);
        assertThat(only().state()).isEqualTo(VisitorState.ACTIVE);
    }

    @Test
    void aReplayedEventChangesNothing() {
        Map<String, Object> view = ann.fields("page_view", Map.of());
        ann.post(view);
        ann.post(view);
        assertThat(only().pageViews()).isEqualTo(1);
    }

    @Test
    void aLeaveThatComesFirstKeepsThePageViewBeforeItFromOpeningTheTab() {
        Map<String, Object> view = ann.fields("page_view", Map.of());
        ann.leaves();
        ann.post(view);
        assertThat(totals().count()).isZero();
    }

    @Test
    void aVisitorWithoutTabsLivesByTheWindow() {
        Browser old = new Browser(live, "192.0.2.9");
        old.views("/");
        time.advance(WINDOW.minusSeconds(1));
        assertThat(totals().count()).isEqualTo(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(totals().count()).isZero();
    }

    @Test
    void theSamePageSeenByFilterAndPixelIsOnePageViewAndTwoOfThePixelAreTwo() {
        PageView seen = PageView.of("shop", "https://shop.example/tea");
        live.gateway().collector().pageView(ann.request("GET", "/tea"), seen, PageViewSource.FILTER);
        ann.views("/tea");
        assertThat(only().pageViews()).isEqualTo(1);
        ann.views("/tea");
        assertThat(only().pageViews()).isEqualTo(2);
        live.gateway().collector().pageView(ann.request("GET", "/tea"), seen, PageViewSource.FILTER);
        assertThat(only().pageViews()).isEqualTo(2);
    }

    @Test
    void aRenderedPageThatTheFilterSawBeforeTheOldTabClosedIsOnePageView() {
        ann.views("/");
        PageView next = PageView.of("shop", "https://shop.example/tea");
        live.gateway().collector().pageView(ann.request("GET", "/tea"), next, PageViewSource.FILTER);
        ann.leaves();
        ann.tab("ann-2").views("/tea");
        assertThat(only().pageViews()).isEqualTo(2);
        assertThat(only().pageUrl()).isEqualTo("https://shop.example/tea");
    }

    @Test
    void aHeartbeatDoesNotChangeThePageShown() {
        ann.send("page_view", Map.of("page_url", "https://shop.example/tea", "page_title", "Tea"));
        ann.send("heartbeat", Map.of("page_url", "https://shop.example/cups", "page_title", "Cups"));
        assertThat(only().pageUrl()).isEqualTo("https://shop.example/tea");
        assertThat(only().pageTitle()).isEqualTo("Tea");
    }

    @Test
    void aClosedTabIsNotOpenedByAPageViewWithoutANumber() {
        ann.views("/");
        ann.leaves();
        Map<String, Object> unnumbered = ann.fields("page_view", Map.of());
        unnumbered.remove("seq");
        ann.post(unnumbered);
        assertThat(only().state()).isEqualTo(VisitorState.LEAVING);
    }

    @Test
    void whatAClosedTabStillSendsIsNotCounted() {
        ann.views("/");
        ann.leaves();
        for (int i = 0; i < 3; i++) {
            ann.send("signup", Map.of("seq", 1));
            ann.send("signup", Map.of("seq", 100));
        }
        assertThat(totals().events()).isEmpty();
    }

    @Test
    void severalPagesSeenByTwoSourcesWithinSecondsAreAsManyPageViews() {
        PageView first = PageView.of("shop", "https://shop.example/a");
        live.gateway().collector().pageView(ann.request("GET", "/a"), first, PageViewSource.GIF);
        ann.views("/b");
        ann.views("/a");
        assertThat(only().pageViews()).isEqualTo(2);
    }

    @Test
    void theReferrerIsThatOfTheFirstPage() {
        ann.views("/");
        ann.send("page_view", Map.of("page_url", "https://shop.example/tea", "referrer", "https://shop.example/"));
        assertThat(only().referrer()).isNull();

        Browser bob = new Browser(live, "192.0.2.77").tab("bob");
        bob.send("page_view", Map.of("referrer", "https://search.example/find?q=secret"));
        assertThat(totals().referrers()).isEqualTo(Map.of("search.example/find", 1));
    }

    @Test
    void anOptOutErasesTheVisitorAndWhatItsTabStillSends() {
        ann.views("/");
        ann.send("opt_out", Map.of());
        assertThat(totals().count()).isZero();
        ann.beats();
        ann.views("/tea");
        assertThat(totals().count()).isZero();
        time.run();
        assertThat(left).extracting(VisitorLeft::reason).containsExactly(LeaveReason.FORGOTTEN);
        assertThat(live.counters()).containsEntry("opted_out", 2L);
    }

    @Test
    void forgetErasesByToken() {
        ann.views("/");
        assertThat(live.forget(only().visitorToken())).isTrue();
        assertThat(totals().count()).isZero();
        assertThat(live.forget("nobody")).isFalse();
    }

    @Test
    void aWallClockThatJumpsLosesNobodyAndKeepsNobody() {
        ann.views("/");
        time.setWallClock(Duration.ofHours(1));
        time.advance(Duration.ofSeconds(20));
        ann.beats();
        time.setWallClock(Duration.ofHours(-2));
        time.advance(Duration.ofSeconds(20));
        assertThat(totals().count()).isEqualTo(1);
        time.advance(TAB_TIMEOUT);
        assertThat(totals().count()).isZero();
    }

    @Test
    void aNewSaltKeepsTheTokenOfWhoIsStillHere() {
        ann.views("/");
        String token = only().visitorToken();
        for (long beats = Duration.ofHours(25).toSeconds() / 20; beats > 0; beats--) {
            time.advance(Duration.ofSeconds(20));
            ann.beats();
        }
        new Browser(live, "192.0.2.1").tab("ann-2").views("/tea");
        assertThat(only().visitorToken()).isEqualTo(token);
        assertThat(only().tabs()).isEqualTo(2);
    }

    @Test
    void robotsAndDrivenBrowsersAreCountedApart() {
        new Browser(live, "192.0.2.2")
                .with("User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")
                .views("/");
        new Browser(live, "192.0.2.3").send("page_view", Map.of("webdriver", true));
        assertThat(totals().count()).isZero();
        assertThat(totals().robots()).isEqualTo(1);
        assertThat(totals().automated()).isEqualTo(1);
        assertThat(totals().pages()).isEmpty();
    }

    private Totals totals() {
        return live.snapshot("shop").totals();
    }

    private Visitor only() {
        time.run();
        List<Visitor> visitors = live.snapshot("shop").visitors();
        assertThat(visitors).hasSize(1);
        return visitors.get(0);
    }
}
