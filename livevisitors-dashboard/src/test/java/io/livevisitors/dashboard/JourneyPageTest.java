package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that somebody opens shows which pages the visitor came by, and follows the visitor. */
class JourneyPageTest extends PageTest {

    private static final String TOKEN = "anna-0000000000000000a";
    private static final long CAME = Sample.now() - 65;
    private static final Map<String, Object> ANNA = Sample.with(Sample.visitor(TOKEN), "first_seen", CAME);

    private static final Map<String, Object> HOME =
            Sample.page("https://shop.example/", "Handmade ceramics", 61, false, CAME);
    private static final Map<String, Object> CART =
            Sample.page("https://shop.example/cart", "Your cart", 1, true, CAME + 70);

    @Test
    void showsThePagesInTheirOrderWithTheTimeOnEach() {
        openWith(List.of(
                HOME, Sample.page("https://shop.example/mugs?glaze=ash", null, 3725, false, CAME + 61), mugs(true)));
        assertThat(panels()).hasCount(0);
        unfold().click();
        assertThat(unfold()).hasAttribute("aria-expanded", "true");
        assertThat(titles()).hasText(new String[] {"Handmade ceramics", "/mugs?glaze=ash", "Mugs and cups"});
        assertThat(times().nth(0)).hasText("1:01");
        assertThat(times().nth(1)).hasText("1:02:05");
        assertThat(pages().nth(0)).hasAttribute("title", "https://shop.example/");
        assertThat(pages().locator(".open")).hasText(new String[] {"", "", "open"});
        assertThat(panels()).containsText(Pattern.compile("First page opened at \\d\\d:\\d\\d"));
        assertThat(backend.journeyCalls).containsExactly("pixel_id=shop&visitor_token=" + TOKEN);
    }

    @Test
    void saysThatEarlierPagesAreNotKept() {
        openWith(List.of(Sample.page("https://shop.example/", "Handmade ceramics", 5, false, CAME + 30), mugs(true)));
        unfold().click();
        assertThat(panels())
                .containsText(
                        Pattern.compile("Earlier pages are not kept; the oldest of these was opened at \\d\\d:\\d\\d"));
    }

    @Test
    void onlyTheTimeOnOpenPagesGoesOn() {
        page.clock().install();
        openWith(List.of(HOME, mugs(true)));
        unfold().click();
        assertThat(times()).hasCount(2);
        stopClock();
        int before = seconds(times().nth(1));
        page.clock().runFor(20_000);
        assertThat(seconds(times().nth(1)) - before).isBetween(19, 21);
        assertThat(times().nth(0)).hasText("1:01");
        assertThat(backend.journeyCalls).hasSize(1);
    }

    @Test
    void opensAndClosesByKeyboard() {
        openWith(List.of(HOME, mugs(true)));
        unfold().focus();
        page.keyboard().press("Enter");
        assertThat(titles()).hasCount(2);
        assertThat(unfold()).isFocused();
        Locator controlled = page.locator("#" + unfold().getAttribute("aria-controls"));
        assertThat(controlled).hasRole(AriaRole.GROUP);
        assertThat(controlled).hasAccessibleName("Pages of this visitor");
        page.keyboard().press("Space");
        assertThat(panels()).hasCount(0);
        assertThat(unfold()).hasAttribute("aria-expanded", "false");
        assertThat(unfold()).hasAccessibleName("Pages of the visitor on Mugs and cups");
    }

    @Test
    void aClickBesideTheLinkOpensTheRowToo() {
        openWith(List.of(HOME, mugs(true)));
        double height = rows().first().boundingBox().height;
        rows().first().locator(".client").hover();
        assertThat(rows().first().boundingBox().height).isEqualTo(height);
        rows().first().locator(".client").click();
        assertThat(titles()).hasCount(2);
        rows().first().locator(".client").click();
        assertThat(panels()).hasCount(0);
        assertThat(rows().first().boundingBox().height).isEqualTo(height);
    }

