package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.pixeljs.PixelScripts;
import io.livevisitors.servlet.Call.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelScriptTest {

    private final Site site = Site.start(Site.settings());

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void pixelIsServedToAnyPage() {
        Answer answer = site.call("GET", "/pixel.js").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(PixelScripts.pixel());
        assertThat(answer.contentType()).isEqualTo("text/javascript;charset=utf-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f]{24}\"");
        assertThat(answer.has("Set-Cookie")).isFalse();
    }

    @Test
    void headHasTheHeadersAlone() {
        Answer answer = site.call("HEAD", "/pixel.js").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(PixelScripts.pixel().length));
        assertThat(answer.has("ETag")).isTrue();
    }

    @Test
    void pixelIsCompressedForWhoTakesIt() throws IOException {
        Answer answer = site.call("GET", "/pixel.js")
                .header("Accept-Encoding", "gzip, br")
                .send();

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes())
                .isEqualTo(PixelScripts.pixel());
        assertThat(answer.header("ETag"))
                .isNotEqualTo(site.call("GET", "/pixel.js").send().header("ETag"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP|true",
                "x-gzip|true",
                "br;q=1.0, gzip;q=0.5|true",
                "*|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "*, gzip;q=0|false",
                "*;q=0|false",
                "br, deflate|false",
                "gzipped|false",
                ", ;|false"
            })
    void acceptEncodingIsRespected(String accepted, boolean compressed) {
        Answer answer = site.call("GET", "/pixel.js")
                .header("Accept-Encoding", accepted)
                .send();

        assertThat(answer.has("Content-Encoding")).isEqualTo(compressed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "*"})
    void unchangedPixelIsNotSentAgain(String ifNoneMatch) {
        String tag = site.call("GET", "/pixel.js").send().header("ETag");

        Answer answer = site.call("GET", "/pixel.js")
                .header("If-None-Match", ifNoneMatch.formatted(tag))
                .send();

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=3600");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void anotherTagGetsThePixel() {
        Answer answer = site.call("GET", "/pixel.js")
                .header("If-None-Match", "\"0123\"")
                .send();

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void pixelUnderItsHashMayBeKeptForEver() {
        Answer answer =
                site.call("GET", "/pixel." + PixelScripts.hash() + ".js").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(PixelScripts.pixel());
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void unknownHashIsNotFoundAndLoggedOnceWithTheRemedy() {
        try (Log log = new Log()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = site.call("GET", "/pixel.0ld.js").send();
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.text())
                        .isEqualTo("{\"error\":\"unknown_hash\","
                                + "\"message\":\"this version of the pixel is not served here; use pixel.js\"}");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("0ld", "pixel." + PixelScripts.hash() + ".js", PixelScripts.integrity());
        }
    }

    @Test
    void logOfUnknownHashesIsBounded() {
        try (Log log = new Log()) {
            for (int i = 0; i < 40; i++) {
                site.call("GET", "/pixel.x" + i + ".js").send();
            }
            assertThat(log.warnings()).hasSizeBetween(1, 10);
        }
    }

    @Test
    void netSendoSnippetGetsThePixelOfItsId() {
        Answer answer = site.call("GET", "/shop").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo(PixelScripts.forPixel("shop"));
        assertThat(answer.text()).contains("shop", "NetSendo");
        assertThat(answer.contentType()).isEqualTo("text/javascript;charset=utf-8");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.has("ETag")).isTrue();
    }

    @Test
    void unknownPixelHasNoScript() {
        Answer answer = site.call("GET", "/nobody").send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"unknown_pixel\",\"message\":\"there is no pixel of that ID\"}");
        assertThat(answer.contentType()).isEqualTo("application/json;charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pixel.js", "/shop", "/pixel.gif", "/badge.svg", "/count.json", "/api/visitors", "/up"})
    void whatIsReadIsNotWritten(String path) {
        Answer answer = site.call("POST", path).body("text/plain", "x").send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(answer.text()).isEqualTo("{\"error\":\"method_not_allowed\",\"message\":\"use GET, HEAD\"}");
    }

    @Test
    void pixelMayHaveANameOfItsOwn() {
        try (Site named = Site.start(Site.settings(), (context, live) -> {
            ServletHolder holder = new ServletHolder(new PixelServlet(live));
            holder.setInitParameter(PixelServlet.PIXEL_NAME, "hello.js");
            context.addServlet(holder, "/t/pixel/*");
        })) {
            assertThat(named.page("GET", "/t/pixel/hello.js").send().bytes()).isEqualTo(PixelScripts.pixel());
            assertThat(named.page("GET", "/t/pixel/hello." + PixelScripts.hash() + ".js")
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(named.page("GET", "/t/pixel/pixel.js").send().status()).isEqualTo(200);
        }
    }
}
