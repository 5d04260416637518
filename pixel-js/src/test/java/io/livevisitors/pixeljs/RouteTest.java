package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.pixeljs.Site.Beacon;
import org.junit.jupiter.api.Test;

class RouteTest extends PixelTest {

    private static final String HASH_TAG =
            "<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-hash></script>";

    @Test
    void pushStateIsAPageView() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/cart')");
        settle();

        Beacon view = beacon(2);
        assertThat(view.type()).isEqualTo("page_view");
        assertThat(view.text("page_url")).isEqualTo(site.url("/cart"));
        assertThat(view.number("seq")).isEqualTo(2);
        assertThat(view.text("tab_id")).isEqualTo(beacon(1).text("tab_id"));
        assertSent("page_view", "page_view");
    }

    @Test
    void replaceStateIsAPageView() {
        openAndSee(TAG);
        run("history.replaceState({}, '', '/?sort=price')");
        settle();

        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/?sort=price"));
        assertSent("page_view", "page_view");
    }

    @Test
    void goingBackIsAPageView() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/cart')");
        settle();
        beacon(2);
        run("history.back()");
        page.waitForURL(site.url("/"));
        settle();

        assertThat(beacon(3).text("page_url")).isEqualTo(site.url("/"));
        assertSent("page_view", "page_view", "page_view");
    }

    @Test
    void replaceStateOfTheSameAddressIsNone() {
        openAndSee(TAG);
        run("history.replaceState({scroll: 5}, ''); history.replaceState({scroll: 6}, '', location.href)");
        settle();

        assertSent("page_view");
    }

    @Test
    void redirectOfTheRouterIsOnePageView() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/account'); history.replaceState({}, '', '/login')");
        settle();

        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/login"));
        assertSent("page_view", "page_view");
    }

    @Test
    void returningToTheSameAddressAtOnceIsNone() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/flash'); history.replaceState({}, '', '/')");
        settle();

        assertSent("page_view");
    }

    @Test
    void titleIsTheOneSetAfterTheAddress() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/cart'); setTimeout(() => { document.title = 'Your cart' }, 50)");
        settle();

        assertThat(beacon(2).text("page_title")).isEqualTo("Your cart");
    }

    @Test
    void referrerOfARouteIsTheRouteBefore() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/cart')");
        settle();
        beacon(2);
        run("history.pushState({}, '', '/pay')");
        settle();

        assertThat(beacon(2).text("referrer")).isEqualTo(site.url("/"));
        assertThat(beacon(3).text("referrer")).isEqualTo(site.url("/cart"));
    }

    @Test
    void everyRouteStartsItsTimeAndDepthAnew() {
        openAndSee(TAG);
        run("scrollTo(0, 3000)");
        page.waitForFunction("() => scrollY > 2000");
        pass(5);
        run("livevisitors.track('read')");
        assertThat(beacon("read").number("scroll_depth")).isEqualTo(100);
        assertThat(beacon("read").number("time_on_page")).isBetween(5, 8);
        run("scrollTo(0, 0)");
        page.waitForFunction("() => scrollY === 0");
        run("history.pushState({}, '', '/cart')");
        settle();

        assertThat(beacon(3).number("scroll_depth")).isEqualTo(20);
        assertThat(beacon(3).number("time_on_page")).isZero();
    }

    @Test
    void pageViewIsSentBeforeWhatHappensOnItsPage() {
        openAndSee(TAG);
        run("history.pushState({}, '', '/thanks'); livevisitors.track('purchase')");
        settle();

        assertSent("page_view", "page_view", "purchase");
        assertThat(beacon("purchase").text("page_url")).isEqualTo(site.url("/thanks"));
    }

    @Test
    void changeOfTheFragmentIsNoPageView() {
        openAndSee(TAG);
        run("location.hash = 'reviews'; history.pushState({}, '', '#sizes')");
        page.waitForURL(site.url("/#sizes"));
        settle();

        assertSent("page_view");
    }

    @Test
    void changeOfTheFragmentIsAPageViewWithHashRoutes() {
        openAndSee(HASH_TAG);
        run("location.hash = '/cart'");
        settle();

        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/#/cart"));
        assertSent("page_view", "page_view");
    }

    @Test
    void clickOnALinkToAHashRouteIsAPageView() {
        openAndSee(HASH_TAG);
        run("const a = document.body.appendChild(document.createElement('a')); a.href = '#/pay'; a.click()");
        settle();

        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/#/pay"));
        run("history.back()");
        page.waitForURL(site.url("/"));
        settle();
        assertThat(beacon(3).text("page_url")).isEqualTo(site.url("/"));
    }

    @Test
    void wrappedHistoryBehavesAsTheBrowsersOwn() {
        page.addInitScript("const own = history.pushState;"
                + "history.pushState = function (...all) { own.apply(this, all);"
                + "  window.seen = this === history && all.length; return 'mine' }");
        openAndSee(TAG);

        assertThat(page.evaluate("history.pushState({a: 1}, '', '/a')")).isEqualTo("mine");
        assertThat(page.evaluate("seen")).isEqualTo(3);
        assertThat(page.evaluate("history.state.a")).isEqualTo(1);
        assertThat(page.evaluate("history.replaceState({}, '', '/b')")).isNull();
        assertThat(
                        page.evaluate(
                                "(() => { try { history.replaceState({}, '', 'https://other.example/') } catch (e) { return e.name } })()"))
                .isEqualTo("SecurityError");
    }

    @Test
    void changeThatNoListenerSawIsFoundAtTheNextHeartbeat() {
        openAndSee(TAG);
        run("History.prototype.pushState.call(history, {}, '', '/unseen')");
        pass(21);

        assertSent("page_view", "page_view");
        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/unseen"));
    }

    private void openAndSee(String tag) {
        open(tag);
        beacon("page_view");
    }
}
