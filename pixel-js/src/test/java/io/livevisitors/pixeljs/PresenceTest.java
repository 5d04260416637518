package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.livevisitors.pixeljs.Site.Beacon;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest extends PixelTest {

    @BeforeEach
    void openPage() {
        open(TAG);
        beacon("page_view");
    }

    @Test
    void visiblePageBeatsEveryTwentySeconds() {
        page.clock().pauseAt(System.currentTimeMillis() + 10_000);
        assertSent("page_view");
        pass(21);
        assertSent("page_view", "heartbeat");
        pass(40);

        assertSent("page_view", "heartbeat", "heartbeat", "heartbeat");
    }

    @Test
    void heartbeatTellsTheDeviceSoThatARestartedServerKnowsTheVisitorAgain() {
        pass(21);

        Beacon beat = beacon("heartbeat");
        assertThat(beat.text("page_url")).isEqualTo(site.url("/"));
        assertThat(beat.text("screen_resolution")).isNotEmpty();
        assertThat(beat.text("timezone")).isEqualTo("Europe/Vienna");
        assertThat(beat.body().get("hidden").asBoolean()).isFalse();
        assertThat(beat.number("time_on_page")).isBetween(20, 24);
        assertThat(beat.number("seq")).isEqualTo(2);
    }

    @Test
    void hiddenPageBeatsEverySixtySeconds() {
        run(Visibility.HIDE);
        pass(58);
        assertSent("page_view", "visibility");
        pass(5);

        assertSent("page_view", "visibility", "heartbeat");
        assertThat(beacon("heartbeat").body().get("hidden").asBoolean()).isTrue();
    }

    @Test
    void hidingAndShowingIsToldAtOnce() {
        run(Visibility.HIDE);
        assertThat(beacon(2).type()).isEqualTo("visibility");
        assertThat(beacon(2).body().get("hidden").asBoolean()).isTrue();
        run(Visibility.SHOW);

        assertThat(beacon(3).type()).isEqualTo("visibility");
        assertThat(beacon(3).body().get("hidden").asBoolean()).isFalse();
    }

    @Test
    void scrollDepthIsTheDeepestOfThePage() {
        run("scrollTo(0, 1500)");
        page.waitForFunction("() => scrollY === 1500");
        page.evaluate("() => new Promise(requestAnimationFrame)");
        run("scrollTo(0, 0)");
        page.waitForFunction("() => scrollY === 0");
        pass(21);

        assertThat(beacon("heartbeat").number("scroll_depth")).isEqualTo(70);
    }

    @Test
    void closingTheTabIsLeaving() {
        page.close(new Page.CloseOptions().setRunBeforeUnload(true));

        Beacon leave = beacon("page_leave");
        assertThat(leave.number("seq")).isEqualTo(2);
        assertSent("page_view", "page_leave");
    }

    @Test
    void goingElsewhereIsLeaving() {
        page.navigate("about:blank");

        assertThat(beacon("page_leave").text("page_url")).isEqualTo(site.url("/"));
        assertSent("page_view", "page_leave");
    }

    @Test
    void leavingRightAfterARouteChangeSendsThatRouteFirst() {
        run("history.pushState({}, '', '/cart'); location.href = 'about:blank'");
        beacon("page_leave");

        assertSent("page_view", "page_view", "page_leave");
        assertThat(beacon("page_leave").text("page_url")).isEqualTo(site.url("/cart"));
    }

    @Test
    void nothingFollowsALeave() {
        run("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}));" + Visibility.HIDE);
        pass(200);

        assertSent("page_view", "page_leave");
    }

    @Test
    void pageOutOfTheBackForwardCacheIsAPageViewOfTheSameTab() {
        run("window.alive = true");
        site.page("/next", "<!doctype html>next");
        page.navigate(site.url("/next"));
        beacon("page_leave");
        page.goBack(new Page.GoBackOptions().setWaitUntil(com.microsoft.playwright.options.WaitUntilState.COMMIT));
        await().until(() -> site.beacons().size() >= 3);

        assertThat(page.evaluate("window.alive")).as("the page was kept").isEqualTo(true);
        assertThat(beacon(3).type()).isEqualTo("page_view");
        assertThat(beacon(3).text("tab_id")).isEqualTo(beacon(1).text("tab_id"));
        assertThat(beacon(3).number("seq")).isGreaterThan(beacon(2).number("seq"));
        assertThat(beacon(3).number("time_on_page")).isZero();
    }

    @Test
    void restoredPageIsCountedAndBeatsAgain() {
        run("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))");
        beacon("page_leave");
        run("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");
        beacon(3);
        pass(21);

        assertSent("page_view", "page_leave", "page_view", "heartbeat");
        assertThat(beacon(3).text("tab_id")).isEqualTo(beacon(1).text("tab_id"));
    }

    @Test
    void prerenderedPageIsCountedWhenItIsShown() {
        Page tab = newTab();
        tab.addInitScript("Object.defineProperty(document, 'prerendering', {value: true, configurable: true})");
        tab.navigate(site.url("/"));
        tab.evaluate("livevisitors.start(); livevisitors.track('early')");
        assertSent("page_view");
        tab.evaluate("() => { Object.defineProperty(document, 'prerendering', {value: false});"
                + "document.dispatchEvent(new Event('prerenderingchange')) }");

        assertThat(beacon(2).type()).isEqualTo("page_view");
        tab.close();
    }
}