    @Test
    void oneRowIsOpenAtATime() {
        backend.journey = Sample.journey(TOKEN, List.of(HOME, mugs(true)));
        socket.snapshot = Sample.snapshot(Sample.crowd(3));
        openLive();
        unfold(0).click();
        assertThat(rows().nth(0).locator(".pages li")).hasCount(2);
        unfold(2).click();
        assertThat(rows().nth(2).locator(".pages li")).hasCount(2);
        assertThat(panels()).hasCount(1);
        assertThat(unfold(0)).hasAttribute("aria-expanded", "false");
    }

    @Test
    void followsTheVisitorToTheNextPage() {
        openWith(List.of(HOME, mugs(true)));
        unfold().click();
        assertThat(titles()).hasCount(2);
        backend.journey = Sample.journey(TOKEN, List.of(HOME, mugs(false), CART));
        socket.event("visitor.active", Sample.with(ANNA, "page_title", "Your cart"));
        assertThat(titles()).hasText(new String[] {"Handmade ceramics", "Mugs and cups", "Your cart"});
        assertThat(pages().locator(".open")).hasText(new String[] {"", "", "open"});
    }

    @Test
    void asksAtMostOnceASecondHoweverMuchHappens() {
        page.clock().install();
        openWith(List.of(HOME, mugs(true)));
        stopClock();
        unfold().click();
        assertThat(titles()).hasCount(2);
        for (int i = 0; i < 20; i++) {
            socket.event("visitor.active", Sample.with(ANNA, "page_title", "Page " + i));
            waitForDelivery();
            page.clock().runFor(40);
            assertThat(rows().first().locator(".page .title")).hasText("Page " + i);
        }
        assertThat(backend.journeyCalls).hasSize(1);
        page.clock().runFor(300);
        waitUntil(() -> backend.journeyCalls.size() == 2);
    }

    @Test
    void whatOtherVisitorsDoAsksNothing() {
        openWith(List.of(HOME, mugs(true)));
        unfold().click();
        assertThat(titles()).hasCount(2);
        page.clock().install();
        socket.event("visitor.active", Sample.with(Sample.visitor("ben-00000000000000000b"), "first_seen", CAME - 9));
        assertThat(rows()).hasCount(2);
        page.clock().runFor(3_000);
        assertThat(backend.journeyCalls).hasSize(1);
    }

    @Test
    void closesWithTheRowOfAVisitorWhoLeaves() {
        backend.journey = Sample.journey(TOKEN, List.of(HOME, mugs(true)));
        Map<String, Object> ben = Sample.with(Sample.visitor("ben-00000000000000000b"), "first_seen", CAME - 9);
        socket.snapshot = Sample.snapshot(List.of(ANNA, ben));
        page.clock().install();
        openLive();
        unfold().focus();
        page.keyboard().press("Enter");
        assertThat(titles()).hasCount(2);
        stopClock();
        socket.event("visitor.left", Map.of("visitor_token", TOKEN, "reason", "closed", "timestamp", Sample.now()));
        waitForDelivery();
        page.clock().runFor(100);
        assertThat(page.locator("#visitors > li.gone")).hasCount(1);
        assertThat(panels()).hasCount(0);
        assertThat(rows()).hasCount(1);
        assertThat(rows().first()).isFocused();
    }

    @Test
    void closesWhenTheServerKnowsTheVisitorNoMore() {
        openWith(List.of(HOME, mugs(true)));
        backend.journeyStatus = 404;
        unfold().click();
        waitUntil(() -> backend.journeyCalls.size() == 1);
        assertThat(unfold()).hasAttribute("aria-expanded", "false");
        assertThat(panels()).hasCount(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 403})
    void saysInASentenceThatThePagesCouldNotBeLoadedAndTriesAgain(int status) {
        openWith(List.of(HOME, mugs(true)));
        backend.journeyStatus = status;
        unfold().click();
        assertThat(panels().locator("[role=status]")).hasText("The pages of this visitor could not be loaded.");
        backend.journeyStatus = 200;
        Locator retry = panels().locator("button");
        retry.focus();
        page.keyboard().press("Enter");
        assertThat(titles()).hasCount(2);
        assertThat(retry).isHidden();
        assertThat(panels().locator("[role=status]")).hasText("");
        assertThat(panels()).isFocused();
    }

