package io.livevisitors.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real nginx that does not pass upgrades on, as it comes without the lines for it: what its operator reads, and the cure. */
@ExtendWith(Chromium.class)
class ProxyWithoutUpgradesTest {

    private static final String UPGRADE = "proxy_set_header Upgrade $http_upgrade;";
    private static final String CONNECTION = "proxy_set_header Connection \"upgrade\";";
    private static final String VERSION = "proxy_http_version 1.1;";

    /** Time from the opening of the page within which the cause and the first figures are there. */
    private static final Duration SOON = Duration.ofSeconds(8);

    /** Longer than the longest pause between two attempts, in milliseconds. */
    private static final double NEXT_ATTEMPT = 45_000;

    @TempDir
    private Path folder;

    private Shop shop;
    private Nginx nginx;
    private final List<BrowserContext> visitors = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        shop = Shop.openBehind("127.0.0.1");
        nginx = Nginx.inFrontOf(shop, folder);
    }

    @AfterEach
    void close() {
        visitors.forEach(BrowserContext::close);
        nginx.close();
        shop.close();
    }

    @Test
    void isNamedWithItsLinesWhileTheListGoesOnAndIsLiveOnceTheyAreThere() throws IOException {
        String whole = nginx.configuration();
        nginx.reconfigure(conf -> without(conf, "proxy_set_header Upgrade ", "proxy_set_header Connection "));
        visit("/plants/fern");

        long opened = System.nanoTime();
        try (Dashboard dashboard = Dashboard.openWhateverItSays(nginx, 1440, 900)) {
            assertThat(notice(dashboard)).isVisible();
            assertThat(dashboard.row("Boston fern | Fernweh")).hasCount(1);
            assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(SOON);
            assertThat(notice(dashboard))
                    .containsText("A proxy in front of this server does not pass WebSocket upgrades on.");
            assertThat(lines(dashboard)).isEqualTo(UPGRADE + "\n" + CONNECTION);
            assertThat(dashboard.page().locator("#status")).containsText("Not live – refreshed every few seconds");
            assertThat(dashboard.page().locator("#status"))
                    .containsText("a proxy in front does not pass WebSocket upgrades");

            visit("/plants/pilea");
            assertThat(dashboard.row("Pilea | Fernweh")).hasCount(1);
            dashboard.screenshot("proxy-without-upgrades");

            nginx.reconfigure(conf -> whole);
            becomesLive(dashboard);
            assertThat(notice(dashboard)).isHidden();
            assertThat(dashboard.page().locator("#status-text")).hasText("Live");
            assertThat(dashboard.rows()).hasCount(2);
        }
    }

    /** What nginx does if it is told nothing but where to go. */
    @Test
    void isNamedWithTheVersionTooIfItAsksInTheOldOne() throws IOException {
        nginx.reconfigure(conf -> conf.replaceAll("(?m)^ +proxy_(?!pass).*\n", ""));

        try (Dashboard dashboard = Dashboard.openWhateverItSays(nginx, 390, 844)) {
            assertThat(notice(dashboard)).isVisible();
            assertThat(lines(dashboard)).isEqualTo(VERSION + "\n" + UPGRADE + "\n" + CONNECTION);
            dashboard.screenshot("proxy-without-upgrades-narrow");
        }
    }

    /** The lines cure it as they are copied, whatever else stands there. */
    @Test
    void isCuredByTheVeryLinesThatThePageNames() throws IOException {
        nginx.reconfigure(conf ->
                without(conf, "proxy_set_header Upgrade ", "proxy_set_header Connection ", "proxy_http_version "));

        try (Dashboard dashboard = Dashboard.openWhateverItSays(nginx, 1440, 900)) {
            assertThat(notice(dashboard)).isVisible();
            String lines = lines(dashboard);
            nginx.reconfigure(conf ->
                    conf.replace("proxy_pass http://livevisitors/;", "proxy_pass http://livevisitors/;\n" + lines));
            becomesLive(dashboard);
        }
    }

    @Test
    void isFoundByTheDoctorFromBothSides() throws IOException {
        nginx.reconfigure(conf -> without(conf, "proxy_set_header Upgrade ", "proxy_set_header Connection "));

        try (Dashboard dashboard = Dashboard.openWhateverItSays(nginx, 1440, 900)) {
            assertThat(notice(dashboard)).isVisible();
            notice(dashboard).getByText("The doctor").click();

            for (String check : List.of("browser", "websocket")) {
                Locator finding = dashboard.page().locator("[data-check=" + check + "]");
                assertThat(finding).hasAttribute("data-verdict", "fault");
                assertThat(finding).containsText("does not pass WebSocket upgrades on");
                assertThat(finding).containsText(UPGRADE);
                assertThat(finding).containsText(CONNECTION);
            }
            assertThat(dashboard.page().locator("[data-check=websocket]"))
                    .containsText(Pattern.compile("It happened .+ at [-0-9]{10}T[:0-9]{8}Z\\."));
            dashboard.screenshot("doctor-proxy-without-upgrades");
        }
    }

    @Test
    void isNotBlamedForWhatTheServerCannotSee() throws IOException {
        nginx.reconfigure(conf -> conf.replace(
                "proxy_pass http://livevisitors/;",
                "if ($http_upgrade) { return 502; } proxy_pass http://livevisitors/;"));
        visit("/plants/fern");

        long opened = System.nanoTime();
        try (Dashboard dashboard = Dashboard.openWhateverItSays(nginx, 1440, 900)) {
            assertThat(dashboard.row("Boston fern | Fernweh")).hasCount(1);
            assertThat(dashboard.page().locator("#status")).containsText("Not live – refreshed every few seconds");
            assertThat(Duration.ofNanos(System.nanoTime() - opened)).isLessThan(SOON);
            assertThat(dashboard.page().locator("#status")).containsText("the live connection could not be opened");
            assertThat(notice(dashboard)).isHidden();
        }
    }

    /** Somebody with a browser of their own comes, and stays. */
    private void visit(String path) {
        BrowserContext visitor = Chromium.profile(new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setUserAgent(Beacons.FIREFOX.replace("139", "1" + (40 + visitors.size()))));
        visitors.add(visitor);
        visitor.newPage().navigate(nginx.url(path));
    }

    /** By itself, with its next attempt. */
    private static void becomesLive(Dashboard dashboard) {
        assertThat(dashboard.page().locator("body"))
                .hasAttribute(
                        "data-kind", "live", new LocatorAssertions.HasAttributeOptions().setTimeout(NEXT_ATTEMPT));
    }

    private static Locator notice(Dashboard dashboard) {
        return dashboard.page().locator("#notice");
    }

    /** The lines as they would be copied. */
    private static String lines(Dashboard dashboard) {
        return (String) notice(dashboard).locator("code").evaluate("code => code.textContent");
    }

    private static String without(String conf, String... directives) {
        String rest = conf;
        for (String directive : directives) {
            rest = rest.replaceAll("(?m)^ *\\Q" + directive + "\\E.*\n", "");
        }
        return rest;
    }
}
