package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import io.livevisitors.LiveVisitors;
import io.livevisitors.ManualTime;
import io.livevisitors.model.Journey;
import io.livevisitors.model.PageView;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pages that a visitor opened, with the time on each. */
class JourneyTest {

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live =
            time.builder().pixel("shop").limit(Limit.TABS_PER_VISITOR, 2).build();
    private final Browser browser = new Browser(live, "10.0.0.1").tab("one");

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aSinglePageIsAJourney() {
        browser.send("page_view", Map.of("page_url", "https://shop.example/a", "page_title", "A"));
        long opened = time.now().getEpochSecond();
        pass(7);

        assertThat(journey()).containsExactly(new Journey.Page("https://shop.example/a", "A", 7, true, opened));
    }

    @Test
    void routesOfOneTabFollowEachOther() {
        browser.views("/a");
        pass(10);
        browser.views("/b");
        pass(20);
        browser.views("/a");
        pass(3);

        assertThat(told()).containsExactly("/a 10", "/b 20", "/a 3 open");
    }

    @Test
    void pagesOfATabThatIsLoadedAnewFollowEachOther() {
        browser.views("/a");
        pass(10);
        browser.leaves();
        pass(1);
        browser.tab("two").views("/b");
        pass(4);

        assertThat(told()).containsExactly("/a 10", "/b 4 open");
    }

    @Test
    void theTimeOnAPageEndsWithItsTab() {
        browser.views("/a");
        pass(10);
        browser.leaves();
        pass(3);

        assertThat(told()).containsExactly("/a 10");
    }

    @Test
    void tabsSideBySideHaveTheirOwnTime() {
        browser.views("/a");
        pass(5);
        Browser other = new Browser(live, "10.0.0.1").tab("two");
        other.views("/b");
        pass(5);
        browser.beats();
        pass(5);
        other.leaves();
        pass(5);

        assertThat(told()).containsExactly("/a 20 open", "/b 10");
    }

    @Test
    void aTabForgottenAtTheLimitEndsItsPage() {
        browser.views("/a");
        pass(1);
        browser.tab("two").views("/b");
        pass(1);
        browser.tab("three").views("/c");
        pass(1);

        assertThat(told()).containsExactly("/a 2", "/b 2 open", "/c 1 open");
        assertThat(live.snapshot("shop").totals().limits().trimmed()).isEqualTo(1);
    }

    @Test
    void theLast32PagesAreRemembered() {
        IntStream.range(0, 40).forEach(i -> {
            browser.views("/" + i);
            pass(1);
        });

        assertThat(told()).hasSize(Journey.MAX_PAGES).startsWith("/8 1", "/9 1").endsWith("/38 1", "/39 1 open");
    }

    @Test
    void whatTheFilterAndThePixelSeeIsOnePage() {
        isServed("/a");
        pass(1);
        browser.views("/a");
        pass(5);
        browser.views("/b");
        pass(1);

        assertThat(told()).containsExactly("/a 5", "/b 1 open");
    }

    @Test
    void aVisitorWithoutTabsHasOneToo() {
        Browser plain = new Browser(live, "10.0.0.2");
        plain.views("/a");
        pass(20);
        plain.views("/b");
        pass(5);

        assertThat(told()).containsExactly("/a 20", "/b 5 open");
    }

    @Test
    void afterARestartThePagesShownAreTheJourney() {
        browser.beats();
        pass(2);
        browser.tab("two").beats();
        pass(3);

        assertThat(told()).containsExactly("/ 5 open", "/ 3 open");
        assertThat(live.snapshot("shop").visitors().get(0).pageViews()).isZero();
    }

    @Test
    void aTabThatFellSilentAndIsHeardOfAgainGoesOnWithItsPage() {
        browser.views("/a");
        pass(1);
        Browser hidden = new Browser(live, "10.0.0.1").tab("two");
        hidden.send("page_view", Map.of("page_url", "https://shop.example/b", "hidden", true));
        pass(70);
        browser.send("heartbeat", Map.of("page_url", "https://shop.example/a"));

        assertThat(told()).containsExactly("/a 71 open", "/b 70 open");
    }

    @Test
    void whatALeaveMeasuredIsKept() {
        browser.send("page_view", Map.of("scroll_depth", 20));
        browser.send("page_leave", Map.of("scroll_depth", 90, "time_on_page", 30));

        assertThat(live.snapshot("shop").visitors().get(0).scrollDepth()).isEqualTo(90);
        assertThat(told()).containsExactly("/ 30");
    }

    @Test
    void aTitleToldLaterIsTheJourneysToo() {
        isServed("/a");
        browser.views("/b");
        pass(1);
        isServed("/c");
        browser.send("page_view", Map.of("page_url", "https://shop.example/c", "page_title", "C"));

        assertThat(journey()).last().extracting(Journey.Page::pageTitle).isEqualTo("C");
    }

    @Test
    void nobodyHasNone() {
        assertThat(live.journey("shop", "AAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(live.journey("shop", "no token")).isEmpty();
        assertThat(live.journey("nothing", "AAAAAAAAAAAAAAAAAAAAAA")).isEmpty();
    }

    /** The filter sees a page. */
    private void isServed(String path) {
        Browser filter = new Browser(live, "10.0.0.1");
        PageView served = PageView.of("shop", "https://shop.example" + path);
        live.gateway().collector().pageView(filter.request("GET", path), served, PageViewSource.FILTER);
    }

    private void pass(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    private List<Journey.Page> journey() {
        String token = live.snapshot("shop").visitors().get(0).visitorToken();
        return live.journey("shop", token).orElseThrow().pages();
    }

    private List<String> told() {
        return journey().stream()
                .map(page -> page.pageUrl().replace("https://shop.example", "") + " " + page.timeOnPage()
                        + (page.open() ? " open" : ""))
                .toList();
    }
}
