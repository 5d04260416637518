package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.Cookie;
import io.livevisitors.pixeljs.Site.Beacon;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest extends PixelTest {

    private static final String REMEMBER_FETCH = "const own = fetch; window.fetch = function (url, init) {"
            + "window.asked = init; return own.apply(this, arguments) };";

    @Test
    void eventTravelsAsPlainTextSoThatThereIsNoPreflight() {
        open(foreignTag());

        Beacon view = beacon(1);
        assertThat(view.method()).isEqualTo("POST");
        assertThat(view.headers().getFirst("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertSent("page_view");
    }

    @Test
    void requestOutlivesThePageAndCarriesNoCookie() {
        page.addInitScript(REMEMBER_FETCH);
        profile.addCookies(List.of(new Cookie("session", "secret").setUrl(site.url("/"))));
        open(TAG);

        assertThat(beacon(1).headers()).doesNotContainKey("Cookie");
        assertThat(page.evaluate("asked.method + asked.mode + asked.credentials + asked.keepalive"))
                .isEqualTo("POSTcorsomittrue");
    }

    @Test
    void originIsKnownEvenUnderTheStrictestReferrerPolicy() {
        open("<meta name=referrer content=no-referrer>" + foreignTag());

        assertThat(beacon(1).headers().getFirst("Origin")).isEqualTo("http://localhost:" + site.port());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete window.fetch",
                "delete window.fetch; delete window.Request",
                "delete Request.prototype.keepalive",
                "window.fetch = () => { throw new Error('no') }"
            })
    void beaconIsUsedWhereFetchCannotOutliveThePage(String browser) {
        page.addInitScript(browser + "; const own = navigator.sendBeacon;"
                + "navigator.sendBeacon = function () { window.beacons = (window.beacons || 0) + 1;"
                + " return own.apply(this, arguments) }");
        open(TAG);

        assertThat(beacon(1).headers().getFirst("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
        assertSent("page_view");
        assertThat(page.evaluate("beacons")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete window.fetch; delete Navigator.prototype.sendBeacon",
                "window.fetch = () => Promise.reject(new Error('no'))",
                "window.fetch = () => {}"
            })
    void pageNeverNoticesThatNothingCanBeSent(String browser) {
        page.addInitScript(browser);
        open(TAG);
        run("livevisitors.track('signup'); history.pushState({}, '', '/cart')");
        settle();
        pass(21);

        assertNothingSent();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500})
    void refusalIsNotAnsweredWithAnotherAttempt(int status) {
        site.answer(status);
        open(TAG);
        beacon(1);
        pass(10);

        assertSent("page_view");
        forgetComplaints();
    }

    @Test
    void bodyStaysUnderEightKibibytesOfUtf8() {
        serve("/", TAG);
        site.page("/" + "p".repeat(2500), "<!doctype html><title>" + "漢".repeat(300) + "</title>" + TAG);
        page.navigate(site.url("/" + "p".repeat(2500)));
        beacon(1);
        run("livevisitors.track('fits', {note: 'ü'.repeat(2000)})");
        beacon("fits");
        run("livevisitors.track('too.large', {note: 'ü'.repeat(4000)})");

        assertSent("page_view", "fits");
        assertThat(site.beacons())
                .allSatisfy(beacon -> assertThat(beacon.bytes()).isLessThanOrEqualTo(8192));
    }

    private String foreignTag() {
        return "<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-endpoint='"
                + site.foreignUrl("/livevisitors") + "'></script>";
    }
}
