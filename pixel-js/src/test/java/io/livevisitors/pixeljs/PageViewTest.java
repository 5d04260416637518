package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.livevisitors.pixeljs.Site.Beacon;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PageViewTest extends PixelTest {

    @Test
    void loadingThePageIsOnePageView() {
        open(TAG);

        assertSent("page_view");
    }

    @Test
    void pageViewSaysWhichPageAndWhatDevice() {
        serve("/shoes", TAG);
        page.navigate(site.url("/shoes?size=42"));

        Beacon view = beacon("page_view");
        assertThat(view.text("pixel_id")).isEqualTo("shop");
        assertThat(view.text("page_url")).isEqualTo(site.url("/shoes?size=42"));
        assertThat(view.text("page_title")).isEqualTo("Title of /shoes");
        assertThat(view.text("referrer")).isEmpty();
        assertThat(view.text("tab_id")).hasSizeBetween(20, 64);
        assertThat(view.number("seq")).isEqualTo(1);
        assertThat(view.body().get("hidden").isBoolean()).isTrue();
        assertThat(view.body().get("hidden").asBoolean()).isFalse();
        assertThat(view.text("screen_resolution")).isEqualTo(page.evaluate("screen.width + 'x' + screen.height"));
        assertThat(view.body().get("max_touch_points").isInt()).isTrue();
        assertThat(view.text("platform")).isEqualTo(page.evaluate("navigator.platform"));
        assertThat(view.body().get("webdriver").asBoolean()).isEqualTo(page.evaluate("navigator.webdriver"));
        assertThat(view.text("language")).isEqualTo("de-AT");
        assertThat(view.text("timezone")).isEqualTo("Europe/Vienna");
        assertThat(view.body().get("time_on_page").isInt()).isTrue();
        assertThat(view.number("scroll_depth")).isEqualTo(20);
    }

    @Test
    void nothingIsSentThatCouldRecogniseTheVisitor() {
        open(TAG);
        Set<String> fields = new TreeSet<>();
        beacon("page_view").body().fieldNames().forEachRemaining(fields::add);

        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "pixel_id",
                        "event_type",
                        "page_url",
                        "page_title",
                        "referrer",
                        "tab_id",
                        "seq",
                        "hidden",
                        "screen_resolution",
                        "max_touch_points",
                        "platform",
                        "webdriver",
                        "language",
                        "timezone",
                        "time_on_page",
                        "scroll_depth");
    }

    @Test
    void referrerIsThePageThatLedHere() {
        serve("/from", "");
        serve("/", TAG);
        page.navigate(site.url("/from"));
        page.navigate(site.url("/"), new Page.NavigateOptions().setReferer(site.url("/from")));

        assertThat(beacon("page_view").text("referrer")).isEqualTo(site.url("/from"));
    }

    @Test
    void everyTabHasItsOwnId() {
        open(TAG);
        Beacon first = beacon(1);
        newTab().navigate(site.url("/"));

        assertThat(beacon(2).text("tab_id")).isNotEqualTo(first.text("tab_id"));
    }

    @Test
    void fragmentStaysInTheBrowser() {
        serve("/", TAG);
        page.navigate(site.url("/#access_token=secret"));

        assertThat(beacon("page_view").text("page_url")).isEqualTo(site.url("/"));
    }

    @Test
    void longFragmentStaysInTheBrowserToo() {
        serve("/callback", TAG);
        page.navigate(site.url("/callback#access_token=" + "secret".repeat(500)));

        assertThat(beacon("page_view").text("page_url")).isEqualTo(site.url("/callback"));
    }

    @Test
    void longFragmentCostsTheAddressNoQuery() {
        serve("/callback", TAG);
        page.navigate(site.url("/callback?lang=de#access_token=" + "secret?".repeat(500)));

        assertThat(beacon("page_view").text("page_url")).isEqualTo(site.url("/callback?lang=de"));
    }

    @Test
    void addressThatIsTooLongGoesWithoutItsQueryAndItsFragment() {
        serve("/long", TAG);
        page.navigate(site.url("/long?q=" + "q".repeat(3000) + "#access_token=secret"));

        assertThat(beacon("page_view").text("page_url")).isEqualTo(site.url("/long"));
    }

    @Test
    void longTitleIsCut() {
        site.page("/", "<!doctype html><title>" + "ü".repeat(300) + "</title>" + TAG);
        page.navigate(site.url("/"));

        assertThat(beacon("page_view").text("page_title")).isEqualTo("ü".repeat(255));
    }

    @Test
    void addressThatIsTooLongGoesWithoutItsQuery() {
        serve("/long", TAG);
        page.navigate(site.url("/long?q=" + "%C3%BC".repeat(500)));

        assertThat(beacon("page_view").text("page_url")).isEqualTo(site.url("/long"));
    }

    @Test
    void pathThatIsTooLongIsCut() {
        serve("/" + "p".repeat(3000), TAG);
        page.navigate(site.url("/" + "p".repeat(3000)));

        assertThat(beacon("page_view").text("page_url")).hasSize(2048).startsWith(site.url("/pppp"));
    }

    @Test
    void pageOpenedInTheBackgroundSaysSo() {
        page.addInitScript(Visibility.HIDDEN);
        open(TAG);

        assertThat(beacon("page_view").body().get("hidden").asBoolean()).isTrue();
    }

    @Test
    void scriptMayHaveAnyName() {
        open("<script async src='/elsewhere/stats.4711.js?v=1' data-pixel='shop'></script>");

        assertThat(beacon("page_view").path()).isEqualTo("/elsewhere/event");
    }

    @Test
    void endpointIsAnotherBaseWithOrWithoutASlash() {
        open("<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-endpoint='"
                + site.foreignUrl("/elsewhere") + "'></script>");
        assertThat(beacon(1).path()).isEqualTo("/elsewhere/event");

        open("<script defer src='/livevisitors/pixel.js' data-pixel='shop' data-endpoint='/t/pixel/'></script>");
        assertThat(beacon(b -> b.path().equals("/t/pixel/event")).type()).isEqualTo("page_view");
    }

    @Test
    void tagWithoutAPixelSendsNothing() {
        open("<script defer src='/livevisitors/pixel.js'></script>");

        assertNothingSent();
    }
}
