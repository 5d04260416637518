package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.livevisitors.Pixel;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.Visitor;
import io.livevisitors.servlet.LiveVisitorsFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What Chromium tells a collector of its device once the page has asked. Loopback addresses are secure contexts; two
 * ports are two origins.
 */
@ExtendWith(Chromium.class)
class ClientHintsTest {

    private static final String EVENT = "/livevisitors/event";
    private static final String MODEL = "Sec-CH-UA-Model";
    private static final String FORM_FACTORS = "Sec-CH-UA-Form-Factors";

    private static final Map<String, String> OFF = Map.of();
    private static final Map<String, String> ON = Map.of(LiveVisitorsFilter.CLIENT_HINTS, "on");
    private static final Map<String, String> CRITICAL = Map.of(LiveVisitorsFilter.CLIENT_HINTS, "critical");

    private BrowserContext person;

    @BeforeEach
    void openABrowser() {
        person = Chromium.profile(new Browser.NewContextOptions());
    }

    @AfterEach
    void closeIt() {
        person.close();
    }

    @Test
    void unaskedTheBrowserKeepsModelAndFormFactorToItself() {
        try (HostServer site = site(OFF, "")) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyEvent(site)).doesNotContainKeys(MODEL, FORM_FACTORS).containsKey("Sec-CH-UA-Mobile");
            assertThat(onlyVisitor(site).device().type()).isEqualTo(DeviceType.DESKTOP);
        }
    }

    @Test
    void askedByThePageADesktopBrowserTellsThemWithTheFirstEvent() {
        try (HostServer site = site(ON, "")) {
            person.newPage().navigate(site.page("one"));

            assertThat(onlyEvent(site)).containsEntry(MODEL, "\"\"").containsEntry(FORM_FACTORS, "\"Desktop\"");
            assertThat(site.requests().entries("/pages/one"))
                    .singleElement()
                    .satisfies(page -> assertThat(page.headers()).doesNotContainKeys(MODEL, FORM_FACTORS));
        }
    }

    @Test
    void tabletThatItsNameHidesIsATablet() {
        try (HostServer site = site(ON, "")) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyEvent(site))
                    .containsEntry(MODEL, "\"Pixel Tablet\"")
                    .containsEntry(FORM_FACTORS, "\"Tablet\"");
            assertThat(onlyVisitor(site).device().type()).isEqualTo(DeviceType.TABLET);
        }
    }

    @Test
    void collectorOnAnotherOriginIsToldNothingUnlessThePageAllowsIt() {
        try (HostServer collector = collector();
                HostServer site = site(ON, collector.origin())) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyEvent(collector)).doesNotContainKeys(MODEL, FORM_FACTORS);
            assertThat(onlyVisitor(collector).device().type()).isEqualTo(DeviceType.DESKTOP);
        }
    }

    @Test
    void collectorOnAnotherOriginIsToldWhatThePageAllows() {
        try (HostServer collector = collector();
                HostServer site = site(
                        Map.of(
                                LiveVisitorsFilter.CLIENT_HINTS,
                                "on",
                                LiveVisitorsFilter.CLIENT_HINT_ORIGINS,
                                collector.origin()),
                        collector.origin())) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyEvent(collector))
                    .containsEntry(MODEL, "\"Pixel Tablet\"")
                    .containsEntry(FORM_FACTORS, "\"Tablet\"");
            assertThat(onlyVisitor(collector).device().type()).isEqualTo(DeviceType.TABLET);
        }
    }

    @Test
    void collectorOnAnotherOriginIsToldWhatThePagesOwnTextAllows() {
        try (HostServer collector = collector();
                HostServer site = HostServer.openWithFilter(
                        OFF,
                        """
                        <meta http-equiv="delegate-ch"
                              content="sec-ch-ua-model %1$s; sec-ch-ua-form-factors %1$s">
                        """.formatted(collector.origin()) + PlainPages.pixelFrom(collector.origin()),
                        builder -> builder.pixel(Site.PIXEL))) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyEvent(collector))
                    .containsEntry(MODEL, "\"Pixel Tablet\"")
                    .containsEntry(FORM_FACTORS, "\"Tablet\"");
        }
    }

    @Test
    void criticalPageIsAskedForTwiceAtFirstAndOnceFromThenOn() {
        try (HostServer site = HostServer.openWithFilter(CRITICAL, "", builder -> builder.pixel(Site.PIXEL))) {
            Page tab = tabletTab();
            tab.navigate(site.page("one"));
            tab.navigate(site.page("two"));

            List<RequestLog.Entry> first = site.requests().entries("/pages/one");
            assertThat(first).hasSize(2);
            assertThat(first.get(0).headers()).doesNotContainKeys(MODEL, FORM_FACTORS);
            assertThat(first.get(1).headers())
                    .containsEntry(MODEL, "\"Pixel Tablet\"")
                    .containsEntry(FORM_FACTORS, "\"Tablet\"");
            assertThat(site.requests().entries("/pages/two")).hasSize(1);
        }
    }

    @Test
    void pageThatTheBrowserAsksForAgainIsOnePageViewOfATabletWithoutAnyScript() {
        try (HostServer site = HostServer.openWithFilter(CRITICAL, "", builder -> builder.pixel(Site.PIXEL))) {
            Page tab = tabletTab();
            tab.navigate(site.page("one"));
            tab.navigate(site.page("two"));

            await("both pages")
                    .until(() -> site.visitors().stream()
                            .anyMatch(visitor -> visitor.pageUrl().endsWith("/pages/two")));
            assertThat(site.visitors()).singleElement().satisfies(visitor -> {
                assertThat(visitor.pageViews()).isEqualTo(2);
                assertThat(visitor.tabs()).isZero();
                assertThat(visitor.device().type()).isEqualTo(DeviceType.TABLET);
            });
        }
    }

    @Test
    void pageThatTheBrowserAsksForAgainIsOnePageViewWithThePixelToo() {
        try (HostServer site = site(CRITICAL, "")) {
            tabletTab().navigate(site.page("one"));

            assertThat(onlyVisitor(site).pageViews()).isEqualTo(1);
            assertThat(site.requests().entries("/pages/one")).hasSize(2);
        }
    }

    /** A site with the filter and the pixel, which comes from a collector's origin, or from the site itself. */
    private static HostServer site(Map<String, String> filter, String collector) {
        return HostServer.openWithFilter(filter, PlainPages.pixelFrom(collector), builder -> builder.pixel(Site.PIXEL));
    }

    private static HostServer collector() {
        return HostServer.open(builder -> builder.pixel(Pixel.of(Site.PIXEL)).allowedOrigins("*"));
    }

    /** A tab whose browser names itself as one on a computer does, and calls itself a tablet only when it is asked. */
    private Page tabletTab() {
        Page tab = person.newPage();
        JsonObject metadata = new JsonObject();
        metadata.addProperty("platform", "Linux");
        metadata.addProperty("platformVersion", "");
        metadata.addProperty("architecture", "");
        metadata.addProperty("model", "Pixel Tablet");
        metadata.addProperty("mobile", false);
        JsonArray formFactors = new JsonArray();
        formFactors.add("Tablet");
        metadata.add("formFactors", formFactors);
        JsonObject override = new JsonObject();
        override.addProperty(
                "userAgent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
                        + " Safari/537.36");
        override.add("userAgentMetadata", metadata);
        person.newCDPSession(tab).send("Emulation.setUserAgentOverride", override);
        return tab;
    }

    /** The headers of the only event so far. */
    private static Map<String, String> onlyEvent(HostServer collector) {
        await("an event").until(() -> !collector.requests().entries(EVENT).isEmpty());
        List<RequestLog.Entry> events = collector.requests().entries(EVENT);
        assertThat(events).hasSize(1);
        return events.get(0).headers();
    }

    private static Visitor onlyVisitor(HostServer collector) {
        await("a visitor with a tab").until(() -> collector.visitors().stream().anyMatch(v -> v.tabs() == 1));
        List<Visitor> visitors = collector.visitors();
        assertThat(visitors).hasSize(1);
        return visitors.get(0);
    }
}
