package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.livevisitors.pixeljs.Site.Beacon;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A fresh site and a fresh browser profile for each test, and time that passes only when the test says so: the page's
 * clock is Playwright's, so timers and {@code performance.now()} follow {@link #pass(int)}. After each test nothing may
 * have been thrown in a page, and nothing logged.
 */
@ExtendWith(Chromium.class)
abstract class PixelTest {

    static final String TAG = "<script defer src='/livevisitors/pixel.js' data-pixel='shop'></script>";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    Site site;
    BrowserContext profile;
    Page page;

    @BeforeEach
    void openBrowser() throws IOException {
        site = new Site();
        profile = Chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(800, 600)
                        .setLocale("de-AT")
                        .setTimezoneId("Europe/Vienna"));
        page = newTab();
    }

    @AfterEach
    void nothingWasThrownOrLogged() {
        profile.close();
        site.close();
        assertThat(complaints).isEmpty();
    }

    Page newTab() {
        Page tab = profile.newPage();
        tab.clock().install();
        tab.onPageError(complaints::add);
        tab.onConsoleMessage(message -> complaints.add(message.text()));
        tab.addInitScript("addEventListener('unhandledrejection', e => console.error('unhandled: ' + e.reason))");
        return tab;
    }

    /** For a test whose page must fail on its own. */
    void forgetComplaints() {
        complaints.clear();
    }

    /** Serves a page with this tag at a path. */
    void serve(String path, String tag) {
        site.page(
                path,
                "<!doctype html><meta charset=utf-8><link rel=icon href='data:,'><title>Title of " + path + "</title>"
                        + tag + "<body style='margin:0'><div style='height:3000px'>text</div>");
    }

    /** Serves a page with this tag at {@code /}, and opens it. */
    void open(String tag) {
        serve("/", tag);
        page.navigate(site.url("/"));
    }

    /** Makes the page's time pass; each timer runs when it is due. */
    void pass(int seconds) {
        page.clock().runFor(seconds * 1000L);
    }

    /** Lets a change of address become a page view. */
    void settle() {
        page.clock().runFor(200);
    }

    void run(String script) {
        page.evaluate("() => { " + script + " }");
    }

    /** Waits for the nth request to the collector, counted from 1, and gives it. */
    Beacon beacon(int n) {
        await().atMost(PATIENCE).until(() -> site.beacons().size() >= n);
        return site.beacons().get(n - 1);
    }

    /** Waits for the first request of this type. */
    Beacon beacon(String type) {
        return beacon(beacon -> beacon.type().equals(type));
    }

    /** Waits for the first request that is like this. */
    Beacon beacon(Predicate<Beacon> wanted) {
        await().atMost(PATIENCE).until(() -> site.beacons().stream().anyMatch(wanted));
        return site.beacons().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until this was sent, and asserts that nothing else was; in the order of the tab's {@code seq}. */
    void assertSent(String... types) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.beacons()).hasSizeGreaterThanOrEqualTo(types.length));
        drain();
        assertThat(site.beacons().stream().sorted(Comparator.comparingInt(b -> b.number("seq"))))
                .extracting(Beacon::type)
                .containsExactly(types);
    }

    void assertNothingSent() {
        drain();
        assertThat(site.beacons()).isEmpty();
    }

    /**
     * When this returns, the requests that were made before have arrived: this one was started after them, and made its
     * way to the server and back, twice.
     */
    private void drain() {
        for (int i = 0; i < 2; i++) {
            if (!page.isClosed()) {
                page.evaluate(
                        "url => new Promise(done => {"
                                + "const image = new Image(); image.onerror = image.onload = () => done(0); image.src = url; })",
                        site.url("/drained?" + System.nanoTime()));
            }
        }
    }
}
