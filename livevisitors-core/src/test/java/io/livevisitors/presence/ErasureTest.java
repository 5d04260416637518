package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was forgotten stays forgotten: nothing that still comes leaves a trace. */
class ErasureTest {

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");
    private final Browser second = shop.tab("ann-2");

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility", "page_leave", "engagement", "signup"})
    void afterAnOptOutNothingOfItsTabsLeavesATrace(String event) {
        ann.views("/");
        second.views("/tea");
        ann.send("opt_out", Map.of());
        assertThat(shop.announced()).hasSize(3).last().isEqualTo("gone forgotten");

        ann.send(event, Map.of());
        second.send(event, Map.of());
        nobodyIsHere();
        assertThat(shop.live.counters()).containsEntry("opted_out", 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility", "page_leave", "engagement", "signup"})
    void afterForgetNothingOfItsTabsLeavesATrace(String event) {
        ann.views("/");
        second.views("/tea");
        assertThat(shop.live.forget(shop.only().visitorToken())).isTrue();
        assertThat(shop.announced()).hasSize(3).last().isEqualTo("gone forgotten");

        ann.send(event, Map.of());
        second.send(event, Map.of());
        nobodyIsHere();
    }

    @Test
    void whoIsForgottenIsGoneFromEverythingAtOnce() {
        ann.send(
                "page_view",
                Map.of("page_url", Shop.SITE + "/tea?utm_source=letter", "referrer", "https://friend.example/"));
        ann.views("/cups");
        second.views("/");
        String token = shop.only().visitorToken();
        assertThat(shop.live.journey("shop", token).orElseThrow().pages()).hasSize(3);
        assertThat(shop.announced()).isNotEmpty();

        assertThat(shop.live.forget("shop", token)).isTrue();

        assertThat(shop.visitors()).isEmpty();
        assertThat(shop.live.journey("shop", token)).isEmpty();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().tabs()).isZero();
        assertThat(List.of(
                        shop.totals().pages(),
                        shop.totals().entryPages(),
                        shop.totals().referrers(),
                        shop.totals().utmSources(),
                        shop.totals().byDevice()))
                .containsOnly(Map.of());
        assertThat(shop.announced()).containsExactly("gone forgotten");
        assertThat(shop.live.forget("shop", token)).as("a second time").isFalse();
    }

    @Test
    void aTokenIsForgottenOnItsOwnPixelAlone() {
        ann.views("/");
        String token = shop.only().visitorToken();

        assertThat(shop.live.forget("blog", token)).isFalse();
        assertThat(shop.live.forget("shop", "AAAAAAAAAAAAAAAAAAAAAA")).isFalse();
        assertThat(shop.live.forget("shop", "")).isFalse();
        assertThat(shop.live.forget("shop", "no token <>")).isFalse();
        assertThat(shop.only().visitorToken()).isEqualTo(token);
    }

    @Test
    void whoIsForgottenByMistakeIsANewcomerInANewTab() {
        ann.views("/");
        assertThat(shop.live.forget("shop", shop.only().visitorToken())).isTrue();
        shop.tab("ann-3").views("/tea");
        assertThat(shop.only().pageViews()).isEqualTo(1);
        assertThat(shop.only().entryPage()).isEqualTo(Shop.SITE + "/tea");
    }

    @Test
    void aProgramIsForgottenTooWithoutAWord() {
        ann.send("page_view", Map.of("webdriver", true));
        String token = shop.live
                .snapshot(SnapshotQuery.of("shop").withAutomated(true))
                .visitors()
                .get(0)
                .visitorToken();
        assertThat(shop.live.forget("shop", token)).isTrue();
        assertThat(shop.totals().automated()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void afterForgetATabClosedBeforeLeavesNoTraceEither() {
        ann.views("/");
        ann.leaves();
        assertThat(shop.live.forget(shop.only().visitorToken())).isTrue();
        assertThat(shop.announced()).hasSize(3).last().isEqualTo("gone forgotten");

        ann.views("/tea");
        nobodyIsHere();
        shop.time.advance(Duration.ofHours(1));
        ann.views("/tea");
        nobodyIsHere();
    }

    @Test
    void anOptOutFromAnotherAddressHoldsForTheFirstToo() {
        ann.views("/");
        ann.movedTo("198.51.100.7").send("opt_out", Map.of());
        assertThat(shop.announced()).hasSize(2);

        shop.sees(PageViewSource.FILTER, ann, "/tea");
        nobodyIsHere();
    }

    @Test
    void anOptOutOfSomebodyUnknownIsRememberedAndAnnouncesNothing() {
        ann.send("opt_out", Map.of());
        ann.views("/");
        nobodyIsHere();
    }

    @Test
    void afterAnOptOutPageViewsWithoutTabLeaveNoTrace() {
        ann.views("/");
        ann.send("opt_out", Map.of());
        assertThat(shop.announced()).hasSize(2);
        shop.sees(PageViewSource.FILTER, ann, "/tea");
        shop.sees(PageViewSource.GIF, ann, "/tea");
        nobodyIsHere();
    }

    @Test
    void whoNamedThemselvesIsNotCountedInANewTabAfterAnOptOut() {
        ann.send("page_view", Map.of("visitor_token", "me"));
        ann.send("opt_out", Map.of("visitor_token", "me"));
        assertThat(shop.announced()).hasSize(2);
        shop.browser("198.51.100.7").tab("ann-3").send("page_view", Map.of("visitor_token", "me"));
        nobodyIsHere();
    }

    @Test
    void anOptOutDoesNotSilenceTheNeighbour() {
        ann.views("/");
        ann.send("opt_out", Map.of());
        shop.tab("neighbour").views("/tea");
        assertThat(shop.announced()).containsExactly("active 1 /", "gone forgotten", "active 1 /tea");
    }

    @Test
    void whatFollowsAnOptOutInItsBatchLeavesNoTrace() {
        ann.views("/");
        List<Map<String, Object>> events = List.of(
                Map.of("event_type", "opt_out"),
                Map.of("event_type", "page_view", "seq", 3),
                Map.of("event_type", "signup", "seq", 4));
        ann.sendsAtOnce(events);
        assertThat(shop.announced()).containsExactly("active 1 /", "gone forgotten");
        nobodyIsHere();
    }

    @Test
    void anOptOutIsRememberedForADay() {
        ann.send("opt_out", Map.of());
        shop.time.advance(Duration.ofHours(23));
        ann.beats();
        nobodyIsHere();
        shop.time.advance(Duration.ofHours(2));
        ann.beats();
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    private void nobodyIsHere() {
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().events()).isEmpty();
        assertThat(shop.announced()).isEmpty();
    }
}
