package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.abuse.Wire.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that are too large, too slow, packed or cut off: bounded while they are read, and nothing of them is kept. */
class BodyAbuseTest {

    private static final int LIMIT = 8 * 1024;
    private static final String TOO_LARGE =
            "{\"error\":\"body_too_large\",\"message\":\"use at most " + LIMIT + " bytes\"}";

    @ParameterizedTest
    @EnumSource(Container.class)
    void anEndlessChunkedBodyIsReadToOneByteOverTheLimit(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            try (Wire wire = site.connect("127.0.0.1")) {
                wire.write(Site.head("POST", Site.EVENT, "Transfer-Encoding: chunked"));
                String chunk = Integer.toHexString(1_024) + "\r\n" + " ".repeat(1_024) + "\r\n";
                for (int i = 0; i <= LIMIT / 1_024; i++) {
                    wire.write(chunk);
                }
                assertRefused(wire.answer());
            }
            assertThat(site.read().bytes()).isEqualTo(LIMIT + 1);
            site.assertNothingRecorded();
            site.assertStillServes();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aLargerBodyThatTricklesIsReadToOneByteOverTheLimit(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            try (Wire wire = site.connect("127.0.0.1")) {
                wire.write(Site.head("POST", Site.EVENT, "Transfer-Encoding: chunked"));
                for (int i = 0; i <= LIMIT / 64; i++) {
                    wire.write("40\r\n" + " ".repeat(64) + "\r\n");
                }
                assertRefused(wire.answer());
            }
            assertThat(site.read().bytes()).isEqualTo(LIMIT + 1);
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aDeclaredLengthOverTheLimitIsRefusedUnread(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String length : new String[] {String.valueOf(LIMIT + 1), "2147483648", "9223372036854775807"}) {
                try (Wire wire = site.connect("127.0.0.1")) {
                    wire.write(Site.head("POST", Site.EVENT, "Content-Length: " + length));
                    assertRefused(wire.answer());
                }
            }
            assertThat(site.read().bytes()).isZero();
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aLengthThatSaysTooLittleCutsTheBody(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String body = Site.pageView("");
            try (Wire wire = site.connect("127.0.0.1")) {
                wire.write(Site.head("POST", Site.EVENT, "Content-Length: 20") + body);
                assertThat(wire.answer().status()).isEqualTo(400);
            }
            assertThat(site.read().bytes()).isEqualTo(20);
            site.assertNothingRecorded();
            assertThat(site.counted("invalid_event")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JETTY,-1",
        "JETTY,abc",
        "JETTY,9223372036854775808",
        "TOMCAT,-1",
        "TOMCAT,abc",
        "TOMCAT,9223372036854775808"
    })
    void aLengthThatIsNoneIsTheContainersToRefuse(Container container, String length) throws IOException {
        try (Site site = Site.on(container)) {
            try (Wire wire = site.connect("127.0.0.1")) {
                wire.write(Site.head("POST", Site.EVENT, "Content-Length: " + length) + Site.pageView(""));
                assertThat(wire.answer().status()).isEqualTo(400);
            }
            assertThat(site.read().begun()).isZero();
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void lengthAndChunksAtOnceSmuggleNothing(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String body = Site.pageView("");
            String smuggled = Site.head("GET", "/livevisitors/up");
            try (Wire wire = site.connect("127.0.0.1")) {
                wire.write(
                        Site.head("POST", Site.EVENT, "Content-Length: " + body.length(), "Transfer-Encoding: chunked")
                                + "0\r\n\r\n" + smuggled);
                Answer answer = wire.answer();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(wire.isClosed()).isTrue();
            }
            assertThat(site.read().begun()).isLessThanOrEqualTo(1);
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JETTY,gzip",
        "JETTY,GZIP",
        "JETTY,deflate",
        "JETTY,br",
        "JETTY,'identity, gzip'",
        "TOMCAT,gzip",
        "TOMCAT,br"
    })
    void packedBodiesAreRefusedAndNeverUnpacked(Container container, String coding) throws IOException {
        try (Site site = Site.on(container)) {
            byte[] bomb = gzip(Site.pageView(",\"x\":\"" + " ".repeat(4_000_000) + '"'));
            assertThat(bomb).hasSizeLessThan(LIMIT);
            Answer answer = site.post(bomb, "Content-Encoding: " + coding);
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"unsupported_content_encoding\","
                            + "\"message\":\"send the body as it is, without Content-Encoding\"}");
            assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
            assertThat(site.read().bytes()).isEqualTo(bomb.length);
            site.assertNothingRecorded();
            assertThat(site.post(Site.pageView(""), "Content-Encoding: identity")
                            .status())
                    .isEqualTo(204);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aPackedBodyWithoutItsHeaderIsNoJson(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            assertThat(site.post(gzip(Site.pageView(""))).status()).isEqualTo(400);
            site.assertNothingRecorded();
        }
    }

    /** The container's own timeout frees the thread that waits: Jetty's idleTimeout, Tomcat's connectionTimeout. */
    @ParameterizedTest
    @EnumSource(Container.class)
    void aBodyThatStopsHoldsItsThreadNoLongerThanTheContainersTimeout(Container container) throws IOException {
        try (Site site = Site.impatient(container, Duration.ofSeconds(1));
                Wire wire = site.connect("127.0.0.1")) {
            long start = System.nanoTime();
            wire.write(Site.head("POST", Site.EVENT, "Content-Length: 500")
                    + Site.pageView("").substring(0, 50));
            // Tomcat sets the status itself where a read times out
            assertThat(wire.answer().status()).isEqualTo(container == Container.TOMCAT ? 408 : 400);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(20));
            await().untilAsserted(() -> assertThat(site.read().busy()).isZero());
            site.assertNothingRecorded();
            assertThat(site.counted("invalid_event")).isEqualTo(1);
            site.assertStillServes();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aBodyThatIsCutOffIsNotTakenForAWhole(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String body = Site.pageView("");
            try (Wire wire = site.connect("127.0.0.1")) {
                // the whole event comes, and less than was said
                wire.write(Site.head("POST", Site.EVENT, "Content-Length: " + (body.length() + 10)) + body);
                wire.end();
                var unused = wire.isClosed();
            }
            site.assertStillServes();
            assertThat(site.count()).isEqualTo(1);
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo(TOO_LARGE);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
