package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the page looks: in both colour schemes, on a wall, a desk and a phone. */
class AppearanceTest extends PageTest {

    @ParameterizedTest
    @CsvSource({"LIGHT,1440,900", "DARK,1440,900", "LIGHT,390,844", "DARK,390,844", "LIGHT,360,640", "DARK,1920,1080"})
    void fitsTheWindowInBothColourSchemes(ColorScheme scheme, int width, int height) {
        newPage(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        socket.snapshot = Sample.snapshot(Sample.crowd(27));
        openLive();
        assertThat(rows()).hasCount(27);
        byte[] picture = picture("%s-%dx%d".formatted(scheme, width, height));
        assertThat(picture).hasSizeGreaterThan(20_000);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"en-US,320", "en-US,390", "en-US,820", "en-US,1440", "de-DE,320", "ar-EG,320", "zh-TW,390"})
    void theTimesBelowTheCurveNeverTouchEachOther(String locale, int width) {
        newPage(new Browser.NewContextOptions().setLocale(locale).setViewportSize(width, 800));
        socket.snapshot = Sample.snapshot(Sample.crowd(20));
        openLive();

        assertThat(page.locator("#curve .minute").count()).isGreaterThanOrEqualTo(2);
        assertThat(page.evaluate("""
                () => [...document.querySelectorAll('#curve .minute')]
                    .map(label => label.getBoundingClientRect())
                    .sort((one, other) => one.left - other.left)
                    .every((box, index, all) => index === 0 || box.left >= all[index - 1].right + 2)""")).isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT", "DARK"})
    void invitesTheFirstVisitor(ColorScheme scheme) {
        newPage(new Browser.NewContextOptions().setColorScheme(scheme));
        backend.config.put(
                "warnings",
                List.of(
                        "Requests come from the proxy 10.0.0.2, so all visitors look like one. Name it: builder.trustedProxies(\"10.0.0.0/8\")"));
        backend.config.put("pixels", List.of("shop", "journal"));
        openLive();
        assertThat(page.locator("#empty")).containsText("Nobody here right now");
        picture("empty-" + scheme);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,1280,800", "DARK,390,844"})
    void looksOldWhileItIsNotLive(ColorScheme scheme, int width, int height) {
        newPage(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        socket.snapshot = Sample.snapshot(Sample.crowd(1000).subList(0, 300));
        page.clock().install();
        openLive();
        assertThat(rows()).hasCount(200);
        stopClock();
        socket.close(1001, "going away");
        assertThat(page.locator("#status-text")).containsText("Not live");
        assertThat(page.locator("main")).hasCSS("opacity", "0.7");
        picture("not-live-" + scheme);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,1440,900", "DARK,1440,900", "LIGHT,820,1180", "LIGHT,390,844", "DARK,390,844", "LIGHT,360,640"})
    void showsWhatAProxyLacksWithoutHidingWhoIsHere(ColorScheme scheme, int width, int height) {
        newPage(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        StrippedUpgrade stripped = new StrippedUpgrade(Set.of(Part.values()));
        backend.stripped =
                Map.of("message", stripped.message(), "remedy", stripped.remedy(), "lines", stripped.nginxLines());
        backend.visitors = Sample.snapshot(Sample.crowd(27));
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        page.navigate(backend.url());
        assertThat(page.locator("#notice")).isVisible();
        assertThat(rows()).hasCount(27);
        picture("upgrade-%s-%dx%d".formatted(scheme, width, height));
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        assertThat(page.locator("#notice").boundingBox().y).isGreaterThan(height * 0.4);
        assertThat(page.locator("#count")).hasText("27");
    }

    private byte[] picture(String name) {
        return page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(Path.of("target/screenshots/" + name + ".png")));
    }
}
