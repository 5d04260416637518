package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.VisitorState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that come twice, late, or before what they follow: {@code seq} says what they are worth. */
class OrderTest {

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility", "engagement", "signup", "page_leave"})
    void aRepeatedEventChangesNothing(String event) {
        ann.views("/");
        Map<String, Object> sent =
                ann.fields(event, Map.of("hidden", true, "page_url", Shop.SITE + "/tea", "scroll_depth", 70));
        assertThat(ann.post(sent).status()).isEqualTo(204);
        assertThat(shop.announced()).isNotEmpty();
        var before = shop.visitors();
        var events = shop.totals().events();

        assertThat(ann.post(sent).status()).isEqualTo(204);
        assertThat(shop.visitors()).isEqualTo(before);
        assertThat(shop.totals().events()).isEqualTo(events);
        assertThat(shop.announced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility", "engagement", "signup", "page_leave"})
    void anEventThatComesLateChangesNothing(String event) {
        ann.views("/");
        Map<String, Object> late =
                ann.fields(event, Map.of("hidden", true, "page_url", Shop.SITE + "/tea", "scroll_depth", 70));
        ann.beats();
        assertThat(shop.announced()).hasSize(1);
        var before = shop.visitors();

        assertThat(ann.post(late).status()).isEqualTo(204);
        assertThat(shop.visitors()).isEqualTo(before);
        assertThat(shop.totals().events()).isEmpty();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aNumberLeftOutIsNotMissed() {
        ann.views("/");
        var lost = ann.fields("heartbeat", Map.of());
        ann.views("/tea");
        assertThat(lost).containsEntry("seq", 2L);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /tea");
    }

    @Test
    void aPageViewOvertakenByItsLeaveOpensNothing() {
        Map<String, Object> view = ann.fields("page_view", Map.of());
        ann.leaves();
        assertThat(ann.post(view).status()).isEqualTo(204);
        ann.beats();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).isEmpty();

        ann.views("/back");
        assertThat(shop.announced()).containsExactly("active 1 /back");
    }

    @Test
    void aPageViewOvertakenByItsLeaveTakesNobodyBack() {
        ann.views("/");
        ann.leaves();
        Browser second = shop.tab("ann-2");
        Map<String, Object> view = second.fields("page_view", Map.of());
        second.leaves();
        assertThat(second.post(view).status()).isEqualTo(204);
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
    }

    @Test
    void aLeaveThatComesAfterTheTabIsBackChangesNothing() {
        ann.views("/");
        Map<String, Object> leave = ann.fields("page_leave", Map.of());
        ann.views("/back");
        assertThat(ann.post(leave).status()).isEqualTo(204);
        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /back");
    }

    @Test
    void aLeaveRepeatedAfterTheTabIsBackChangesNothing() {
        ann.views("/");
        Map<String, Object> leave = ann.fields("page_leave", Map.of());
        assertThat(ann.post(leave).status()).isEqualTo(204);
        ann.views("/back");
        assertThat(ann.post(leave).status()).isEqualTo(204);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /", "active 1 /back");
    }

    @Test
    void aPageViewRepeatedAfterTheLeaveOpensNothing() {
        Map<String, Object> view = ann.fields("page_view", Map.of());
        assertThat(ann.post(view).status()).isEqualTo(204);
        ann.leaves();
        assertThat(ann.post(view).status()).isEqualTo(204);
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(ann.post(view).status()).isEqualTo(204);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /", "gone closed");
    }

    @Test
    void aClosedTabIsNotOpenedByAPageViewWithoutANumber() {
        ann.views("/");
        ann.leaves();
        Map<String, Object> unnumbered = ann.fields("page_view", Map.of());
        unnumbered.remove("seq");
        assertThat(ann.post(unnumbered).status()).isEqualTo(204);
        assertThat(shop.only().state()).isEqualTo(VisitorState.LEAVING);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
    }

    @Test
    void anEventWithoutANumberIsTakenAndLeavesTheNumbersAsTheyAre() {
        Map<String, Object> view = ann.fields("page_view", Map.of());
        assertThat(ann.post(view).status()).isEqualTo(204);
        unnumbered("visibility", Map.of("hidden", true));
        assertThat(ann.post(view).status()).isEqualTo(204);
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
    }

    @Test
    void aLeaveWithoutANumberEndsItsTabAtTheLastNumber() {
        ann.views("/");
        Map<String, Object> view = ann.fields("page_view", Map.of());
        assertThat(ann.post(view).status()).isEqualTo(204);
        unnumbered("page_leave", Map.of());
        assertThat(ann.post(view).status()).isEqualTo(204);
        assertThat(shop.announced()).containsExactly("active 1 /", "active 1 /", "leaving 0 /");

        ann.views("/back");
        assertThat(shop.announced()).containsExactly("active 1 /back");
    }

    @Test
    void aTabWithoutNumbersOpensHidesClosesAndComesBack() {
        unnumbered("page_view", Map.of());
        unnumbered("visibility", Map.of("hidden", true));
        unnumbered("page_leave", Map.of());
        unnumbered("heartbeat", Map.of());
        unnumbered("visibility", Map.of("hidden", true));
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /", "leaving 0 /");

        unnumbered("page_view", Map.of());
        assertThat(shop.announced()).containsExactly("active 1 /");
    }

    @Test
    void theEventsOfABatchCountInTheirOrder() {
        List<Map<String, Object>> events = List.of(
                Map.of("event_type", "page_view", "seq", 1),
                Map.of("event_type", "page_leave", "seq", 2),
                Map.of("event_type", "visibility", "seq", 3, "hidden", true));
        ann.sendsAtOnce(events);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
    }

    private void unnumbered(String event, Map<String, ?> more) {
        Map<String, Object> fields = ann.fields(event, more);
        fields.remove("seq");
        assertThat(ann.post(fields).status()).isEqualTo(204);
    }
}
