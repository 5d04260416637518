package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A busy site, and a page that stands somewhere else than at the root. */
class LargeListPageTest extends PageTest {

    @Test
    void aThousandVisitorsAreKnownAndAFewHundredDrawn() {
        List<Map<String, Object>> crowd = Sample.crowd(1000);
        Map<String, Object> snapshot = Sample.snapshot(crowd);
        snapshot.put("visitors", crowd.subList(0, 100));
        socket.snapshot = snapshot;
        backend.visitors = Sample.snapshot(crowd);
        openLive();
        assertThat(page.locator("#count")).hasText("1,000");
        assertThat(rows()).hasCount(200);
        assertThat(page.locator("#more")).hasText("Show more – 800 others");
        page.locator("#more").click();
        assertThat(rows()).hasCount(400);
        assertThat(rows().nth(200)).isFocused();
    }

    @Test
    void aFloodOfEventsIsDrawnInFewFrames() {
        List<Map<String, Object>> crowd = Sample.crowd(600);
        socket.snapshot = Sample.snapshot(crowd);
        openLive();
        page.evaluate(
                "() => { window.frames_ = 0; new MutationObserver(() => frames_++)"
                        + ".observe(document.getElementById('visitors'), {childList: true, subtree: true, characterData: true}); }");
        for (int i = 0; i < 500; i++) {
            socket.event("visitor.active", Sample.with(crowd.get(i % 50), "page_title", "Page " + i));
        }
        assertThat(rows().nth(49).locator(".title")).hasText("Page 499");
        assertThat((int) page.evaluate("frames_")).isLessThan(400);
    }

    @Test
    void aVisitorWhoLeftIsNotBroughtBackByTheLongerList() {
        List<Map<String, Object>> crowd = Sample.crowd(3);
        Map<String, Object> snapshot = Sample.snapshot(crowd);
        snapshot.put("visitors", crowd.subList(0, 1));
        socket.snapshot = snapshot;
        backend.visitors = Sample.snapshot(crowd);
        page.route("**/api/visitors*", route -> {
            socket.event(
                    "visitor.left", Map.of("visitor_token", crowd.get(2).get("visitor_token"), "reason", "closed"));
            route.resume();
        });
        openLive();
        assertThat(rows()).hasCount(2);
    }

    @Test
    void worksUnderTheContextPathOfAnApplicationBehindAPrefix() throws IOException {
        backend.close();
        backend = new FakeBackend("/proxy-prefix/app");
        backend.config.put("pixels", List.of("shop", "journal"));
        socket.snapshot = Sample.snapshot(Sample.crowd(2));
        openLive();
        assertThat(rows()).hasCount(2);
        assertThat(socket.last().url()).contains("/proxy-prefix/app/livevisitors/app/test-key?");
        page.locator("#pixels").selectOption("journal");
        page.waitForURL("**/proxy-prefix/app/livevisitors/dashboard/?pixel_id=journal");
    }
}
