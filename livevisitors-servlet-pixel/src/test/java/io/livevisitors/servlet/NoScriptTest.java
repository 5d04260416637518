package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Pixel;
import io.livevisitors.model.Visitor;
import io.livevisitors.servlet.Call.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** The image for browsers without script, and the public count. */
class NoScriptTest {

    private final Site site = Site.start(Site.settings());

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void imageCountsAPageView() throws IOException {
        assertImage(site.call(
                        "GET",
                        "/pixel.gif?pixel_id=shop&page_url=https%3A%2F%2Fshop.example%2Fshoes&page_title=Sh%C3%B6es+%26+more")
                .send());

        Visitor visitor = site.snapshot().visitors().get(0);
        assertThat(visitor.pageUrl()).isEqualTo("https://shop.example/shoes");
        assertThat(visitor.pageTitle()).isEqualTo("Shöes & more");
        assertThat(visitor.tabs()).isZero();
        assertThat(site.totals().count()).isEqualTo(1);
        assertThat(site.pageViews()).isEqualTo(1);
    }

    @Test
    void pageIsTheRefererUnlessNamed() throws IOException {
        for (String query : new String[] {"", "&page_url=", "&page_url=%ff"}) {
            assertImage(site.call("GET", "/pixel.gif?pixel_id=shop" + query)
                    .header("Referer", "https://shop.example/hats")
                    .send());
        }

        assertThat(site.totals().pages()).containsOnlyKeys("https://shop.example/hats");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?pixel_id=shop",
                "?pixel_id=&page_url=https%3A%2F%2Fshop.example%2F",
                "?page_url=https%3A%2F%2Fshop.example%2F",
                "?pixel_id=nobody&page_url=https%3A%2F%2Fshop.example%2F",
                "?pixel_id=shop&page_url=ftp%3A%2F%2Fshop.example%2F",
                "?pixel_id=%ff&page_url=https%3A%2F%2Fshop.example%2F",
                "?pixel_id=%&page_url=%",
                "?&&==&"
            })
    void imageComesAlsoWhenNothingIsCounted(String query) {
        // a URI of Java's would refuse some of these
        String answer = RawCall.send(site, "GET /livevisitors/pixel.gif" + query, "");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\n\r\nGIF89a");
        site.assertNothingRecorded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DNT", "Sec-GPC"})
    void whoAsksNotToBeCountedGetsTheImageAlone(String header) throws IOException {
        assertImage(site.call("GET", "/pixel.gif?pixel_id=shop")
                .header("Referer", Events.PAGE)
                .header(header, "1")
                .send());
        site.assertNothingRecorded();
    }

    @Test
    void headOfTheImageCountsNothing() {
        Answer answer = site.call("HEAD", "/pixel.gif?pixel_id=shop")
                .header("Referer", Events.PAGE)
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
        site.assertNothingRecorded();
    }

    @Test
    void imageAndPixelTogetherAreOnePageView() {
        site.call("GET", "/pixel.gif?pixel_id=shop")
                .header("Referer", Events.PAGE)
                .send();
        site.event(Events.pageView()).send();

        assertThat(site.pageViews()).isEqualTo(1);
        assertThat(site.totals().count()).isEqualTo(1);
    }

    private static void assertImage(Answer answer) throws IOException {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/gif");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.bytes())))
                .satisfies(image ->
                        assertThat(image.getWidth() * image.getHeight()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/count.json", "/badge.svg"})
    void countIsNobodysUnlessPublic(String path) {
        for (String query : new String[] {"", "?pixel_id=", "?pixel_id=shop", "?pixel_id=nobody", "?pixel_id=%25"}) {
            Answer answer = site.call("GET", path + query).send();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text())
                    .isEqualTo("{\"error\":\"unknown_pixel\",\"message\":\"there is no public pixel of that ID\"}");
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void publicPixelShowsItsCountFromItsThresholdOn() throws Exception {
        try (Site open = Site.start(Site.settings(Pixel.of(Site.PIXEL).withPublicCount(2)))) {
            visit(open, "a");
            assertThat(count(open)).isEqualTo("{\"count\":null,\"below\":2}");
            assertThat(badge(open)).isEqualTo("fewer than 2 online now");

            visit(open, "b");
            assertThat(count(open)).isEqualTo("{\"count\":2}");
            assertThat(badge(open)).isEqualTo("2 online now");
        }
    }

    private static void visit(Site site, String visitor) {
        assertThat(site.event(Events.pageViewWith(",\"visitor_token\":\"" + visitor + "\""))
                        .send()
                        .status())
                .isEqualTo(204);
    }

    private static String count(Site site) {
        Answer answer = site.call("GET", "/count.json?pixel_id=shop").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json;charset=utf-8");
        assertPublic(answer);
        return answer.text();
    }

    private static String badge(Site site) throws Exception {
        Answer answer = site.call("GET", "/badge.svg?pixel_id=shop").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("image/svg+xml;charset=utf-8");
        assertPublic(answer);
        Element svg = DocumentBuilderFactory.newNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.bytes()))
                .getDocumentElement();
        assertThat(svg.getLocalName()).isEqualTo("svg");
        return svg.getElementsByTagName("text").item(0).getTextContent();
    }

    private static void assertPublic(Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=5");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
}
