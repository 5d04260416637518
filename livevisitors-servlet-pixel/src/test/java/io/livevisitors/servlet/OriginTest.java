package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Pixel;
import io.livevisitors.servlet.Call.Answer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WIRE.md section 1, origins: who may send, and what a browser is told. */
class OriginTest {

    private static Site allowing(String... origins) {
        return Site.start(Site.settings(Pixel.of(Site.PIXEL).withAllowedOrigins(origins)));
    }

    @Test
    void withoutASettingTheRequestsOwnHostAndPortMaySend() {
        try (Site site = Site.start(Site.settings())) {
            String own = "127.0.0.1:" + site.port();

            assertTaken(site, "http://" + own);
            assertTaken(site, "https://" + own);
            assertRefused(site, "http://127.0.0.1:" + (site.port() - 1));
            assertRefused(site, "http://127.0.0.1");
            assertRefused(site, "http://127.0.0.1.evil.example:" + site.port());
            assertRefused(site, "http://evil.example");
            assertRefused(site, "null");
            assertRefused(site, "");
            assertRefused(site, "nonsense");
        }
    }

    @Test
    void defaultPortsAreEqualToNone() {
        try (Site site = Site.start(Site.settings())) {
            assertThat(from(site, "https://shop.example")
                            .header("Host", "shop.example")
                            .send()
                            .status())
                    .isEqualTo(204);
            assertThat(from(site, "http://shop.example")
                            .header("Host", "shop.example:80")
                            .send()
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void whoSendsNoOriginPasses() {
        try (Site site = allowing("https://shop.example")) {
            assertThat(site.event(Events.pageView()).send().status()).isEqualTo(204);
            assertThat(site.totals().count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example,   https://shop.example,          true",
        "https://shop.example,   HTTPS://Shop.Example,          true",
        "https://shop.example,   https://shop.example:8443,     false",
        "https://shop.example,   http://shop.example,           false",
        "https://shop.example,   https://www.shop.example,      false",
        "https://shop.example,   https://shop.example.evil.com, false",
        "https://shop.example,   null,                          false",
        "https://*.shop.example, https://www.shop.example,      true",
        "https://*.shop.example, https://evilshop.example,      false",
        "https://*.shop.example, https://shop.example.evil.com, false",
        "https://*.shop.example, http://www.shop.example,       false",
        "shop.example,           https://shop.example,          true",
        "shop.example,           http://shop.example,           true",
        "shop.example,           https://other.example,         false",
        "null,                   null,                          true",
        "null,                   https://shop.example,          false",
        "*,                      https://anyone.example,        true"
    })
    void allowedOriginsAreTheOnlyOnes(String allowed, String origin, boolean taken) {
        try (Site site = allowing(allowed)) {
            if (taken) {
                assertTaken(site, origin);
            } else {
                assertRefused(site, origin);
            }
        }
    }

    @Test
    void withASettingTheOwnHostIsNoExceptionUnlessNamed() {
        try (Site site = allowing("https://shop.example")) {
            assertRefused(site, "http://127.0.0.1:" + site.port());
        }
    }

    @Test
    void refusedOriginIsLoggedOnceWithTheSettingThatWouldAllowIt() {
        try (Log log = new Log();
                Site site = allowing("https://shop.example")) {
            for (int i = 0; i < 3; i++) {
                assertRefused(site, "https://blog.example");
            }
            assertThat(log.warnings())
                    .filteredOn(line -> line.contains("https://blog.example"))
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("allowedOrigin");
        }
    }

    @Test
    void preflightOfEveryPathIsAnswered() {
        try (Site site = allowing("https://shop.example")) {
            for (String path : List.of("/event", "/batch", "/identify")) {
                Answer answer = site.call("OPTIONS", path)
                        .header("Origin", "https://shop.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type")
                        .send();

                assertThat(answer.status()).isEqualTo(204);
                assertThat(answer.bytes()).isEmpty();
                assertCors(answer, "https://shop.example");
                assertThat(answer.header("Access-Control-Allow-Headers")).isEqualToIgnoringCase("content-type");
                assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
                assertThat(answer.header("Access-Control-Max-Age")).matches("[1-9][0-9]*");
            }
            site.assertNothingRecorded();
        }
    }

    @Test
    void everyAnswerMayBeReadByTheAllowedPage() {
        try (Site site = allowing("*")) {
            List<UnaryOperator<Call>> bodies = List.of(
                    call -> call.body("application/json", Events.pageView()),
                    call -> call.body("application/json", "{}"),
                    call -> call.body("application/json", Events.pageView().replace("shop\"", "nobody\"")),
                    call -> call.body("text/html", "x"));
            for (String path : List.of("/event", "/batch", "/identify")) {
                for (UnaryOperator<Call> body : bodies) {
                    Answer answer = body.apply(site.call("POST", path))
                            .header("Origin", "https://any.example")
                            .send();
                    assertCors(answer, "https://any.example");
                }
                assertCors(
                        site.call("PUT", path)
                                .header("Origin", "https://any.example")
                                .send(),
                        "https://any.example");
            }
        }
    }

    @Test
    void refusalOfALongBodyMayBeReadToo() {
        try (Site site = allowing("*")) {
            String answer = RawCall.send(
                    site,
                    "POST /livevisitors/event",
                    "",
                    "Origin: https://any.example",
                    "Content-Type: text/plain",
                    "Content-Length: 100000");

            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("\r\nAccess-Control-Allow-Origin: https://any.example\r\n");
        }
    }

    @Test
    void identifyHasNoPixelToAskSoItTellsNobodyAnything() {
        try (Site site = allowing("https://shop.example")) {
            Answer answer = site.call("POST", "/identify")
                    .header("Origin", "https://shop.example")
                    .body("text/plain", "{}")
                    .send();
            assertThat(answer.status()).isEqualTo(204);
            assertCors(answer, "https://shop.example");
        }
    }

    private static Call from(Site site, String origin) {
        return site.event(Events.pageView()).header("Origin", origin);
    }

    private static void assertTaken(Site site, String origin) {
        Answer answer = from(site, origin).send();
        assertThat(answer.text()).isEmpty();
        assertThat(answer.status()).as(origin).isEqualTo(204);
        assertCors(answer, origin);
    }

    private static void assertCors(Answer answer, String origin) {
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("Origin");
    }

    private static void assertRefused(Site site, String origin) {
        int before = site.pageViews();
        Answer answer = from(site, origin).send();
        assertThat(answer.status()).as(origin).isEqualTo(403);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"origin_not_allowed\","
                        + "\"message\":\"pages of this origin may not send events; the operator can allow it\"}");
        assertThat(site.pageViews()).isEqualTo(before);
    }
}