    @Test
    void keepsThePagesAndSaysThatTheyMayBeOld() {
        openWith(List.of(HOME, mugs(true)));
        unfold().click();
        assertThat(titles()).hasCount(2);
        backend.journeyStatus = 503;
        socket.event("visitor.active", Sample.with(ANNA, "page_title", "Your cart"));
        assertThat(panels().locator("[role=status]")).hasText("These pages may be out of date.");
        assertThat(titles()).hasCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=\"window.pwned=1\">",
                "\"><script>window.pwned=1</script>",
                "javascript:window.pwned=1",
                "https://evil.example/\"onmouseover=\"window.pwned=1",
            })
    void aHostileTitleStaysText(String hostile) {
        openWith(List.of(Sample.page(hostile, hostile, 3, false, CAME), Sample.page(hostile, null, 4, true, CAME + 3)));
        unfold().click();
        assertThat(titles()).hasCount(2);
        assertThat(titles().first()).hasText(hostile);
        pages().first().hover();
        assertThat((String) page.evaluate("String(window.pwned)")).isEqualTo("undefined");
        assertThat(panels().locator("img, script, a, [onerror], [onmouseover]")).hasCount(0);
    }

    @Test
    void valuesOfTheWrongTypeAreShownAsUnknown() {
        openWith(List.of(Map.of("page_url", 17, "page_title", List.of(), "time_on_page", "long", "open", "yes")));
        unfold().click();
        assertThat(titles()).hasText(new String[] {"(no page)"});
        assertThat(times()).hasText(new String[] {"0:00"});
        assertThat(panels().locator(".note")).hasText("No page is known.");
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,1440,900", "DARK,1440,900", "LIGHT,360,640", "DARK,360,640"})
    void longAddressesAreCutAndFitTheWindow(ColorScheme scheme, int width, int height) {
        newPage(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, height));
        String endless = "https://shop.example/" + "W".repeat(2000);
        List<Map<String, Object>> walk = new ArrayList<>(List.of(
                HOME,
                Sample.page(endless, null, 12, false, CAME + 61),
                Sample.page(endless, "W".repeat(2000), 12, true, CAME + 61),
                CART));
        backend.journey = Sample.journey(TOKEN, walk);
        socket.snapshot = Sample.snapshot(Sample.crowd(5));
        openLive();
        unfold(1).click();
        assertThat(titles()).hasCount(4);
        assertThat(pages().nth(1)).hasAttribute("title", endless);
        page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setFullPage(true)
                .setPath(Path.of("target/screenshots/journey-%s-%d.png".formatted(scheme, width))));
        assertThat((int) page.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        for (int i = 0; i < 4; i++) {
            assertThat(pages().nth(i).boundingBox().height).isLessThan(40);
            assertThat(times().nth(i)).isInViewport();
        }
    }

    private void openWith(List<Map<String, Object>> pages) {
        backend.journey = Sample.journey(TOKEN, pages);
        socket.snapshot = Sample.snapshot(List.of(ANNA));
        openLive();
        assertThat(rows()).hasCount(1);
    }

    private static Map<String, Object> mugs(boolean open) {
        return Sample.page("https://shop.example/mugs", "Mugs and cups", 4, open, CAME + 61);
    }

    private Locator unfold() {
        return unfold(0);
    }

    private Locator unfold(int row) {
        return rows().nth(row).locator(".unfold");
    }

    private Locator panels() {
        return page.locator("#visitors .journey:visible");
    }

    private Locator pages() {
        return panels().locator(".pages li");
    }

    private Locator titles() {
        return pages().locator(".title");
    }

    private Locator times() {
        return pages().locator("time");
    }

    private static int seconds(Locator time) {
        String[] parts = time.textContent().split(":");
        return Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }
}
