package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import io.livevisitors.model.VisitorState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a stay ends but by closing, and what follows it. */
class GoneTest {

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aVisibleTabThatFallsSilentEndsItsVisitor() {
        ann.views("/");
        shop.time.advance(Shop.TAB_TIMEOUT.minusMillis(1));
        assertThat(shop.totals().active()).isEqualTo(1);

        shop.time.advance(Shop.SLACK);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("active 1 /", "gone expired");
    }

    @Test
    void heartbeatsKeepAVisibleTab() {
        ann.views("/");
        shop.beat(ann, Shop.VISIBLE_BEAT, Duration.ofMinutes(10));
        shop.time.advance(Shop.TAB_TIMEOUT.minusMillis(1));
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void aHiddenTabThatFallsSilentEndsItsVisitorWithTheWindow() {
        ann.views("/");
        ann.hides(true);
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        assertThat(shop.totals().idle()).isEqualTo(1);

        shop.time.advance(Shop.SLACK);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /", "gone expired");
    }

    @Test
    void heartbeatsKeepAHiddenTab() {
        ann.views("/");
        ann.hides(true);
        shop.beat(ann, Shop.HIDDEN_BEAT, Duration.ofMinutes(20));
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }

    @ParameterizedTest
    @EnumSource
    void aFullPixelEvictsWhoWasSilentLongest(VisitorState state) {
        try (Shop full = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 2))) {
            Browser silent = full.browser("10.0.1.1").tab("silent");
            Browser talking = full.browser("10.0.2.1").tab("talking");
            talking.views("/talking");
            full.time.advance(Duration.ofSeconds(1));
            bring(silent, state);
            full.time.advance(Duration.ofSeconds(1));
            talking.beats();
            assertThat(full.announced()).last().asString().startsWith(state.wireName());

            full.browser("10.0.3.1").tab("new").views("/new");
            assertThat(full.announced()).containsExactly("gone evicted", "active 1 /new");
            assertThat(full.visitors())
                    .extracting(visitor -> visitor.pageUrl().substring(Shop.SITE.length()))
                    .containsExactly("/new", "/talking");
            assertThat(full.totals().limits().evicted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetErasesAVisitorByToken(VisitorState state) {
        bring(ann, state);
        assertThat(shop.announced()).last().asString().startsWith(state.wireName());

        assertThat(shop.live.forget(shop.only().visitorToken())).isTrue();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("gone forgotten");
        assertThat(shop.live.forget("nobody")).isFalse();
        shop.time.advance(Shop.WINDOW);
        assertThat(shop.announced()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anOptOutErasesItsVisitor(VisitorState state) {
        bring(ann, state);
        assertThat(shop.announced()).last().asString().startsWith(state.wireName());

        ann.send("opt_out", Map.of());
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).containsExactly("gone forgotten");
        shop.time.advance(Shop.WINDOW);
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aTabThatWakesUpAfterItsEndBringsItsVisitorWithoutAPageView() {
        ann.views("/");
        shop.time.advance(Duration.ofHours(8));
        assertThat(shop.announced()).containsExactly("active 1 /", "gone expired");

        ann.beats();
        assertThat(shop.only().pageViews()).isZero();
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void aTabOfAnEvictedVisitorBringsItAgainWhenThereIsRoom() {
        try (Shop full = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 1))) {
            Browser evicted = full.browser("10.0.1.1").tab("evicted");
            evicted.views("/");
            Browser other = full.browser("10.0.2.1").tab("other");
            other.views("/other");
            other.leaves();
            full.time.advance(Shop.GRACE.plus(Shop.SLACK));
            assertThat(full.announced())
                    .containsExactly(
                            "active 1 /", "gone evicted", "active 1 /other", "leaving 0 /other", "gone closed");

            evicted.beats();
            assertThat(full.only().pageViews()).isZero();
            assertThat(full.announced()).containsExactly("active 1 /");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "visibility", "engagement", "signup", "page_leave"})
    void whatAClosedTabStillSendsAfterTheEndBringsNobody(String event) {
        ann.views("/");
        ann.leaves();
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(shop.announced()).hasSize(3).last().isEqualTo("gone closed");

        ann.send(event, Map.of());
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    private static void bring(Browser browser, VisitorState state) {
        browser.views("/");
        switch (state) {
            case ACTIVE -> browser.beats();
            case IDLE -> browser.hides(true);
            case LEAVING -> browser.leaves();
        }
    }
}
