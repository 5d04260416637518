package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.abuse.Wire.Answer;
import io.livevisitors.model.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that no pixel sends. */
class JsonAbuseTest {

    private static final String NO_JSON =
            "{\"error\":\"invalid_event\",\"field\":\"body\",\"message\":\"is no valid JSON in UTF-8\"}";

    @ParameterizedTest
    @EnumSource(Container.class)
    void ofAKeySentTwiceTheLastCounts(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String twice =
                    ",\"page_title\":\"first\",\"page_title\":\"last\",\"pixel_id\":\"none\",\"pixel_id\":\"shop\"";
            assertThat(site.post(Site.pageView(twice)).status()).isEqualTo(204);
            assertThat(only(site).pageTitle()).isEqualTo("last");
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void deepNestingIsPassedOverWhereNothingIsReadAndRefusedWhereSomethingIs(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String deep = "[".repeat(3_500) + "]".repeat(3_500);
            assertThat(site.post(Site.pageView(",\"unknown\":" + deep)).status())
                    .isEqualTo(204);
            assertThat(site.post(Site.pageView(",\"custom_data\":{\"a\":" + deep + "}"))
                            .status())
                    .isEqualTo(204);
            Answer title = site.post(Site.pageView(",\"page_title\":" + deep));
            assertThat(title.status()).isEqualTo(400);
            assertThat(title.body()).contains("\"field\":\"page_title\"", "is an array; send a string");
            assertThat(site.post("{\"a\":".repeat(1_300)).status()).isEqualTo(400);
            assertThat(site.post("[".repeat(8_000)).status()).isEqualTo(400);
            assertThat(site.count()).isEqualTo(1);
            assertThat(site.counted("invalid_event")).isEqualTo(3);
        }
    }

