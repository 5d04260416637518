package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page shows while the connection stands, and how it follows the channel's events. */
class LivePageTest extends PageTest {

    private static final Map<String, Object> ANNA = Sample.visitor("anna-0000000000000000a");

    @Test
    void showsAVisitorOfTheSnapshot() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        Locator row = rows().first();
        assertThat(row).containsText("Mugs and cups");
        assertThat(row).containsText("/mugs");
        assertThat(row).containsText("Firefox · Android");
        assertThat(row).containsText("google.com");
        assertThat(row).containsText("DE");
        assertThat(row).containsText("Active");
        assertThat(row.locator(".device")).hasText("Mobile");
        assertThat(page.locator("#count")).hasText("1");
        assertThat(page.locator("#status-text")).hasText("Live");
        assertThat(page).hasTitle("(1) shop – Live visitors");
    }

    @Test
    void theScaleOfTheCurveIsReadWhole() {
        Map<String, Object> crowded = Sample.snapshot(List.of(ANNA));
        crowded.put("series", Sample.series(1_234_567));
        socket.snapshot = crowded;
        openLive();

        assertThat(page.locator("#curve .scale").last()).hasText("2,000,000");
        assertThat((boolean) page.evaluate("""
                [...document.querySelectorAll('#curve .scale')].every(label =>
                    label.getBoundingClientRect().left >= label.ownerSVGElement.getBoundingClientRect().left)""")).isTrue();
    }

    @Test
    void joinsTheChannelWithTheSignatureOfTheAuthEndpoint() {
        openLive();
        waitUntil(() -> socket.count("pusher:subscribe") == 1);
        assertThat(socket.received.get(0).at("/data/channel").asText()).isEqualTo("private-pixel.shop");
        assertThat(socket.received.get(0).at("/data/auth").asText()).isEqualTo("test-key:signature");
        assertThat(socket.last().url()).contains("/livevisitors/app/test-key?protocol=7&client=livevisitors-dashboard");
        assertThat(backend.authCalls).hasValue(1);
    }

    @Test
    void aPageViewMovesTheRowsPageWithoutReload() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        page.evaluate("window.sameDocument = true");
        Map<String, Object> moved = Sample.with(ANNA, "page_title", "Your cart");
        socket.event("visitor.active", Sample.with(moved, "page_url", "https://shop.example/cart"));
        assertThat(rows()).hasCount(1);
        assertThat(rows().first().locator(".title")).hasText("Your cart");
        assertThat(rows().first().locator(".path")).hasText("/cart");
        assertThat((boolean) page.evaluate("window.sameDocument")).isTrue();
    }

    @Test
    void aNewcomerStandsFirst() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        Map<String, Object> ben = Sample.with(Sample.visitor("ben-00000000000000000b"), "first_seen", Sample.now());
        socket.event("visitor.active", Sample.with(ben, "page_title", "Plates"));
        assertThat(rows()).hasCount(2);
        assertThat(rows().first().locator(".title")).hasText("Plates");
    }

    @Test
    void aRowDimsOnlyAfterFourHundredMillisecondsOfLeaving() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        page.clock().install();
        openLive();
        assertThat(rows()).hasCount(1);
        stopClock();
        socket.event("visitor.active", leaving());
        waitForDelivery();
        page.clock().runFor(390);
        assertThat(rows().first()).hasAttribute("data-state", "active");
        page.clock().runFor(60);
        assertThat(rows().first()).hasAttribute("data-state", "leaving");
        assertThat(rows().first()).containsText("Leaving");
    }

    @Test
    void movingBetweenPagesNeverDimsTheRow() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        page.clock().install();
        openLive();
        assertThat(rows()).hasCount(1);
        stopClock();
        socket.event("visitor.active", leaving());
        waitForDelivery();
        page.clock().runFor(300);
        socket.event("visitor.active", Sample.with(ANNA, "page_title", "Your cart"));
        waitForDelivery();
        page.clock().runFor(1000);
        assertThat(rows().first()).hasAttribute("data-state", "active");
        assertThat(rows().first().locator(".title")).hasText("Your cart");
    }

    @Test
    void aDepartureRemovesTheRow() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        assertThat(rows()).hasCount(1);
        socket.event(
                "visitor.left",
                Map.of("visitor_token", "anna-0000000000000000a", "reason", "closed", "timestamp", Sample.now()));
        assertThat(page.locator("#visitors > li")).hasCount(0);
        socket.event("visitors.stats", Sample.stats(List.of()));
        assertThat(page.locator("#empty")).containsText("Nobody here right now");
        assertThat(page.locator("#empty code"))
                .hasText(Pattern.compile(
                        "<script async src=\"http://127.*/livevisitors/pixel.js\" data-pixel=\"shop\"></script>"));
    }

    @Test
    void totalsComeFromTheServerAndNotFromTheRows() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        Map<String, Object> stats = Sample.stats(List.of(ANNA));
        stats.put("count", 4321);
        stats.put("pages", Map.of("https://shop.example/mugs", 4000, "(other)", 321));
        socket.event("visitors.stats", stats);
        assertThat(page.locator("#count")).hasText("4,321");
        assertThat(page).hasTitle("(4,321) shop – Live visitors");
        assertThat(page.locator("#panels .ranking").first().locator("li"))
                .hasText(new String[] {"/mugs4,000", "all others321"});
    }

    @Test
    void customEventsAreThoseOfTheLastHalfHour() {
        Map<String, Object> snapshot = Sample.snapshot(List.of(ANNA));
        snapshot.put("events", Map.of("add_to_cart", 12));
        socket.snapshot = snapshot;
        openLive();
        assertThat(page.locator("section[aria-labelledby=panel-events]"))
                .hasText("Eventsadd_to_cart12in the last 30 minutes");
    }

    @Test
    void aGapInTheNumberingAsksForANewSnapshot() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        page.clock().install();
        openLive();
        socket.seq += 3;
        socket.snapshot = Sample.snapshot(Sample.crowd(5));
        socket.event("visitor.active", Sample.visitor("lost-0000000000000000l"));
        waitForDelivery();
        page.clock().runFor(2500);
        waitUntil(() -> socket.count("pusher:subscribe") == 2);
        assertThat(socket.count("pusher:unsubscribe")).isEqualTo(1);
        assertThat(socket.connections).hasSize(1);
        assertThat(rows()).hasCount(5);
        socket.event("visitor.active", ANNA);
        assertThat(rows()).hasCount(6);
    }

    @Test
    void anEventThatThePageDoesNotKnowIsNoGap() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        socket.event("visitor.event", Map.of("event_name", "add_to_cart"));
        socket.event("visitors.stats", Sample.stats(Sample.crowd(7)));
        assertThat(page.locator("#count")).hasText("7");
        assertThat(socket.count("pusher:unsubscribe")).isZero();
    }

    @Test
    void aRepeatedNumberChangesNothing() {
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        socket.seq--;
        socket.event("visitor.active", Sample.with(ANNA, "page_title", "An old page"));
        socket.event("visitors.stats", Sample.stats(Sample.crowd(3)));
        assertThat(page.locator("#count")).hasText("3");
        assertThat(rows().first().locator(".title")).hasText("Mugs and cups");
    }

    @Test
    void answersAPing() {
        openLive();
        socket.say(socket.last(), "pusher:ping", null, Map.of());
        waitUntil(() -> socket.count("pusher:pong") == 1);
    }

    @Test
    void breaksASilenceWithAPingAndEndsALineThatDoesNotAnswer() {
        page.clock().install();
        openLive();
        socket.opening = connection -> {}; // whoever comes back meets silence, too
        page.clock().runFor(31_000);
        waitUntil(() -> socket.count("pusher:ping") == 1);
        page.clock().runFor(11_000);
        assertThat(page.locator("body")).hasAttribute("data-kind", "waiting");
        page.clock().runFor(2_000);
        waitUntil(() -> socket.connections.size() >= 2);
    }

    @Test
    void durationsFollowTheServersClockAndTickEachSecond() {
        page.clock().install();
        long serverNow = Sample.now() - 7200;
        Map<String, Object> snapshot = Sample.snapshot(List.of(Sample.with(ANNA, "first_seen", serverNow - 65)));
        snapshot.put("as_of", serverNow);
        socket.snapshot = snapshot;
        openLive();
        assertThat(rows().first().locator(".since")).hasText(Pattern.compile("1:(0[5-9]|[1-4]\\d)"));
        page.clock().runFor(20_000);
        assertThat(rows().first().locator(".since")).hasText(Pattern.compile("1:(2[5-9]|[3-5]\\d)|2:\\d\\d"));
    }

    @Test
    void theCurveReadsOutAMinuteByKeyboard() {
        Map<String, Object> snapshot = Sample.snapshot(List.of(ANNA));
        List<Map<String, Object>> series = Sample.series(0);
        long minute = Sample.now() / 60 * 60;
        series.set(28, Map.of("minute", minute - 60, "visitors", 17, "page_views", 42));
        snapshot.put("series", series);
        socket.snapshot = snapshot;
        openLive();
        page.locator("#curve svg").waitFor();
        page.locator("#curve").focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator("#curve-read")).hasText(Pattern.compile("\\d\\d:\\d\\d: 17 visitors, 42 page views"));
        assertThat(page.locator("#curve .readout")).containsText("17 visitors");
        assertThat(page.locator("#curve-table tbody tr")).hasCount(30);
    }

    private static Map<String, Object> leaving() {
        return Sample.with(Sample.with(ANNA, "state", "leaving"), "tabs", 0);
    }
}
