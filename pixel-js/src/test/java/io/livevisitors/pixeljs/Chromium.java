package io.livevisitors.pixeljs;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One headless Chromium for all tests of a run. The binary is the system property or the environment variable
 * {@code CHROMIUM}, else Debian's. To be used from the tests' one thread only, as Playwright demands.
 */
final class Chromium implements BeforeAllCallback {

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {

        @Override
        public void close() {
            playwright.close();
        }
    }

    private static volatile Running running = launch();

    static Browser browser() {
        return running.browser();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent("running", key -> running);
    }

    private static Running launch() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(binary()))
                        // Playwright turns the back-forward cache off; here it is under test.
                        .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-background-networking",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Running(playwright, browser);
    }

    private static String binary() {
        return Objects.requireNonNullElseGet(
                System.getProperty("chromium"),
                () -> Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"));
    }
}
