package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grace period: from the closing of the last tab to the end, or back. */
class LeavingTest {

    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void closingTheLastTabMakesItsVisitorLeaving() {
        ann.views("/");
        ann.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(shop.only().tabs()).isZero();
        assertThat(shop.totals().count()).isEqualTo(1);
        assertThat(shop.totals().leaving()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
    }

    @Test
    void closingTheLastHiddenTabMakesItsVisitorLeaving() {
        ann.views("/");
        ann.hides(true);
        ann.leaves();
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /", "leaving 0 /");
    }

    @Test
    void theGracePeriodEndsALeavingVisitorAndNotBefore() {
        leaving();
        shop.time.advance(Shop.GRACE.minusMillis(1));
        assertThat(shop.totals().leaving()).isEqualTo(1);
        assertThat(shop.announced()).isEmpty();

        shop.time.advance(Shop.SLACK);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void aPageViewOfANewTabTakesALeavingVisitorBack() {
        String token = leaving();
        shop.time.advance(TWO_SECONDS);
        shop.tab("ann-2").views("/tea");

        Visitor visitor = shop.only();
        assertThat(visitor.visitorToken()).isEqualTo(token);
        assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(visitor.pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /tea");
        shop.time.advance(Shop.GRACE.multipliedBy(2));
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aPageViewOfTheClosedTabTakesALeavingVisitorBack() {
        String token = leaving();
        shop.time.advance(TWO_SECONDS);
        ann.views("/");

        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.only().tabs()).isEqualTo(1);
        assertThat(shop.only().pageViews()).isEqualTo(2);
        assertThat(shop.announced()).containsExactly("active 1 /");
        shop.time.advance(Shop.GRACE.multipliedBy(2));
        assertThat(shop.announced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "visibility", "engagement", "signup"})
    void aSignOfLifeOfAnotherTabTakesALeavingVisitorBack(String event) {
        String token = leaving();
        shop.tab("ann-2").send(event, Map.of("page_url", Shop.SITE + "/tea"));

        assertThat(shop.only().visitorToken()).isEqualTo(token);
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @Test
    void aTabInTheBackgroundTakesALeavingVisitorBackAsIdle() {
        leaving();
        shop.tab("ann-2").send("page_view", Map.of("page_url", Shop.SITE + "/tea", "hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("idle 1 /tea");
    }

    @Test
    void aPageViewWithoutTabTakesALeavingVisitorBack() {
        leaving();
        shop.sees(PageViewSource.FILTER, ann, "/tea");
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 0 /tea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "visibility", "engagement", "signup"})
    void whatTheClosedTabStillSendsTakesNobodyBack(String event) {
        leaving();
        shop.time.advance(TWO_SECONDS);
        ann.send(event, Map.of("hidden", true));
        ann.send(event, Map.of("hidden", false));
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(shop.totals().events()).isEmpty();
        assertThat(shop.announced()).isEmpty();

        shop.time.advance(Shop.GRACE.minus(TWO_SECONDS).plus(Shop.SLACK));
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void aSecondLeaveDoesNotProlongTheGracePeriod() {
        leaving();
        shop.time.advance(TWO_SECONDS);
        ann.leaves();
        shop.tab("ann-2").leaves();
        assertThat(shop.announced()).isEmpty();

        shop.time.advance(Shop.GRACE.minus(TWO_SECONDS).plus(Shop.SLACK));
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void whoCameBackAndLeavesAgainHasAWholeGracePeriod() {
        leaving();
        shop.time.advance(Duration.ofSeconds(4));
        ann.views("/");
        ann.leaves();
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");

        shop.time.advance(Shop.GRACE.minusMillis(1));
        assertThat(shop.announced()).isEmpty();
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @Test
    void whoComesBackAfterTheGracePeriodIsANewStay() {
        leaving();
        long firstSeen = shop.only().firstSeen();
        shop.time.advance(Shop.GRACE.plusSeconds(1));
        ann.views("/tea");

        assertThat(shop.only().firstSeen()).isEqualTo(firstSeen + 6);
        assertThat(shop.only().entryPage()).isEqualTo(Shop.SITE + "/tea");
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("gone closed", "active 1 /tea");
    }

    private String leaving() {
        ann.views("/");
        ann.leaves();
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
        return shop.only().visitorToken();
    }
}
