package io.livevisitors.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page says and does when not even a socket can be had, as behind a proxy that was not told to pass it on. */
class UpgradePageTest extends PageTest {

    private static final Map<String, Object> STRIPPED = Sample.cure(Part.UPGRADE, Part.CONNECTION);
    private static final String MESSAGE = "A proxy in front of this server does not pass WebSocket upgrades on.";
    private static final String WHY = "a proxy in front does not pass WebSocket upgrades";
    private static final String LINES =
            "proxy_set_header Upgrade $http_upgrade;\nproxy_set_header Connection \"upgrade\";";

    /** Time from the opening of the page within which a person is told. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private Consumer<WebSocketRoute> working = connection -> {};

    @BeforeEach
    void noSocketOpens() {
        working = socket.opening;
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        socket.snapshot = Sample.snapshot(Sample.crowd(2));
        backend.visitors = Sample.snapshot(Sample.crowd(3));
        backend.stripped = STRIPPED;
    }

    @Test
    void namesTheProxyAndTheLinesWithinSecondsAndGoesOnByPolling() {
        long opened = System.nanoTime();
        page.navigate(backend.url());

        assertThat(notice()).isVisible();
        assertThat(rows()).hasCount(3);
        assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(SOON);
        assertThat(notice().locator("h2")).hasText(MESSAGE);
        assertThat(notice()).containsText("In nginx, add beside the proxy_pass to this server:");
        assertThat((String) notice().locator("code").evaluate("code => code.textContent"))
                .isEqualTo(LINES);
        assertThat(page.locator("#status-text")).hasText("Not live – refreshed every few seconds");
        assertThat(page.locator("#status-more")).hasText(WHY);
        backend.visitors = Sample.snapshot(Sample.crowd(4));
        assertThat(rows()).hasCount(4);
    }

    @Test
    void asksAboutItsOwnAttempt() {
        page.navigate(backend.url());
        assertThat(notice()).isVisible();

        String attempt = socket.connections.get(0).url().replaceFirst(".*[?&]attempt=([^&]*).*", "$1");
        assertThat(attempt).matches("[A-Za-z0-9_-]{8,64}");
        assertThat(backend.configCalls.get(0)).doesNotContain("attempt");
        assertThat(backend.configCalls.get(1)).isEqualTo("pixel_id=shop&attempt=" + attempt);
    }

    @Test
    void namesTheThirdLineWhereItIsMissingToo() {
        backend.stripped = Sample.cure(Part.values());
        page.navigate(backend.url());

        assertThat(notice()).isVisible();
        assertThat((String) notice().locator("code").evaluate("code => code.textContent"))
                .isEqualTo("proxy_http_version 1.1;\n" + LINES);
    }

    @Test
    void goesLiveByItselfOnceUpgradesPassAndTheNoticeGoesWithIt() {
        page.navigate(backend.url());
        assertThat(notice()).isVisible();

        socket.opening = working;
        page.waitForSelector("body[data-kind=live]");
        assertThat(notice()).isHidden();
        assertThat(page.locator("#status-text")).hasText("Live");
        assertThat(page.locator("#status-more")).isEmpty();
        assertThat(rows()).hasCount(2);
    }

    @Test
    void aPageThatWasLiveSaysSoToo() {
        socket.opening = working;
        openLive();
        socket.opening = connection -> connection.close(new WebSocketRoute.CloseOptions().setCode(1011));
        socket.close(1001, "the proxy was reloaded");

        assertThat(notice()).containsText(MESSAGE);
        assertThat(page.locator("#status-text")).hasText("Not live – refreshed every few seconds");
        assertThat(rows()).hasCount(3);
    }

    @Test
    void saysThatTheConnectionCouldNotBeOpenedWhereTheServerSawNothing() {
        backend.stripped = null;
        long opened = System.nanoTime();
        page.navigate(backend.url());

        assertThat(page.locator("#status-text")).hasText("Not live – refreshed every few seconds");
        assertThat(rows()).hasCount(3);
        assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(SOON);
        assertThat(page.locator("#status-more")).hasText("the live connection could not be opened");
        assertThat(notice()).isHidden();
    }

    /** The handshake is refused by a real server: the browser's own socket is no different from the test's. */
    @Test
    void aRealSocketThatDoesNotOpenIsNoDifferent() {
        newPageWithoutFakeSocket(new Browser.NewContextOptions());
        page.navigate(backend.url());

        assertThat(notice()).containsText(MESSAGE);
        assertThat(rows()).hasCount(3);
    }

