package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The dashboard as a person has it open, in a profile of its own. It keeps what no person may ever see: dialogs, uncaught
 * errors and violations of the page's content security policy; {@link #close()} asserts that there were none.
 */
final class Dashboard implements AutoCloseable {

    /** Something that happened to a visitor's row; {@code at} is in Unix milliseconds. */
    record Happening(String what, String title, long at) {}

    /** Writes down each arrival, change of state and departure in the list, when it enters the document. */
    private static final String CHRONICLE = """
            window.chronicle = [];
            window.violations = [];
            addEventListener('securitypolicyviolation', e =>
                violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`));
            addEventListener('DOMContentLoaded', () => {
              const list = document.querySelector('#visitors');
              if (!list) return; // the doctor's page
              const write = (what, row) =>
                chronicle.push({what, title: row.querySelector('.title').textContent, at: Date.now()});
              new MutationObserver(records => {
                for (const record of records) {
                  const rows = nodes => [...nodes].filter(node => node.matches?.('li.visitor'));
                  rows(record.addedNodes).forEach(row => write('added', row));
                  rows(record.removedNodes).forEach(row => write('removed', row));
                  if (record.type === 'attributes' && record.target.matches('li.visitor')) {
                    if (record.attributeName === 'data-state') write(record.target.dataset.state, record.target);
                    else if (record.target.matches('.gone')) write('gone', record.target);
                  }
                }
              }).observe(list, {subtree: true, childList: true, attributeFilter: ['data-state', 'class']});
            });
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BrowserContext profile;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();

    private Dashboard(BrowserContext profile) {
        this.profile = profile;
        profile.addInitScript(CHRONICLE);
        page = profile.newPage();
        page.onPageError(error -> troubles.add("uncaught: " + error));
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

    /** Opens the link that the site's owner has, and waits until the page says that it is live. */
    static Dashboard open(Site site) {
        return open(site, 1440, 900);
    }

    static Dashboard open(Site site, int width, int height) {
        Dashboard dashboard = openWhateverItSays(site, width, height);
        dashboard.isLive();
        return dashboard;
    }

    /** Opens the link, where it is not to be expected that the page is live soon. */
    static Dashboard openWhateverItSays(Site site, int width, int height) {
        Dashboard dashboard = new Dashboard(Chromium.profile(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setIgnoreHTTPSErrors(true))); // a test's certificate signs itself
        dashboard.page.navigate(site.dashboardUrl());
        return dashboard;
    }

    Page page() {
        return page;
    }

    void isLive() {
        assertThat(page.locator("body")).hasAttribute("data-kind", "live");
    }

    /** Those who are here, newest first. */
    Locator rows() {
        return page.locator("#visitors > li:not(.gone)");
    }

    /** The row of whoever is on the page of this title. */
    Locator row(String title) {
        return rows().filter(new Locator.FilterOptions()
                .setHas(page.locator(".title", new Page.LocatorOptions().setHasText(title))));
    }

    /** What has happened in the list so far, first things first. */
    List<Happening> chronicle() {
        try {
            return List.of(JSON.readValue((String) page.evaluate("JSON.stringify(chronicle)"), Happening[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When something first happened to the row with this title, in Unix milliseconds; waits for it. */
    long when(String what, String title) {
        page.waitForFunction(
                "([what, title]) => chronicle.some(entry => entry.what === what && entry.title === title)",
                List.of(what, title));
        return chronicle().stream()
                .filter(entry -> entry.what().equals(what) && entry.title().equals(title))
                .findFirst()
                .orElseThrow()
                .at();
    }

    /** Keeps a picture of the window for whoever wants to look. */
    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    /** What no person may ever see. */
    List<String> troubles() {
        @SuppressWarnings("unchecked")
        List<String> violations = (List<String>) page.evaluate("violations");
        List<String> all = new ArrayList<>(troubles);
        all.addAll(violations);
        return all;
    }

    @Override
    public void close() {
        List<String> seen = troubles();
        profile.close();
        assertThat(seen).as("dialogs, uncaught errors and policy violations").isEmpty();
    }
}
