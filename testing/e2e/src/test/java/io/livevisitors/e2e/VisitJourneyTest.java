package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.livevisitors.e2e.Dashboard.Happening;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person walks through the shop, with its settings as they come; the owner watches. */
@ExtendWith(Chromium.class)
class VisitJourneyTest {

    private static final String PLANTS = "Plants | Fernweh";
    private static final String FERN = "Boston fern | Fernweh";

    private Shop shop;
    private Dashboard dashboard;
    private BrowserContext person;
    private Page tab;

    @BeforeEach
    void openTheShopAndTheDashboard() {
        shop = Shop.open();
        dashboard = Dashboard.open(shop);
        person = Chromium.profile(1024, 768);
        tab = person.newPage();
    }

    @AfterEach
    void close() {
        person.close();
        dashboard.close();
        shop.close();
    }

    @Test
    void aVisitAppearsWithItsPageAndTitleAndIsCounted() {
        assertThat(dashboard.page().locator("#count")).hasText("0");
        tab.navigate(shop.url("/plants/"));

        assertThat(dashboard.row(PLANTS)).hasCount(1);
        assertThat(dashboard.row(PLANTS)).hasAttribute("data-state", "active");
        assertThat(dashboard.row(PLANTS).locator(".path")).hasText("/plants/");
        assertThat(dashboard.row(PLANTS).locator(".client")).containsText("Chrom");
        assertThat(dashboard.page().locator("#count")).hasText("1");
        assertThat(dashboard.page()).hasTitle(Pattern.compile("^\\(1\\) "));
        dashboard.screenshot("one-visitor");
    }

    @Test
    void aRouteOfASinglePageApplicationChangesThePageInPlace() {
        tab.navigate(shop.url("/windowsill/"));
        assertThat(dashboard.row("Plan a windowsill")).hasCount(1);
        tab.getByText("North", new Page.GetByTextOptions().setExact(true)).click();

        assertThat(dashboard.row("Plants for a window facing north")).hasCount(1);
        assertThat(dashboard.rows()).hasCount(1);
        assertThat(dashboard.rows().locator(".path")).hasText("/windowsill/north");
        tab.goBack();
        assertThat(dashboard.row("Plan a windowsill")).hasCount(1);
        assertThat(dashboard.rows().locator(".details")).containsText("3 pages");
        assertThat(dashboard.chronicle()).extracting(Happening::what).containsExactly("added");
    }

    @Test
    void walkingFromPageToPageIsOneVisitorWhoseRowStaysStill() {
        tab.navigate(shop.url("/plants/"));
        assertThat(dashboard.row(PLANTS)).hasCount(1);
        tab.locator("main a[href$='plants/fern']").first().click();

        assertThat(dashboard.row(FERN)).hasCount(1);
        assertThat(dashboard.rows()).hasCount(1);
        assertThat(dashboard.rows().locator(".details")).containsText("2 pages");
        assertThat(dashboard.page().locator("#count")).hasText("1");
        // Neither taken out of the list nor dimmed in between, however short.
        assertThat(dashboard.chronicle()).extracting(Happening::what).containsExactly("added");
    }

    @Test
    void aSecondTabIsTheSameVisitor() {
        tab.navigate(shop.url("/plants/"));
        assertThat(dashboard.row(PLANTS)).hasCount(1);
        Page second = person.newPage();
        second.navigate(shop.url("/plants/fern"));

        assertThat(dashboard.row(FERN).locator(".details")).containsText("2 tabs");
        assertThat(dashboard.rows()).hasCount(1);
        second.close(new Page.CloseOptions().setRunBeforeUnload(true));
        assertThat(dashboard.row(PLANTS)).hasCount(1);
        assertThat(dashboard.row(PLANTS).locator(".details")).not().containsText("tabs");
        assertThat(dashboard.row(PLANTS)).hasAttribute("data-state", "active");
    }

    @Test
    void aHiddenTabIsIdleUntilItIsShownAgain() {
        try (BrowserWindow window = new BrowserWindow()) {
            String plants = window.open(shop.url("/plants/"));
            assertThat(dashboard.row(PLANTS)).hasAttribute("data-state", "active");
            window.open("about:blank");
            assertThat(dashboard.row(PLANTS)).hasAttribute("data-state", "idle");
            window.bringToFront(plants);
            assertThat(dashboard.row(PLANTS)).hasAttribute("data-state", "active");
        }
    }

    @Test
    void comesBackByItselfWhenTheServerIsRestarted() {
        tab.navigate(shop.url("/plants/"));
        assertThat(dashboard.row(PLANTS)).hasCount(1);
        shop.restart();

        dashboard.page().waitForCondition(() -> dashboard.rows().count() == 0);
        dashboard.isLive();
        tab.navigate(shop.url("/plants/fern"));
        assertThat(dashboard.row(FERN)).hasCount(1);
    }
}
