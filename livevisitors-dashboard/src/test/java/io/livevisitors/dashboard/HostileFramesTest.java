package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.livevisitors.model.Diagnosis;
import io.livevisitors.model.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hundred hostile strings in every field of every frame and answer, as they would come from a server that scrubs
 * nothing, or from a backend that publishes on the page's channel.
 */
class HostileFramesTest extends PageTest {

    private static final List<String> NAMES = List.of(
            "by_device",
            "by_browser",
            "by_os",
            "by_country",
            "by_language",
            "pages",
            "entry_pages",
            "referrers",
            "utm_sources",
            "events");

    private final List<String> hostile = HostileStrings.all();

    @Test
    void thereAreTwoHundred() {
        assertThat(hostile).hasSize(200).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void nothingInAFrameRunsBecomesMarkupOrBreaksTheLayout(int width) {
        newPage(new Browser.NewContextOptions().setViewportSize(width, 900));
        socket.snapshot = Sample.snapshot(Sample.crowd(20));
        backend.config.put("warnings", List.of("one", "two"));
        backend.journey = Sample.journey(
                "x", List.of(Sample.page("https://shop.example/", "Handmade ceramics", 61, false, Sample.now())));
        openLive();
        unfoldFirst();
        Audit harmless = audit();

        List<Map<String, Object>> visitors = new ArrayList<>();
        for (int i = 0; i < hostile.size(); i++) {
            visitors.add(poisoned("t" + i, hostile.get(i)));
        }
        Map<String, Object> snapshot = Sample.snapshot(visitors);
        NAMES.forEach(kind -> snapshot.put(kind, names(1)));
        socket.snapshot = snapshot;
        backend.config.put("warnings", hostile);
        backend.journey = Sample.journey(
                "x",
                hostile.stream()
                        .map(text -> Sample.page(text, text, 1, true, Sample.now()))
                        .toList());
        openLive();
        assertThat(rows()).hasCount(200);
        unfoldFirst();
        page.locator("#visitors .pages > li").nth(199).waitFor();
        assertHarmless(harmless, width);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/hostile-frames-" + width + ".png")));

        int half = hostile.size() / 2;
        for (int i = 0; i < hostile.size(); i++) {
            String text = hostile.get(i);
            socket.event("visitor.active", poisoned("t" + i, text + text));
            socket.event(text, poisoned(text, text));
            if (i < half) {
                socket.event("visitor.left", Map.of("visitor_token", "t" + i, "page_url", text, "reason", text));
            } else {
                socket.event("visitor.active", poisoned(text, text));
                socket.event("visitor.left", Map.of("visitor_token", text, "page_url", text, "reason", text));
            }
        }
        Map<String, Object> stats = Sample.stats(visitors);
        NAMES.forEach(kind -> stats.put(kind, names(2)));
        stats.put("limits", Map.of("sampled", hostile.get(0), "evicted", hostile.get(1), "refused", List.of(hostile)));
        stats.put("mode", hostile.get(0));
        socket.event("visitors.stats", stats);
        waitForDelivery();
        assertThat(page.locator("#visitors > li")).hasCount(100); // those who left have faded
        assertHarmless(harmless, width);
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1440})
    void nothingOnTheDoctorsPageRunsBecomesMarkupOrBreaksTheLayout(int width) {
        newPage(new Browser.NewContextOptions().setViewportSize(width, 900));
        backend.diagnosis = new Diagnosis(findings(List.of("some words")), Instant.EPOCH);
        openDoctor();
        Audit harmless = audit();

        backend.diagnosis = new Diagnosis(findings(hostile), Instant.EPOCH);
        openDoctor();
        assertThat(page.locator(".finding[data-verdict=fault]")).hasCount(200);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/hostile-doctor-" + width + ".png")));
        assertHarmless(harmless, width);
    }

    private void openDoctor() {
        page.navigate(backend.doctorUrl());
        page.waitForSelector("#browser .finding[data-verdict=ok]");
    }

    private void unfoldFirst() {
        rows().first().locator("button").click();
        page.locator("#visitors .pages > li").first().waitFor();
    }

    private static List<Finding> findings(List<String> texts) {
        List<Finding> findings = new ArrayList<>();
        texts.forEach(text -> findings.add(Finding.fault(text, text, text)));
        return findings;
    }

    private Map<String, Integer> names(int count) {
        Map<String, Integer> names = new LinkedHashMap<>();
        hostile.forEach(text -> names.put(text, count));
        return names;
    }

    private static Map<String, Object> poisoned(String token, String text) {
        Map<String, Object> visitor = Sample.visitor(token);
        for (String field : List.of(
                "page_url",
                "page_title",
                "entry_page",
                "referrer",
                "utm_source",
                "utm_medium",
                "utm_campaign",
                "device_type",
                "browser",
                "os",
                "country",
                "language",
                "state")) {
            visitor.put(field, text);
        }
        return visitor;
    }

    private void assertHarmless(Audit harmless, int width) {
        audit().assertHarmless(harmless, width);
    }

    private Audit audit() {
        return Audit.of(page);
    }
}
