package io.livevisitors.pixeljs;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.pixeljs.Site.Beacon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetSendoTest extends PixelTest {

    @Test
    void snippetIsAPageViewOfItsPixel() {
        open(snippet("7", "/t/pixel"));

        Beacon view = beacon(1);
        assertThat(view.text("pixel_id")).isEqualTo("7");
        assertThat(view.path()).isEqualTo("/t/pixel/event");
        assertThat(view.body().has("visitor_token")).isFalse();
        assertSent("page_view");
    }

    @Test
    void eventsGoWhereTheSnippetSays() {
        open(snippet("7", "/elsewhere"));

        assertThat(beacon(1).path()).isEqualTo("/elsewhere/event");
    }

    @Test
    void tagWithoutTheSnippetIsAPageViewOfThePixelInItsName() {
        open("<script defer src='/t/pixel/my-shop'></script>");

        assertThat(beacon(1).text("pixel_id")).isEqualTo("my-shop");
        assertThat(beacon(1).path()).isEqualTo("/t/pixel/event");
    }

    @Test
    void commandsQueuedBeforeItLoadedAreCarriedOut() {
        open(snippet("7", "/t/pixel")
                + "<script>NetSendo.push(['track', 'product_view', {product_id: '123', product_price: 299,"
                + " custom_data: {colour: 'red'}}])</script>");

        assertSent("page_view", "product_view");
        assertThat(beacon("product_view").body().get("custom_data").toString())
                .isEqualTo("{\"product_id\":\"123\",\"product_price\":299,\"colour\":\"red\"}");
    }

    @Test
    void commandsAfterItLoadedAreCarriedOutAtOnce() {
        open("<script>window.NetSendo = window.NetSendo || []; var kept = NetSendo</script>"
                + snippet("7", "/t/pixel"));
        beacon(1);
        run("kept.push(['track', 'add_to_cart', {cart_value: 598}])");

        assertThat(beacon("add_to_cart").body().at("/custom_data/cart_value").asInt())
                .isEqualTo(598);
        assertThat(page.evaluate("NetSendo.length")).isEqualTo(0);
    }

    @Test
    void visitorStaysAnonymousWhenIdentified() {
        open(snippet("7", "/t/pixel") + "<script>NetSendo.push(['identify', {email: 'ann@example.com'}])</script>");
        beacon(1);
        run("NetSendo.push(['identify', {email: 'ann@example.com'}]); NetSendo.push(['debug'])");

        assertSent("page_view");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['page_view']", "['track', 'page_view']", "['track', 'page_view', {referrer: 'x'}]"})
    void commandForTheFirstPageViewIsNotCountedTwice(String command) {
        open(snippet("7", "/t/pixel") + "<script>NetSendo.push(" + command + ")</script>");
        assertSent("page_view");
        run("NetSendo.push(" + command + ")");

        assertSent("page_view", "page_view");
    }

    @Test
    void commandForARouteIsNotCountedTwice() {
        open(snippet("7", "/t/pixel"));
        beacon(1);
        run("history.pushState({}, '', '/cart'); NetSendo.push(['page_view'])");
        settle();

        assertSent("page_view", "page_view");
        assertThat(beacon(2).text("page_url")).isEqualTo(site.url("/cart"));
    }

    @Test
    void eventNamesAreMadeFit() {
        open(snippet("7", "/t/pixel"));
        beacon(1);
        run("NetSendo.push(['track', 'Clicked “Buy” now!']); NetSendo.push(['track', 'x'.repeat(60)]);"
                + "NetSendo.push(['track', '']); NetSendo.push(['track'])");

        assertSent("page_view", "Clicked_Buy_now_", "x".repeat(50));
    }

    @Test
    void commandCannotCloseTheTab() {
        open(snippet("7", "/t/pixel"));
        beacon(1);
        run("['page_leave', 'opt_out', 'heartbeat', 'visibility'].forEach(name => NetSendo.push(['track', name]))");

        assertSent("page_view");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NetSendo = 7",
                "NetSendo = [null, 7, 'track', [], ['init'], ['init', 7], ['track', {}], ['track', null, 5]]",
                "NetSendo = [['init', {userId: 'a b', apiUrl: 'javascript:alert(1)'}]]"
            })
    void mistakesInTheQueueAreWithoutConsequence(String queue) {
        open("<script>var " + queue + "</script><script defer src='/t/pixel/7'></script>");

        assertThat(beacon("page_view").text("pixel_id")).isEqualTo("7");
        assertThat(beacon("page_view").path()).isEqualTo("/t/pixel/event");
    }

    @Test
    void visitorWhoseBrowserSaysNoIsNotCountedHereEither() {
        page.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})");
        open(snippet("7", "/t/pixel"));
        page.waitForFunction("() => NetSendo._initialized");
        run("NetSendo.push(['page_view']); NetSendo.push(['page_view']); NetSendo.push(['track', 'purchase'])");

        assertNothingSent();
    }

    /** What NetSendo tells its users to paste, as of 2026. */
    private String snippet(String pixelId, String apiPath) {
        return """
                <!-- NetSendo Pixel -->
                <script>
                (function(n,e,t,s,d,o){n.NetSendo=n.NetSendo||[];
                n.NetSendo.push(['init',{userId:%s,apiUrl:'%s'}]);
                var a=e.createElement(t);a.async=1;a.src='%s';
                var m=e.getElementsByTagName(t)[0];m.parentNode.insertBefore(a,m);
                })(window,document,'script');
                </script>
                <!-- End NetSendo Pixel -->
                """.formatted(pixelId, site.url(apiPath), site.url("/t/pixel/" + pixelId));
    }
}