    @Test
    void doesNotLetASlowOpeningKeepTheFiguresBack() {
        socket.opening = connection -> {};
        long opened = System.nanoTime();
        page.navigate(backend.url());

        assertThat(rows()).hasCount(3);
        assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(SOON);
        assertThat(page.locator("#status-text")).hasText("Not live – refreshed every few seconds");
    }

    @Test
    void takesTheNoticeBackWhenTheProxyRefusesByItself() {
        page.navigate(backend.url());
        assertThat(notice()).isVisible();

        backend.stripped = null;
        assertThat(notice()).isHidden();
        assertThat(page.locator("#status-more")).containsText("the live connection could not be opened");
    }

    @Test
    void aServerThatIsAwayChangesNothingAboutWhatIsKnown() {
        page.navigate(backend.url());
        assertThat(notice()).isVisible();

        backend.configStatus = 503;
        backend.apiStatus = 503;
        int asked = backend.configCalls.size();
        waitUntil(() -> backend.configCalls.size() >= asked + 2);
        assertThat(notice()).isVisible();
    }

    @Test
    void isSaidAloudOnceHoweverOftenItIsTriedAgain() {
        page.addInitScript("addEventListener('DOMContentLoaded', () => {"
                + "window.said = [];"
                + "const node = document.querySelector('#announce');"
                + "new MutationObserver(() => said.push(node.textContent)).observe(node, {childList: true});"
                + "})");
        page.navigate(backend.url());
        assertThat(notice()).isVisible();
        waitUntil(() -> socket.connections.size() >= 4);

        @SuppressWarnings("unchecked")
        List<String> said = (List<String>) page.evaluate("said");
        assertThat(said.stream().filter(text -> text.startsWith("Not live")))
                .containsExactly("Not live. Refreshed every few seconds. " + WHY);
        assertThat(notice().locator("[role=status], [role=alert], [aria-live]")).hasCount(0);
    }

    @Test
    void leadsToTheDoctor() {
        page.navigate(backend.url());
        notice().getByText("The doctor").click();

        assertThat(page).hasTitle("Doctor · Live visitors");
    }

    @Test
    void theLinesAreCopiedAsTheyAre() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.navigate(backend.url());
        notice().getByText("Copy", new Locator.GetByTextOptions().setExact(true))
                .click();

        assertThat(notice()).containsText("Copied");
        assertThat((String) page.evaluate("navigator.clipboard.readText()")).isEqualTo(LINES);
    }

    @Test
    void whatTheServerNamesIsTextAndNeverMarkup() {
        String markup = "<img src=x onerror=\"document.title='pwned'\">";
        backend.stripped = Map.of("message", markup, "remedy", markup, "lines", List.of(markup));
        page.navigate(backend.url());

        assertThat(notice().locator("h2")).hasText(markup);
        assertThat(notice().locator("code")).hasText(markup);
        assertThat(notice().locator("img")).hasCount(0);
    }

    @Test
    void staysAwayWhenItWasPutAwayAndComesBackForAnotherCause() {
        page.navigate(backend.url());
        notice().getByText("Hide").click();
        assertThat(notice()).isHidden();
        int tried = socket.connections.size();
        waitUntil(() -> socket.connections.size() >= tried + 2);
        assertThat(notice()).isHidden();
        assertThat(page.locator("#status-more")).hasText(WHY);

        backend.stripped = Sample.cure(Part.CONNECTION);
        assertThat(notice()).isVisible();
    }

    @Test
    void whoeverPutsItAwayByKeyboardGoesOnAtTheList() {
        page.navigate(backend.url());
        assertThat(notice()).isVisible();
        notice().getByText("Hide").focus();
        page.keyboard().press("Enter");

        assertThat(notice()).isHidden();
        assertThat(page.locator("#visitors")).isFocused();
    }

    @ParameterizedTest
    @CsvSource({"1440, 900", "1200, 800", "1199, 800", "820, 1180", "390, 844"})
    void nothingMovesWhenItComesOrGoes(int width, int height) {
        newPage(new Browser.NewContextOptions().setViewportSize(width, height));
        backend.stripped = null;
        page.navigate(backend.url());
        assertThat(rows()).hasCount(3);
        Object without = page.evaluate("document.querySelector('main').getBoundingClientRect().top");

        backend.stripped = STRIPPED;
        assertThat(notice()).isVisible();
        assertThat(page.evaluate("document.querySelector('main').getBoundingClientRect().top"))
                .isEqualTo(without);
        socket.opening = working;
        page.waitForSelector("body[data-kind=live]");
        assertThat(notice()).isHidden();
        assertThat(page.evaluate("document.querySelector('main').getBoundingClientRect().top"))
                .isEqualTo(without);
    }

    private Locator notice() {
        return page.locator("#notice");
    }
}
