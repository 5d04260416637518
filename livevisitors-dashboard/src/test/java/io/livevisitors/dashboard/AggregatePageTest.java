package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pixel that shows totals alone: the page says so, in place of a list that would look broken. */
class AggregatePageTest extends PageTest {

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void saysThatTheseAreTotalsInPlaceOfTheList(int width) {
        newPage(new Browser.NewContextOptions().setViewportSize(width, 900));
        socket.snapshot = aggregate(Sample.stats(Sample.crowd(40)));
        openLive();

        assertThat(page.locator("#count")).hasText("40");
        assertThat(page.locator("#aggregate")).isVisible();
        assertThat(page.locator("#aggregate")).containsText("Totals only.");
        assertThat(page.locator("#people-note")).hasText("totals only");
        assertThat(page.locator("#empty")).isHidden();
        assertThat(page.locator("#more")).isHidden();
        assertThat(rows()).hasCount(0);
        assertThat(page.locator(".panel").first()).containsText("all others");
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots/aggregate-" + width + ".png"))
                .setFullPage(true));
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }

    @Test
    void asksForNoLongerListAndForNoJourney() {
        socket.snapshot = aggregate(Sample.stats(Sample.crowd(40)));
        openLive();
        Map<String, Object> later = Sample.stats(Sample.crowd(41));
        later.put("mode", "aggregate");
        socket.event("visitors.stats", later);

        assertThat(page.locator("#count")).hasText("41");
        assertThat(page.locator("#aggregate")).isVisible();
        assertThat(backend.apiCalls).hasValue(0);
        assertThat(backend.journeyCalls).isEmpty();
    }

    @Test
    void saysHowToBecomeTheFirstWhereNobodyIsHere() {
        socket.snapshot = aggregate(Sample.stats(List.of()));
        openLive();

        assertThat(page.locator("#aggregate")).isVisible();
        assertThat(page.locator("#empty")).isVisible();
    }

    @Test
    void takesTheListAwayAndBringsItBackWhenTheModeChanges() {
        socket.snapshot = Sample.snapshot(Sample.crowd(3));
        openLive();
        assertThat(rows()).hasCount(3);
        assertThat(page.locator("#aggregate")).isHidden();

        Map<String, Object> strict = aggregate(Sample.stats(Sample.crowd(3)));
        socket.event("visitors.snapshot", strict);
        assertThat(page.locator("#aggregate")).isVisible();
        assertThat(rows()).hasCount(0);

        Map<String, Object> full = Sample.snapshot(Sample.crowd(3));
        full.put("mode", "full");
        socket.event("visitors.snapshot", full);
        assertThat(page.locator("#aggregate")).isHidden();
        assertThat(rows()).hasCount(3);
    }

    @Test
    void theAnswersOfTheApiAreSaidToBeTotalsToo() {
        Map<String, Object> answer = aggregate(Sample.stats(Sample.crowd(12)));
        backend.visitors = answer;
        backend.authStatus = 500;
        page.navigate(backend.url());

        assertThat(page.locator("#count")).hasText("12");
        assertThat(page.locator("#aggregate")).isVisible();
        assertThat(rows()).hasCount(0);
    }

    /** These totals as the mode has them: pages and referrers of few are all others. */
    private static Map<String, Object> aggregate(Map<String, Object> stats) {
        Map<String, Object> snapshot = new LinkedHashMap<>(stats);
        snapshot.put("visitors", List.of());
        snapshot.put("mode", "aggregate");
        if (!Integer.valueOf(0).equals(stats.get("count"))) {
            snapshot.put("pages", Map.of("https://shop.example/mugs", 7, "(other)", 5));
        }
        return snapshot;
    }
}
