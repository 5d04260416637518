package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.livevisitors.model.PageView;
import io.livevisitors.model.PixelVisitorActive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener for pages is called for page views, and for nothing else that a visitor does. */
class OnPageTest {

    private static final String CART = "https://shop.example/cart";

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder().pixel("shop").build();
    private final List<String> opened = new ArrayList<>();
    private final Browser ann = new Browser(live, "192.0.2.1").tab("a");

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aPageThatMatchesIsTold() {
        listen("/cart/**");
        ann.views("/");
        ann.views("/cart");
        ann.views("/cart/pay");
        time.run();
        assertThat(opened).containsExactly(CART, CART + "/pay");
    }

    @Test
    void aReloadIsAPageView() {
        listen("/cart");
        ann.views("/cart");
        ann.views("/cart");
        time.run();
        assertThat(opened).containsExactly(CART, CART);
    }

    @Test
    void pageViewsOfOneBatchAreToldOneByOne() {
        listen("/**");
        String event = "{\"event_type\":\"page_view\",\"page_url\":\"https://shop.example/%s\",\"seq\":%d}";
        String batch = "{\"pixel_id\":\"shop\",\"tab_id\":\"a\",\"events\":[" + event.formatted("tea", 1) + ","
                + event.formatted("tea", 2) + "," + event.formatted("cart", 3) + "]}";
        assertThat(live.gateway()
                        .collector()
                        .batch(ann.request("POST", "/batch"), batch.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(204);
        time.run();
        assertThat(opened).containsExactly("https://shop.example/tea", "https://shop.example/tea", CART);
    }

    @Test
    void changesOfStateAndSignsOfLifeAreNoPageViews() {
        ann.views("/cart");
        listen("/**");
        List<PixelVisitorActive> changes = new ArrayList<>();
        var unused = live.onVisitorActive(changes::add);
        ann.hides(true);
        ann.hides(false);
        ann.beats();
        ann.send("signup", Map.of());
        new Browser(live, "192.0.2.1").tab("b").beats();
        ann.leaves();
        time.advance(Duration.ofSeconds(6));
        assertThat(changes).hasSizeGreaterThan(3).allMatch(event -> event.openedPage() == null);
        assertThat(opened).isEmpty();
    }

    @Test
    void aVisitorWhoIsBackByASignOfLifeOpenedNothing() {
        listen("/**");
        ann.beats();
        time.run();
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);
        assertThat(opened).isEmpty();
    }

    @Test
    void closingATabShowsAnOlderPageAndOpensNone() {
        ann.views("/cart");
        Browser second = new Browser(live, "192.0.2.1").tab("b");
        second.views("/tea");
        listen("/**");
        second.leaves();
        time.run();
        assertThat(live.snapshot("shop").visitors().get(0).pageUrl()).isEqualTo(CART);
        assertThat(opened).isEmpty();
    }

    @Test
    void whatTwoSourcesSeeOfOnePageViewIsToldOnce() {
        listen("/**");
        ann.views("/tea");
        assertThat(live.track(PageView.of("shop", CART), ann.request("GET", "/cart")))
                .isTrue();
        ann.views("/cart");
        time.run();
        assertThat(opened).containsExactly("https://shop.example/tea", CART);
    }

    @Test
    void theSecondSourceIsAPageViewOfItsOwnTenSecondsLater() {
        listen("/**");
        ann.views("/cart");
        time.advance(Duration.ofSeconds(10));
        assertThat(live.track(PageView.of("shop", CART), ann.request("GET", "/cart")))
                .isTrue();
        time.run();
        assertThat(opened).containsExactly(CART, CART);
    }

    @Test
    void theWireKnowsNothingOfIt() {
        List<PixelVisitorActive> events = new ArrayList<>();
        var unused = live.onVisitorActive(events::add);
        ann.views("/cart");
        time.run();
        PixelVisitorActive event = events.get(0);
        assertThat(event.openedPage()).isEqualTo(CART);
        assertThat(event.toJson()).isEqualTo(event.visitor().toJson()).doesNotContain("opened");
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        assertThatThrownBy(() -> listen("cart"))
                .isInstanceOf(SettingException.class)
                .hasMessageContainingAll("page pattern", "\"cart\"", "begin with /");
    }

    @Test
    void aRemovedListenerIsToldNothing() {
        Subscription subscription = live.onPage("/**", event -> opened.add("told"));
        ann.views("/cart");
        subscription.close();
        time.run();
        assertThat(opened).isEmpty();
    }

    private void listen(String pattern) {
        var unused = live.onPage(pattern, event -> opened.add(String.valueOf(event.openedPage())));
    }
}
