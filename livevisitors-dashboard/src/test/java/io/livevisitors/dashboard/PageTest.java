package io.livevisitors.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A real Chromium with the real page, under the headers of production. After every test the browser must have seen
 * neither an uncaught error, nor a dialog, nor a violation of the content security policy.
 */
abstract class PageTest {

    private static Playwright playwright;
    private static Browser browser;

    final FakeSocket socket = new FakeSocket();
    FakeBackend backend;
    BrowserContext context;
    Page page;

    private final List<String> troubles = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String chromium = System.getProperty(
                "chromium", Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(chromium))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void closeBrowser() {
        playwright.close();
    }

    @BeforeEach
    void openPage() throws IOException {
        backend = new FakeBackend("");
        context = browser.newContext();
        page = context.newPage();
        newPage(new Browser.NewContextOptions());
    }

    @AfterEach
    void sawNoTrouble() {
        troubles.addAll(violations());
        context.close();
        backend.close();
        assertThat(troubles)
                .as("uncaught errors, dialogs and policy violations")
                .isEmpty();
    }

    void newPage(Browser.NewContextOptions options) {
        newPageWithoutFakeSocket(options);
        socket.attach(page);
    }

    void newPageWithoutFakeSocket(Browser.NewContextOptions options) {
        context.close();
        context = browser.newContext(options.locale == null ? options.setLocale("en-GB") : options);
        context.addInitScript("window.violations = [];"
                + "document.addEventListener('securitypolicyviolation',"
                + " e => violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));");
        page = context.newPage();
        page.onPageError(troubles::add);
        page.onDialog(dialog -> {
            troubles.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                troubles.add(message.text());
            }
        });
    }

    /** Opens the page and waits until it says that it is live. */
    void openLive() {
        page.navigate(backend.url());
        page.waitForSelector("body[data-kind=live]");
    }

    /** Waits for what the page does to the server: Playwright's events, the sockets' included, run meanwhile. */
    void waitUntil(BooleanSupplier condition) {
        page.waitForCondition(condition, new Page.WaitForConditionOptions().setTimeout(20_000));
    }

    /** A ping sent after a frame is answered after the frame was handled. */
    void waitForDelivery() {
        long before = socket.count("pusher:pong");
        socket.say(socket.last(), "pusher:ping", null, Map.of());
        waitUntil(() -> socket.count("pusher:pong") > before);
    }

    Locator rows() {
        return page.locator("#visitors > li:not(.gone)");
    }

    /** Stops the page's clock in a moment to come: from there time passes only by {@code page.clock().runFor}. */
    void stopClock() {
        page.clock().pauseAt(((Number) page.evaluate("Date.now()")).longValue() + 10_000);
    }

    @SuppressWarnings("unchecked")
    private List<String> violations() {
        return (List<String>) page.evaluate("window.violations ?? []");
    }
}
