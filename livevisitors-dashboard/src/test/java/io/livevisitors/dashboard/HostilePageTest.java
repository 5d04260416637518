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

/** Everything that a visitor sends is text: it runs nothing, adds no element and breaks no layout. */
class HostilePageTest extends PageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=\"window.pwned=1\">",
                "\"><script>window.pwned=1</script>",
                "javascript:window.pwned=1",
                "data:text/html,<script>window.pwned=1</script>",
                "https://evil.example/\"onmouseover=\"window.pwned=1",
                "https://evil.example/<svg onload=window.pwned=1>",
                "{{constructor.constructor('window.pwned=1')()}}",
                "</title><script>window.pwned=1</script>",
                "__proto__",
                "constructor",
                "%E2%80%AE%00%ff",
            })
    void textThatWantsToBeMarkupRunsNothing(String hostile) {
        Map<String, Object> visitor = poisoned(hostile);
        Map<String, Object> snapshot = Sample.snapshot(List.of(visitor));
        for (String key : List.of(
                "by_device", "by_browser", "by_os", "by_country", "pages", "referrers", "events", "utm_sources")) {
            snapshot.put(key, Map.of(hostile, 1));
        }
        socket.snapshot = snapshot;
        backend.config.put("warnings", List.of(hostile));
        openLive();
        assertThat(rows()).hasCount(1);
        rows().first().hover();
        socket.event("visitor.active", poisoned(hostile + hostile));
        socket.event("visitor.active", Sample.with(poisoned(hostile), "visitor_token", hostile));
        assertThat(rows()).hasCount(2);
        assertThat((String) page.evaluate("String(window.pwned)")).isEqualTo("undefined");
        assertThat(page.locator(
                                "img, script:not([src]), iframe, object, [onerror], [onload], [onmouseover], [style*=x]")
                        .count())
                .isZero();
        assertThat(page.locator("a[href^='javascript' i], a[href^='data' i]").count())
                .isZero();
    }

    @Test
    void endlessAndReversedWordsKeepTheLayout() {
        newPage(new Browser.NewContextOptions().setViewportSize(360, 640));
        String endless = "W".repeat(2000);
        String reversed = "\u202e\u2066gnp.exe\u200b\u2028\u0000" + "\u0489".repeat(300) + "עברית";
        Map<String, Object> one = poisoned(endless);
        one.put("page_url", "https://shop.example/" + endless);
        Map<String, Object> other = Sample.with(poisoned(reversed), "visitor_token", "other");
        Map<String, Object> snapshot = Sample.snapshot(List.of(one, other));
        snapshot.put("pages", Map.of("https://shop.example/" + endless, 2, reversed, 1));
        socket.snapshot = snapshot;
        backend.config.put("warnings", List.of(endless));
        openLive();
        assertThat(rows()).hasCount(2);
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target/screenshots/hostile.png"))
                .setFullPage(true));
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
        assertThat(rows().first().boundingBox().height).isLessThan(200);
        assertThat(rows().nth(1).locator(".title").textContent())
                .startsWith("gnp.exe")
                .doesNotContain("\u202e");
    }

    @Test
    void onlyWebAddressesBecomeLinks() {
        socket.snapshot = Sample.snapshot(List.of(Sample.visitor("anna")));
        openLive();
        assertThat(rows().first().locator("a")).hasAttribute("href", "https://shop.example/mugs");
        assertThat(rows().first().locator("a")).hasAttribute("rel", "noopener noreferrer nofollow");
        socket.event("visitor.active", Sample.with(Sample.visitor("anna"), "page_url", "javascript:alert(1)"));
        assertThat(rows().first().locator("a[href]")).hasCount(0);
    }

    @Test
    void valuesOfTheWrongTypeAreShownAsUnknown() {
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("visitor_token", "odd");
        odd.put("page_url", 17);
        odd.put("page_title", List.of("x"));
        odd.put("device_type", Map.of());
        odd.put("state", "hovering");
        odd.put("tabs", "many");
        socket.snapshot = Sample.snapshot(List.of(odd, Map.of("no", "token")));
        openLive();
        assertThat(rows()).hasCount(1);
        assertThat(rows().first()).containsText("(no page)");
    }

    private static Map<String, Object> poisoned(String text) {
        Map<String, Object> visitor = Sample.visitor("poisoned-0000000000000");
        for (String field : List.of(
                "page_url",
                "page_title",
                "entry_page",
                "referrer",
                "utm_source",
                "device_type",
                "browser",
                "os",
                "country",
                "language")) {
            visitor.put(field, text);
        }
        return visitor;
    }
}
