package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a visitor comes to be here, and what brings nobody. */
class ArrivalTest {

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aPageViewBringsAnActiveVisitor() {
        ann.send("page_view", Map.of("page_url", Shop.SITE + "/tea?utm_source=mail&id=7", "page_title", "Tea"));

        Visitor visitor = shop.only();
        assertThat(visitor.pageUrl()).isEqualTo(Shop.SITE + "/tea?utm_source=mail");
        assertThat(visitor.pageTitle()).isEqualTo("Tea");
        assertThat(visitor.utmSource()).isEqualTo("mail");
        assertThat(visitor.state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(visitor.tabs()).isEqualTo(1);
        assertThat(visitor.pageViews()).isEqualTo(1);
        assertThat(visitor.visitorToken()).matches("[A-Za-z0-9_-]{22}");
        assertThat(shop.announced()).containsExactly("active 1 /tea?utm_source=mail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"heartbeat", "visibility", "engagement", "signup"})
    void anUnknownTabBringsItsVisitorWithoutAPageView(String event) {
        ann.send(event, Map.of("page_url", Shop.SITE + "/tea"));

        assertThat(shop.only().state()).isEqualTo(VisitorState.ACTIVE);
        assertThat(shop.only().tabs()).isEqualTo(1);
        assertThat(shop.only().pageUrl()).isEqualTo(Shop.SITE + "/tea");
        assertThat(shop.only().pageViews()).isZero();
        assertThat(shop.totals().series().get(29).pageViews()).isZero();
        assertThat(shop.announced()).containsExactly("active 1 /tea");
    }

    @Test
    void theReferrerIsThatOfTheFirstPage() {
        ann.send("page_view", Map.of("referrer", "https://search.example/find?q=secret"));
        ann.send("page_view", Map.of("page_url", Shop.SITE + "/tea", "referrer", Shop.SITE + "/"));
        assertThat(shop.only().referrer()).isEqualTo("search.example/find");
        assertThat(shop.totals().referrers()).isEqualTo(Map.of("search.example/find", 1));

        Browser bob = shop.browser("192.0.2.77").tab("bob-1");
        bob.views("/");
        bob.send("page_view", Map.of("referrer", Shop.SITE + "/"));
        assertThat(shop.visitors().get(0).referrer()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"page_view", "heartbeat", "visibility"})
    void anUnknownTabThatIsHiddenBringsAnIdleVisitor(String event) {
        ann.send(event, Map.of("hidden", true));
        assertThat(shop.only().state()).isEqualTo(VisitorState.IDLE);
        assertThat(shop.totals().idle()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("idle 1 /");
    }

    @Test
    void aLeaveOfAnUnknownTabBringsNobody() {
        ann.leaves();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aFullPixelRefusesNewcomersOfItsHeaviestNetwork() {
        try (Shop full = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 2))) {
            full.browser("10.0.0.1").tab("a").views("/");
            full.browser("10.0.0.2").tab("b").views("/");
            assertThat(full.announced()).hasSize(2);

            Browser third = full.browser("10.0.0.3").tab("c");
            assertThat(third.post(third.fields("page_view", Map.of())).status()).isEqualTo(429);
            assertThat(full.totals().count()).isEqualTo(2);
            assertThat(full.totals().limits().refused()).isEqualTo(1);
            assertThat(full.totals().limits().evicted()).isZero();
            assertThat(full.announced()).isEmpty();
        }
    }

    @Test
    void aNetworkThatSendsTooManyNewcomersIsRefusedMore() {
        try (Shop strict = new Shop(settings -> settings.limit(Limit.NEW_VISITORS_PER_NETWORK, 1))) {
            strict.browser("10.0.0.1").tab("a").views("/");
            Browser second = strict.browser("10.0.0.2").tab("b");
            assertThat(second.post(second.fields("heartbeat", Map.of())).status())
                    .isEqualTo(429);
            assertThat(strict.totals().count()).isEqualTo(1);
            assertThat(strict.announced()).containsExactly("active 1 /");
        }
    }

    @Test
    void aFullPixelStillFollowsThoseWhoAreHere() {
        try (Shop full = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 1))) {
            Browser here = full.tab("ann-1");
            here.views("/");
            full.tab("ann-2").views("/tea");
            here.hides(true);
            here.leaves();
            assertThat(full.announced()).containsExactly("active 1 /", "active 2 /tea", "active 1 /tea");
            assertThat(full.totals().limits().refused()).isZero();
        }
    }
}
