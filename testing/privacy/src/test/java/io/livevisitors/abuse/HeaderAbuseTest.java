package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.abuse.Wire.Answer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests whose head is not what a browser sends: methods, types, hosts, origins, and too much of everything. */
class HeaderAbuseTest {

    private static final String ORIGIN_REFUSED =
            "{\"error\":\"origin_not_allowed\",\"message\":\"pages of this origin may"
                    + " not send events; the operator can allow it\"}";

    @ParameterizedTest
    @CsvSource({"JETTY,431", "TOMCAT,400"})
    void aThousandHeadersAreTheContainersToRefuse(Container container, int status) throws IOException {
        try (Site site = Site.on(container)) {
            String[] headers =
                    IntStream.range(0, 1_000).mapToObj(i -> "X-" + i + ": " + i).toArray(String[]::new);
            assertThat(site.post(Site.pageView(""), headers).status()).isEqualTo(status);
            assertNeverCame(site);
        }
    }

    @ParameterizedTest
    @CsvSource({"JETTY,431", "TOMCAT,400"})
    void aHugeHeaderIsTheContainersToRefuse(Container container, int status) throws IOException {
        try (Site site = Site.on(container)) {
            for (String name : List.of("User-Agent", "X-Forwarded-For", "Cookie", "Origin")) {
                try (Wire wire = site.connect("127.0.0.1")) {
                    wire.write(Site.head("POST", Site.EVENT, name + ": " + "x".repeat(20_000)));
                    assertThat(wire.answer().status()).as(name).isEqualTo(status);
                }
            }
            assertNeverCame(site);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aLongUserAgentIsCountedAndCut(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String agent = "User-Agent: " + Site.CHROME + " (((((".repeat(900);
            assertThat(site.post(Site.pageView(""), agent).status()).isEqualTo(204);
            assertThat(site.count()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void onlyPostIsTaken(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String method :
                    List.of("GET", "HEAD", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW", "post")) {
                String body = Site.pageView("");
                try (Wire wire = site.connect("127.0.0.1")) {
                    wire.write(Site.head(method, Site.EVENT, "Content-Length: " + body.length()) + body);
                    Answer answer = method.equals("HEAD") ? wire.answerToHead() : wire.answer();
                    assertThat(answer.status()).as(method).isEqualTo(405);
                    // Tomcat answers TRACE itself
                    if (!method.equals("TRACE")) {
                        assertThat(answer.header("Allow")).as(method).isEqualTo("POST, OPTIONS");
                    }
                    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
                }
            }
            site.assertNothingRecorded();
            site.assertStillServes();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aMethodInTheHeaderOrQueryChangesNothing(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String path : List.of(Site.EVENT, Site.EVENT + "?_method=POST")) {
                try (Wire wire = site.connect("127.0.0.1")) {
                    wire.write(Site.head("GET", path, "X-HTTP-Method-Override: POST"));
                    assertThat(wire.answer().status()).isEqualTo(405);
                }
            }
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void otherTypesAreRefused(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String type : List.of(
                    "",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "multipart/form-data",
                    "text/html",
                    "application/xml",
                    "application/json, text/html",
                    "application/jsonx",
                    "*/*",
                    ";",
                    "/")) {
                Answer answer = site.post(Site.pageView(""), "Content-Type: " + type);
                assertThat(answer.status()).as(type).isEqualTo(415);
                assertThat(answer.body()).as(type).startsWith("{\"error\":\"unsupported_media_type\"");
            }
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void originsThatWereNotAllowedAreRefused(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            List<String> origins = List.of(
                    "https://evil.example",
                    "null",
                    "NULL",
                    "",
                    "localhost",
                    "http://localhost.evil.example",
                    "http://localhost@evil.example",
                    "http://evil.example#localhost",
                    "http://localhost/page",
                    "http://localhost:99999",
                    "file://",
                    "javascript:alert(1)",
                    "http://localhost, https://evil.example",
                    "http://local%68ost");
            for (String origin : origins) {
                Answer answer = site.post(Site.pageView(""), "Origin: " + origin);
                assertThat(answer.status()).as(origin).isEqualTo(403);
                assertThat(answer.body()).isEqualTo(ORIGIN_REFUSED);
                assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
            }
            assertThat(site.post(Site.pageView(""), "Origin: http://localhost", "Origin: https://evil.example")
                            .status())
                    .isEqualTo(403);
            assertThat(site.post(Site.pageView(""), "Origin: http://localhost", "Origin: http://localhost")
                            .status())
                    .isEqualTo(403);
            site.assertNothingRecorded();
            assertThat(site.counted("origin_not_allowed")).isEqualTo(origins.size() + 2L);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aMissingOriginAndTheHostsOwnPass(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            assertThat(site.post(Site.pageView("")).status()).isEqualTo(204);
            assertThat(site.post(Site.pageView(""), "Origin: http://localhost").status())
                    .isEqualTo(204);
            assertThat(site.post(Site.pageView(""), "Origin: HTTP://LOCALHOST:80")
                            .status())
                    .isEqualTo(204);
        }
    }

    /** Without a setting a page may send to the host it came from, whatever that calls itself; a setting is what pins it. */
    @ParameterizedTest
    @EnumSource(Container.class)
    void aForgedHostOpensNothingThatIsPinned(Container container) throws IOException {
        try (Site site = Site.with(container, builder -> builder.allowedOrigins("https://shop.example"))) {
            for (String forged :
                    List.of("Host: evil.example", "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example")) {
                assertThat(site.post(Site.pageView(""), forged, "Origin: https://evil.example")
                                .status())
                        .as(forged)
                        .isEqualTo(403);
            }
            site.assertNothingRecorded();
            assertThat(site.post(Site.pageView(""), "Host: evil.example", "Origin: https://shop.example")
                            .status())
                    .isEqualTo(204);
        }
        try (Site site = Site.on(container)) {
            assertThat(site.post(Site.pageView(""), "X-Forwarded-Host: evil.example", "Origin: https://evil.example")
                            .status())
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aHostThatIsNoneIsTheContainersToRefuse(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String body = Site.pageView("");
            for (String host :
                    List.of("Host: a b", "Host: a\r\nHost: b", "Host: <script>", "Host: a:port", "X-None: 1")) {
                try (Wire wire = site.connect("127.0.0.1")) {
                    wire.write("POST " + Site.EVENT + " HTTP/1.1\r\n" + host + "\r\n" + Site.JSON
                            + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    assertThat(wire.answer().status()).as(host).isEqualTo(400);
                }
            }
            assertNeverCame(site);
        }
    }

    private static void assertNeverCame(Site site) throws IOException {
        assertThat(site.read().begun()).isZero();
        site.assertNothingRecorded();
        site.assertStillServes();
    }
}
