package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How soon the owner sees that somebody has gone, in the document of the dashboard, with the shop's own settings. */
@ExtendWith(Chromium.class)
class DepartureTest {

    /** A closing and what the dashboard showed, in milliseconds after it. */
    private record Departure(long leaving, long gone) {}

    private static final long GRACE_MILLIS = 5_000;
    private static final int TRIES = 3;

    @SuppressWarnings("NullAway.Init")
    private static Shop shop;

    @SuppressWarnings("NullAway.Init")
    private static Dashboard dashboard;

    @BeforeAll
    static void open() {
        shop = Shop.open();
        dashboard = Dashboard.open(shop);
    }

    @AfterAll
    static void close() {
        dashboard.close();
        shop.close();
    }

    /**
     * A machine that is busy with other work shows itself in single tries, so the best of a few is the program's own
     * time; no try may be early.
     */
    @Test
    void aClosedTabIsShownAsLeavingWithinASecondAndIsGoneAfterTheGracePeriod() {
        List<Departure> departures = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            departures.add(
                    departure("/plants/" + List.of("fern", "cactus", "pilea").get(i)));
        }
        System.out.println("Tab closed → dashboard: " + departures);

        assertThat(departures)
                .allSatisfy(departure -> assertThat(departure.gone()).isGreaterThan(GRACE_MILLIS - 500));
        assertThat(departures.stream().min(Comparator.comparing(Departure::leaving)))
                .hasValueSatisfying(best -> assertThat(best.leaving()).isLessThan(1_000));
        assertThat(departures.stream().min(Comparator.comparing(Departure::gone)))
                .hasValueSatisfying(best -> assertThat(best.gone()).isLessThan(GRACE_MILLIS + 1_000));
    }

    private static Departure departure(String path) {
        try (BrowserContext person = Chromium.profile(new Browser.NewContextOptions())) {
            Page tab = person.newPage();
            tab.navigate(shop.url(path));
            String title = tab.title();
            assertThat(dashboard.row(title)).hasAttribute("data-state", "active");

            long closed = System.currentTimeMillis();
            tab.close(new Page.CloseOptions().setRunBeforeUnload(true));
            long leaving = dashboard.when("leaving", title);
            long gone = dashboard.when("gone", title);
            assertThat(dashboard.row(title)).hasCount(0);
            return new Departure(leaving - closed, gone - closed);
        }
    }
}
