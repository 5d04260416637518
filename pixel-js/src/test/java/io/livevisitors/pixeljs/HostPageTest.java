package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pixel among other people's scripts: it is of use to them, and it survives them. */
class HostPageTest extends PixelTest {

    @Test
    void eventOfThePagesOwnCarriesItsData() {
        open(TAG);
        run("livevisitors.track('add_to_cart', {sku: 'A-1', price: 29.9, gift: false})");

        assertThat(beacon("add_to_cart").body().get("custom_data").toString())
                .isEqualTo("{\"sku\":\"A-1\",\"price\":29.9,\"gift\":false}");
        assertThat(beacon("add_to_cart").number("seq")).isEqualTo(2);
    }

    @Test
    void eventMayCarryNoData() {
        open(TAG);
        run("livevisitors.track('signup')");

        assertThat(beacon("signup").body().has("custom_data")).isFalse();
    }

    @Test
    void eventThatCannotBeWrittenIsIgnored() {
        open(TAG);
        run("const round = {}; round.round = round; livevisitors.track('round', round);"
                + "livevisitors.track('big', {n: 10n});"
                + "livevisitors.track('getter', {get x() { throw new Error('no') }});"
                + "livevisitors.track(); livevisitors.track('fine')");
        beacon("fine");

        assertThat(site.beacons()).extracting(Site.Beacon::type).doesNotContain("round", "big", "getter");
    }

    @Test
    void secondScriptOnThePageDoesNothing() {
        open(TAG + TAG + "<script defer src='/elsewhere/pixel.js' data-pixel='other'></script>");
        run("history.pushState({}, '', '/cart')");
        settle();

        assertSent("page_view", "page_view");
        run("livevisitors.track('signup')");
        assertThat(beacon("signup").text("pixel_id")).isEqualTo("shop");
    }

    @Test
    void elementOfTheSameNameDoesNotStopIt() {
        open(TAG + "<body><div id='livevisitors'></div>");

        assertSent("page_view");
        assertThat(page.evaluate("typeof livevisitors.track")).isEqualTo("function");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied') }})",
                "Storage.prototype.getItem = Storage.prototype.setItem = Storage.prototype.removeItem = () => { throw 1 }"
            })
    void closedStorageStopsNeitherCountingNorOptingOut(String browser) {
        page.addInitScript(browser);
        open(TAG);
        beacon(1);
        run("livevisitors.optOut(); livevisitors.start(); livevisitors.track('signup')");
        assertSent("page_view", "opt_out");
        run("livevisitors.optIn()");

        assertThat(beacon(3).type()).isEqualTo("page_view");
    }

    @Test
    void spoiltPrototypesDoNotSpoilTheEvents() {
        page.addInitScript("Object.prototype.toJSON = () => 'spoilt'; Array.prototype.toJSON = () => 'spoilt';"
                + "String.prototype.toJSON = () => 'spoilt'");
        open(TAG);

        assertThat(beacon(1).text("pixel_id")).isEqualTo("shop");
        assertThat(beacon(1).text("page_url")).isEqualTo(site.url("/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "history.pushState = null; history.replaceState = 7",
                "Object.freeze(history)",
                "Object.defineProperty(history, 'pushState', {value: () => {}})",
                "window.performance.now = () => { throw new Error('no') }",
                "delete window.crypto; Object.defineProperty(window, 'crypto', {value: undefined})",
                "window.Blob = undefined",
                "Object.defineProperty(window, 'livevisitors', {value: null})"
            })
    void strangeHostNeverSeesAnException(String host) {
        page.addInitScript(host);
        open(TAG);
        run("if (window.livevisitors) { livevisitors.track('signup') }" + Visibility.HIDE + Visibility.SHOW);
        pass(21);
        page.navigate(site.url("/"));

        assertThat(page.title()).isEqualTo("Title of /");
    }

    @Test
    void historyTakenOverByThePageLaterIsStillFollowed() {
        open(TAG);
        beacon(1);
        run("const ours = history.pushState; history.pushState = function () { return ours.apply(this, arguments) };"
                + "history.pushState({}, '', '/cart')");
        settle();

        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/cart"));
    }

    @Test
    void onlyOneNameIsAddedToThePage() {
        page.addInitScript("window.names = Object.getOwnPropertyNames(window)");
        open(TAG);
        beacon(1);

        assertThat(page.evaluate("Object.getOwnPropertyNames(window).filter(n => !names.includes(n) && n !== 'names')"))
                .isEqualTo(List.of("livevisitors"));
    }

    @Test
    void typesDeclareEveryFunctionThereIs() throws IOException {
        open(TAG);
        List<String> declared = Pattern.compile("^  (\\w+)\\(.*\\): void;$", Pattern.MULTILINE)
                .matcher(PixelScriptsTest.types())
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(page.evaluate("Object.keys(livevisitors)")).isEqualTo(declared);
    }
}
