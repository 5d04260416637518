package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest extends PixelTest {

    private static final String MANUAL_TAG =
            "<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-auto='false'></script>";

    private static final String FLAG = "localStorage.getItem('livevisitors.optOut')";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object.defineProperty(navigator, 'doNotTrack', {value: '1'})",
                "Object.defineProperty(window, 'doNotTrack', {value: '1'})",
                "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"
            })
    void visitorWhoseBrowserSaysNoIsNotCounted(String signal) {
        page.addInitScript(signal);
        page.addInitScript("window.ownPushState = history.pushState");
        open(TAG);
        run("livevisitors.start(); livevisitors.track('signup'); livevisitors.optOut(); livevisitors.optIn();"
                + "history.pushState({}, '', '/cart');" + Visibility.HIDE);
        settle();
        page.navigate("about:blank");

        assertNothingSent();
    }

    @Test
    void pageOfAVisitorWhoSaysNoIsLeftAsItIs() {
        page.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true});"
                + "window.ownPushState = history.pushState");
        open(TAG);

        assertThat(page.evaluate("history.pushState === ownPushState")).isEqualTo(true);
    }

    @Test
    void visitorWhoseBrowserAllowsTrackingIsCounted() {
        page.addInitScript("Object.defineProperty(navigator, 'doNotTrack', {value: '0'})");
        open(TAG);

        assertSent("page_view");
    }

    @Test
    void pixelRunsOnTheNamedHostsOnly() {
        String tag =
                "<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-domains='shop.example, %s'></script>";
        serve("/named", tag.formatted("localhost"));
        serve("/unnamed", tag.formatted("host"));
        page.navigate(site.url("/unnamed"));
        run("livevisitors.start(); livevisitors.track('signup'); livevisitors.optOut(); livevisitors.optIn()");
        assertNothingSent();
        page.navigate(site.url("/named"));

        assertThat(beacon(1).text("page_url")).isEqualTo(site.url("/named"));
    }

    @Test
    void nothingHappensBeforeTheStartWhereThePageWantsToSayWhen() {
        page.addInitScript("window.ownPushState = history.pushState");
        open(MANUAL_TAG);
        run("livevisitors.track('early');" + Visibility.HIDE + Visibility.SHOW);
        pass(100);
        assertThat(page.evaluate("history.pushState === ownPushState")).isEqualTo(true);
        run("dispatchEvent(new PageTransitionEvent('pagehide'));"
                + "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))");

        assertNothingSent();
    }

    @Test
    void startBeginsToCountAndASecondOneDoesNothing() {
        open(MANUAL_TAG);
        run("livevisitors.start(); livevisitors.start(); livevisitors.track('signup')");

        assertSent("page_view", "signup");
    }

    @Test
    void optingOutErasesTheVisitorAndStopsEverything() {
        open(TAG);
        String tab = beacon(1).text("tab_id");
        run("livevisitors.optOut(); livevisitors.optOut(); livevisitors.track('signup'); livevisitors.start();"
                + "history.pushState({}, '', '/cart');" + Visibility.HIDE + Visibility.SHOW);
        pass(100);

        assertSent("page_view", "opt_out");
        assertThat(beacon(2).text("tab_id")).isEqualTo(tab);
        assertThat(page.evaluate(FLAG)).isEqualTo("1");
    }

    @Test
    void optingOutHoldsOnTheNextPage() {
        open(TAG);
        beacon(1);
        run("livevisitors.optOut()");
        beacon("opt_out");
        page.navigate(site.url("/"));
        run("livevisitors.start()");

        assertSent("page_view", "opt_out");
    }

    @Test
    void optingOutInOneTabSilencesTheOthers() {
        open(TAG);
        beacon(1);
        Page other = newTab();
        other.navigate(site.url("/"));
        beacon(2);
        other.evaluate("livevisitors.optOut()");
        beacon("opt_out");
        pass(100);

        assertSentInAnyOrder("page_view", "page_view", "opt_out");
    }

    @Test
    void optingOutErasesAlsoWhereThisPageWasNotStarted() {
        open(MANUAL_TAG);
        run("livevisitors.optOut()");

        assertSent("opt_out");
        assertThat(beacon(1).number("scroll_depth")).isBetween(0, 100);
    }

    @Test
    void optingInBeginsAsSomebodyNew() {
        open(TAG);
        String before = beacon(1).text("tab_id");
        run("livevisitors.optOut(); livevisitors.optIn()");

        assertThat(beacon(b -> b.type().equals("page_view") && b.number("seq") == 3)
                        .text("tab_id"))
                .isNotEqualTo(before);
        assertThat(page.evaluate(FLAG)).isNull();
        pass(21);
        assertSent("page_view", "opt_out", "page_view", "heartbeat");
    }

    @Test
    void optingInWithoutHavingOptedOutChangesNothing() {
        open(TAG);
        beacon(1);
        run("livevisitors.optIn()");

        assertSent("page_view");
    }

    @Test
    void noCookieAndNoStorageIsLeftBehind() {
        open(TAG);
        run("livevisitors.track('signup'); history.pushState({}, '', '/cart')");
        settle();
        pass(21);
        beacon("heartbeat");

        assertThat(profile.cookies()).isEmpty();
        assertThat(page.evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
        assertThat(page.evaluate("indexedDB.databases().then(all => all.length)"))
                .isEqualTo(0);
    }
}