    static Stream<Arguments> notUtf8() {
        return cases(
                bytes("{\"page_title\":\"", 0xff, "\"}"),
                bytes("{\"page_title\":\"", 0xc3, "\"}"),
                bytes("{\"page_title\":\"", 0xe2, 0x82, "\"}"),
                bytes("{\"unknown\":\"", 0xfe, "\"}"),
                bytes("{\"", 0xff, "\":1}"),
                bytes(0x80),
                bytes("{\"page_title\":\"Zo", 0xeb, "\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void notUtf8(Container container, byte[] body) throws IOException {
        try (Site site = Site.on(container)) {
            assertNoJson(site, body);
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void otherCharactersSetsAreNoJson(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String charset : new String[] {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32"}) {
                Answer answer = site.post(
                        Site.pageView("").getBytes(Charset.forName(charset)),
                        "Content-Type: application/json; charset=" + charset);
                assertThat(answer.status()).as(charset).isEqualTo(400);
                assertThat(answer.body()).as(charset).isEqualTo(NO_JSON);
            }
            site.assertNothingRecorded();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void aByteOrderMarkIsPassedOverOnceAndAtTheStart(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            byte[] event = Site.pageView("").getBytes(StandardCharsets.UTF_8);
            byte[] twice = bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, new String(event, StandardCharsets.UTF_8));
            assertNoJson(site, twice);
            assertNoJson(site, bytes(0xef, 0xbb, 0xbf));
            assertNoJson(site, bytes(0xef, 0xbb));
            assertThat(site.post(bytes(0xef, 0xbb, 0xbf, new String(event, StandardCharsets.UTF_8)))
                            .status())
                    .isEqualTo(204);
            assertThat(site.count()).isEqualTo(1);
        }
    }

    static Stream<Arguments> noJson() {
        return cases(
                bytes(""),
                bytes(" "),
                bytes("null"),
                bytes("[]"),
                bytes("1"),
                bytes("\"{}\""),
                bytes("{"),
                bytes("{}{}"),
                bytes("{'pixel_id':'shop'}"),
                bytes("{pixel_id:\"shop\"}"),
                bytes("{\"pixel_id\":\"shop\",}"),
                bytes("{\"pixel_id\":\"shop\"}//"),
                bytes("/**/{\"pixel_id\":\"shop\"}"),
                bytes("{\"seq\":NaN}"),
                bytes("{\"seq\":01}"),
                bytes("{\"seq\":+1}"),
                bytes("{\"page_title\":\"", 0x00, "\"}"),
                bytes("{\"page_title\":\"", 0x0a, "\"}"),
                bytes(0x00, "{}"),
                bytes("{}", 0x00),
                bytes("{\"page_title\":\"\\x41\"}"),
                bytes("{\"page_title\":\"\\u12\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void noJson(Container container, byte[] body) throws IOException {
        try (Site site = Site.on(container)) {
            Answer answer = site.post(body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).startsWith("{\"error\":\"invalid_event\",\"field\":\"body\",\"message\":\"");
            site.assertNothingRecorded();
            assertThat(site.counted("invalid_event")).isEqualTo(1);
        }
    }

    /** The escape is JSON and the character is not shown; half a surrogate pair reaches nobody as broken UTF-8. */
    @ParameterizedTest
    @EnumSource(Container.class)
    void charactersThatAreNoneDoNotGetThrough(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            String title =
                    ",\"page_title\":\"a\\u0000b\\ud800c\\udfffd\\u001be\",\"custom_data\":{\"\\u0000\":\"\\ud800\"}";
            assertThat(site.post(Site.pageView(title)).status()).isEqualTo(204);
            String shown = Objects.requireNonNull(only(site).pageTitle());
            assertThat(shown).doesNotContain("\u0000", "\u001b");
            String json = site.live().snapshot("shop").toJson();
            assertThat(json.chars().filter(c -> c < ' ').count()).isZero();
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(json)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void numbersOutOfRangeAreRefusedByTheirField(Container container) throws IOException {
        try (Site site = Site.on(container)) {
            for (String fieldAndValue : new String[] {
                "seq:-1",
                "seq:9223372036854775808",
                "seq:1e400",
                "seq:1.5",
                "seq:" + "9".repeat(5_000),
                "time_on_page:-1",
                "time_on_page:2147483648",
                "scroll_depth:101",
                "scroll_depth:-0.5",
                "max_touch_points:257",
                "max_touch_points:1e1",
                "seq:\"1\"",
                "hidden:1",
                "screen_resolution:1440"
            }) {
                int colon = fieldAndValue.indexOf(':');
                String field = fieldAndValue.substring(0, colon);
                Answer answer = site.post(Site.pageView(",\"" + field + "\":" + fieldAndValue.substring(colon + 1)));
                assertThat(answer.status()).as(fieldAndValue).isEqualTo(400);
                assertThat(answer.body())
                        .as(fieldAndValue)
                        .startsWith("{\"error\":\"invalid_event\",\"field\":\"" + field + "\"")
                        .hasSizeLessThan(300);
            }
            site.assertNothingRecorded();
            assertThat(site.counted("invalid_event")).isEqualTo(14);
        }
    }

    private static void assertNoJson(Site site, byte[] body) throws IOException {
        long before = site.counted("invalid_event");
        Answer answer = site.post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"error\":\"invalid_event\",\"field\":\"body\",");
        site.assertNothingRecorded();
        assertThat(site.counted("invalid_event")).isEqualTo(before + 1);
    }

    private static Visitor only(Site site) {
        assertThat(site.count()).isEqualTo(1);
        return site.live().snapshot("shop").visitors().get(0);
    }

    private static Stream<Arguments> cases(byte[]... bodies) {
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of(bodies).map(body -> Arguments.of(container, body)));
    }

    /** Texts in ASCII and single bytes. */
    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object part : parts) {
            if (part instanceof Integer b) {
                bytes.write(b);
            } else {
                bytes.writeBytes(part.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return bytes.toByteArray();
    }
}
