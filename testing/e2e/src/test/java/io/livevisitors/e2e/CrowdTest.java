package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shop with its simulated shoppers, as {@code ./demo --visitors N} shows it. */
@ExtendWith(Chromium.class)
class CrowdTest {

    private static final int SHOPPERS = 15;

    @Test
    void simulatedShoppersFillTheDashboard() {
        try (Shop shop = Shop.open("--visitors=" + SHOPPERS);
                Dashboard dashboard = Dashboard.open(shop)) {
            dashboard
                    .page()
                    .waitForCondition(
                            () -> dashboard.rows().count() >= SHOPPERS * 2 / 3,
                            new Page.WaitForConditionOptions().setTimeout(60_000));

            assertThat(dashboard.page().locator("#panels")).containsText("Pages");
            assertThat(dashboard.rows().first().locator(".title")).not().isEmpty();
            dashboard.screenshot("crowd");
            int width = (int) dashboard.page().evaluate("document.documentElement.scrollWidth");
            assertThat(width).isLessThanOrEqualTo(1440);
        }
    }
}
