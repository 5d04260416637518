package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page that still carries NetSendo's snippet, on a site that has come over: only the server behind it is another. */
@ExtendWith(Chromium.class)
class NetSendoSnippetTest {

    /** What NetSendo gives people to paste, in substance: a queue of commands, and a script named by the pixel's ID. */
    private static final String SNIPPET = """
            () => {
              window.NetSendo = window.NetSendo || [];
              NetSendo.push(['init', {userId: 'shop', apiUrl: location.origin + '/t/pixel'}]);
              const script = document.createElement('script');
              script.async = true;
              script.src = '/t/pixel/shop';
              document.head.append(script);
            }""";

    @Test
    void itsVisitorsAppearOnTheDashboard() {
        try (Shop shop = Shop.open();
                Dashboard dashboard = Dashboard.open(shop);
                BrowserContext person = Chromium.profile(new Browser.NewContextOptions().setBypassCSP(true))) {
            Page tab = person.newPage();
            tab.navigate(shop.url("/t/pixel/up"));
            tab.evaluate("() => { document.title = 'A page from before'; }");
            tab.evaluate(SNIPPET);

            assertThat(dashboard.row("A page from before")).hasAttribute("data-state", "active");
            tab.close(new Page.CloseOptions().setRunBeforeUnload(true));
            assertThat(dashboard.rows()).hasCount(0);
        }
    }
}
