package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.livevisitors.Limit;
import io.livevisitors.e2e.HostileStrings.Hostile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two hundred hostile strings in every field that a stranger fills, over HTTP, while a real browser watches: the list, the
 * journeys, the panels and the doctor show them as text, nothing runs, no layout breaks, and no policy is violated.
 */
@ExtendWith(Chromium.class)
class HostileCorpusTest {

    /** Pages that a journey keeps. */
    private static final int JOURNEY = 32;

    private static final int JOURNEYS = 7;
    /** Times, after which a symptom is among the most frequent. */
    private static final int OFTEN = 5;
    /** Rows that the list shows until more are asked for. */
    private static final int ROWS_AT_FIRST = 200;

    private static final List<Hostile> HOSTILE = HostileStrings.all();
    private static final int[] WIDTHS = {1440, 390};

    private static HostServer host;
    private static HostileSender sender;

    @BeforeAll
    static void open() {
        host = HostServer.open(settings -> settings.pixel(Site.PIXEL)
                .limit(Limit.EVENTS_PER_ADDRESS, 1_000_000)
                .limit(Limit.NEW_VISITORS_PER_NETWORK, 1_000_000)
                .limit(Limit.EVENT_BYTES, 65_536)
                .limit(Limit.TEXT_BYTES_PER_VISITOR, 1_048_576)
                .limit(Limit.FEED_EVENTS_PER_SECOND, 100_000)
                .tabTimeout(Duration.ofHours(1))
                .activeWindow(Duration.ofHours(2))
                .limit(Limit.HANDSHAKES_PER_ADDRESS, 1_000_000));
        sender = new HostileSender(host);
    }

    @AfterAll
    static void close() {
        sender.close();
        host.close();
    }

    @Test
    void whatStrangersSendIsTextInTheListInJourneysAndInPanels() {
        assertThat(HOSTILE).hasSize(200);
        Hostile harmless = new Hostile(-1, "harmless", "tea");
        assertThat(sender.pageView(harmless)).isEqualTo(204);
        assertThat(sender.customData(harmless)).isEqualTo(204);
        Audit before;
        try (Dashboard dashboard = Dashboard.open(host)) {
            unfold(dashboard, 0);
            before = Audit.of(dashboard.page());
            fold(dashboard, 0);
            long asked = System.nanoTime();

            for (Hostile hostile : HOSTILE) {
                sendEverything(hostile);
            }
            publish();
            assertThat((System.nanoTime() - asked) / 1_000_000)
                    .as("milliseconds of sending")
                    .isLessThan(30_000);

            int here = host.live().snapshot(Site.PIXEL).totals().count();
            assertThat(here).isGreaterThan(380);
            assertThat(dashboard.page().locator("#count")).hasText(String.valueOf(here));
            look(dashboard, before, "hostile-corpus");
        }
        int[] pages = sendJourneys();
        assertThat(pages).hasSize(JOURNEYS).startsWith(JOURNEY, JOURNEY);
        // from a snapshot and the longer list, as whoever comes later has them
        try (Dashboard later = Dashboard.open(host)) {
            assertThat(later.rows()).hasCount(ROWS_AT_FIRST);
            for (int journey = 0; journey < JOURNEYS; journey++) {
                unfold(later, journey);
                assertThat(later.page().locator("#visitors .pages > li"))
                        .hasCount(pages[JOURNEYS - 1 - journey]); // the newest stands first
                look(later, before, journey == 0 ? "hostile-journey" : null);
                fold(later, journey);
            }
            assertThat(Audit.of(later.page()).isolates()).isGreaterThan(800);
        }
    }

    @Test
    void whatStrangersTryAtSocketsIsTextOnTheDoctorsPage() {
        try (Dashboard dashboard = Dashboard.open(host)) {
            openDoctor(dashboard);
            Audit before = Audit.of(dashboard.page());

            for (Hostile hostile : HOSTILE) {
                assertThat(sender.handshake(hostile, true))
                        .as("key %s", hostile)
                        .isIn(101, 400, 403, 404);
                assertThat(sender.handshake(hostile, false))
                        .as("origin %s", hostile)
                        .isIn(101, 400, 403);
            }
            // the doctor tells the few that come most often
            for (int again = 0; again < OFTEN; again++) {
                HOSTILE.subList(0, 3).forEach(hostile -> sender.handshake(hostile, false));
            }
            openDoctor(dashboard);
            assertThat(dashboard.page().locator("main")).containsText("with the origin \"<script");
            assertThat(dashboard.page().locator("main")).containsText("window.__pwned=1");
            look(dashboard, before, "hostile-doctor");
        }
    }

