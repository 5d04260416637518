package io.livevisitors.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One headless Chromium for all tests of a run. The binary is the system property {@code chromium} or the environment
 * variable {@code CHROMIUM}, else Debian's. To be used from the tests' one thread only, as Playwright demands.
 */
final class Chromium implements BeforeAllCallback {

    /** Milliseconds that a page may take to become as asserted, on a busy machine. */
    private static final double PATIENCE = 20_000;

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

        @Override
        public void close() {
            playwright.close();
        }
    }

    /** Made with the first test that needs it. */
    private static final class Lazy {
        static final Running RUNNING = launch();
    }

    /** A fresh profile, in English, with a window of this size. */
    static BrowserContext profile(int width, int height) {
        return profile(new Browser.NewContextOptions().setViewportSize(width, height));
    }

    static BrowserContext profile(Browser.NewContextOptions options) {
        return Lazy.RUNNING.browser().newContext(options.setLocale("en-GB").setTimezoneId("Europe/Vienna"));
    }

    /** The browser itself, for what Playwright's pages cannot do. */
    static CDPSession session() {
        return Lazy.RUNNING.browser().newBrowserCDPSession();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent("running", key -> Lazy.RUNNING);
    }

    private static Running launch() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        String binary = System.getProperty(
                "chromium", Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(binary))
                        // What Playwright turns off and a person's browser does: keep the pages left for going back,
                        // slow the timers of hidden tabs down.
                        .setIgnoreDefaultArgs(List.of(
                                "--disable-back-forward-cache",
                                "--disable-background-timer-throttling",
                                "--disable-backgrounding-occluded-windows",
                                "--disable-renderer-backgrounding"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Running(playwright, browser);
    }
}