    /** The string in every field; what breaks a rule is refused, and never more than that. */
    private static void sendEverything(Hostile hostile) {
        boolean utf8 = !hostile.kind().equals("bytes");
        int view = sender.pageView(hostile);
        assertThat(view).as("page view with %s", hostile).isIn(204, utf8 ? 204 : 400);
        // half a character can be no name of a value, and is no JSON then
        assertThat(sender.customData(hostile))
                .as("data %s", hostile)
                .isIn(204, utf8 && !hostile.kind().equals("surrogate") ? 204 : 400);
        assertThat(sender.names(hostile)).as("names %s", hostile).isIn(204, utf8 ? 204 : 400);
        assertThat(sender.headers(hostile)).as("headers %s", hostile).isEqualTo(204);
        assertThat(sender.image(hostile)).as("image %s", hostile).isEqualTo(200);
        assertThat(sender.field(hostile, "screen_resolution"))
                .as("screen %s", hostile)
                .isEqualTo(400);
        assertThat(sender.field(hostile, "pixel_id")).as("pixel %s", hostile).isIn(400, 404);
        for (String field : List.of(
                "event_type", "page_url", "visitor_token", "tab_id", "referrer", "language", "timezone", "platform")) {
            assertThat(sender.field(hostile, field)).as("%s %s", field, hostile).isIn(204, 400);
        }
    }

    /**
     * Visitors who opened one page after another, each with one of the strings.
     *
     * @return how many pages of each were taken: of what is no UTF-8, none
     */
    private static int[] sendJourneys() {
        int[] pages = new int[JOURNEYS];
        for (Hostile hostile : HOSTILE) {
            int journey = hostile.number() / JOURNEY;
            int status = sender.nextPage(hostile, "journey-" + journey, hostile.number() % JOURNEY + 1);
            assertThat(status)
                    .as("journey with %s", hostile)
                    .isIn(204, hostile.kind().equals("bytes") ? 400 : 204);
            pages[journey] += status == 204 ? 1 : 0;
        }
        return pages;
    }

    /** A backend tries to publish the strings on the dashboard's own channel, which is the library's alone. */
    private static void publish() {
        try (JavaSdk backend = JavaSdk.below(host, "/livevisitors")) {
            for (Hostile hostile : HOSTILE) {
                String text = hostile.cut(200);
                var answer = backend.trigger(
                        List.of(Site.CHANNEL),
                        hostile.number() % 2 == 0 ? "visitor.active" : text,
                        Map.of("visitor_token", text, "page_url", text, "page_title", text, "reason", text),
                        null);
                assertThat(answer.status()).as("%s by a backend", hostile).isEqualTo(422);
            }
        }
    }

    private static void unfold(Dashboard dashboard, int row) {
        dashboard.rows().nth(row).locator("button.unfold").click();
        assertThat(dashboard.page().locator("#visitors .pages > li").first()).isVisible();
    }

    private static void fold(Dashboard dashboard, int row) {
        dashboard.rows().nth(row).locator("button.unfold").click();
        assertThat(dashboard.page().locator("#visitors .pages > li")).hasCount(0);
    }

    private static void openDoctor(Dashboard dashboard) {
        dashboard.page().navigate(host.url("/livevisitors/dashboard/doctor"));
        assertThat(dashboard.page().locator("#browser .finding[data-verdict=ok]"))
                .isVisible();
    }

    private static void look(Dashboard dashboard, Audit before, @org.jspecify.annotations.Nullable String picture) {
        Page page = dashboard.page();
        for (int width : WIDTHS) {
            page.setViewportSize(width, 900);
            if (picture != null) {
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target/screenshots", picture + "-" + width + ".png")));
            }
            Audit.of(page).assertHarmless(before, width);
        }
        page.setViewportSize(WIDTHS[0], 900);
    }
}
