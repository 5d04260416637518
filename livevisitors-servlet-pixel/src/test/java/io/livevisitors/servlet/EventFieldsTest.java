package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of WIRE.md section 2: at its bound, one over, of another type, missing. */
class EventFieldsTest {

    private static final String LONGEST_ID = "p".repeat(64);

    private final Site site = Site.start(Site.settings().pixel(LONGEST_ID).pixel("42"));

    @AfterEach
    void stop() {
        site.close();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                        missing("pixel_id", "is missing; send the ID of your pixel"),
                        wrong(
                                "pixel_id",
                                "use 1 to 64 of A-Z, a-z, 0-9, '_' and '-'",
                                quoted(""),
                                quoted("p".repeat(65)),
                                quoted("sh op"),
                                quoted("a/b")),
                        wrong("pixel_id", "is a boolean; send a string or an integer", "true"),
                        wrong("pixel_id", "is a number; send a string or an integer", "1.5"),
                        wrong("pixel_id", "is an object; send a string or an integer", "{}"),
                        wrong("pixel_id", "is an array; send a string or an integer", "[\"shop\"]"),
                        missing(
                                "event_type",
                                "is missing; send page_view, heartbeat, visibility, page_leave, engagement, opt_out or a name of your own"),
                        wrong(
                                "event_type",
                                "use 1 to 50 of A-Z, a-z, 0-9 and '_.:-'",
                                quoted(""),
                                quoted("e".repeat(51)),
                                quoted("add to cart"),
                                quoted("é")),
                        wrong("event_type", "is an integer; send a string", "7"),
                        wrong("event_type", "is a boolean; send a string", "true"),
                        wrong("event_type", "is an object; send a string", "{}"),
                        missing("page_url", "is missing; send the page's absolute http or https URL"),
                        wrong("page_url", "is missing; send the page's absolute http or https URL", quoted("")),
                        wrong("page_url", "has 2049 characters; send at most 2048", quoted(url(2049))),
                        wrong(
                                "page_url",
                                "is no absolute http or https URL",
                                quoted("/shoes"),
                                quoted("shop.example"),
                                quoted("ftp://shop.example/"),
                                quoted("javascript:alert(1)"),
                                quoted("data:text/html,x"),
                                quoted("http://")),
                        wrong("page_url", "is an integer; send a string", "7"),
                        wrong("page_url", "is an object; send a string", "{}"),
                        wrong("page_title", "is an integer; send a string", "7"),
                        wrong("page_title", "is an object; send a string", "{}"),
                        wrong("page_title", "is an array; send a string", "[]"),
                        wrong("referrer", "has 2049 characters; send at most 2048", quoted(url(2049))),
                        wrong("referrer", "is an integer; send a string", "7"),
                        wrong("visitor_token", "has 65 characters; send at most 64", quoted("v".repeat(65))),
                        wrong("visitor_token", "is an object; send a string", "{}"),
                        wrong("visitor_token", "is a boolean; send a string", "true"),
                        wrong("session_id", "has 65 characters; send at most 64", quoted("s".repeat(65))),
                        wrong("session_id", "is an object; send a string", "{}"),
                        wrong("tab_id", "has 65 characters; send at most 64", quoted("t".repeat(65))),
                        wrong("tab_id", "is an object; send a string", "{}"),
                        wrong("seq", "is a string; send an integer", quoted("x")),
                        wrong("seq", "is a number; send an integer", "1.5"),
                        wrong("seq", "is a boolean; send an integer", "true"),
                        wrong("seq", "is a number; send an integer", "1e99"),
                        wrong("hidden", "is a string; send true or false", quoted("yes")),
                        wrong("hidden", "is an integer; send true or false", "1"),
                        wrong(
                                "screen_resolution",
                                "has 21 characters; send at most 20",
                                quoted("1234567890x1234567890")),
                        wrong("screen_resolution", "use WxH in pixels, such as 1440x900", quoted("wide"), quoted("1x")),
                        wrong("screen_resolution", "is an integer; send a string", "7"),
                        wrong("max_touch_points", "is -1; send 0 to 256", "-1"),
                        wrong("max_touch_points", "is 257; send 0 to 256", "257"),
                        wrong("max_touch_points", "is a number; send an integer", "1.5"),
                        wrong("max_touch_points", "is a string; send an integer", quoted("five")),
                        wrong("platform", "has 41 characters; send at most 40", quoted("p".repeat(41))),
                        wrong("platform", "is an integer; send a string", "7"),
                        wrong("webdriver", "is a string; send true or false", quoted("no")),
                        wrong("webdriver", "is an integer; send true or false", "0"),
                        wrong("language", "has 36 characters; send at most 35", quoted("l".repeat(36))),
                        wrong("language", "is an integer; send a string", "7"),
                        wrong("timezone", "has 101 characters; send at most 100", quoted("t".repeat(101))),
                        wrong("timezone", "is an integer; send a string", "7"),
                        wrong("time_on_page", "is -1; send 0 or more", "-1"),
                        wrong("time_on_page", "is a number; send an integer", "1.5"),
                        wrong("time_on_page", "is a string; send an integer", quoted("long")),
                        wrong("scroll_depth", "is -1; send 0 to 100", "-1"),
                        wrong("scroll_depth", "is 101; send 0 to 100", "101"),
                        wrong("scroll_depth", "is a number; send an integer", "1.5"),
                        wrong("scroll_depth", "is a string; send an integer", quoted("deep")),
                        wrong("custom_data", "is an array; send an object", "[]"),
                        wrong("custom_data", "is a string; send an object", quoted("x")),
                        wrong("custom_data", "is an integer; send an object", "7"))
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void fieldThatBreaksItsRuleIsNamedAndNothingIsKept(String field, String value, String json, String message) {
        Answer answer = site.event(json).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"invalid_event\",\"field\":\"" + field + "\",\"message\":\"" + message + "\"}");
        assertThat(answer.header("Content-Type")).startsWithIgnoringCase("application/json");
        site.assertNothingRecorded();
    }

    static Stream<Arguments> taken() {
        return Stream.of(
                        fine("pixel_id", quoted("shop")),
                        fine("event_type", quoted("e".repeat(50)), quoted("Add.to:cart_1-x"), quoted("heartbeat")),
                        fine(
                                "page_url",
                                quoted(url(2048)),
                                quoted("http://shop.example"),
                                quoted("HTTPS://shop.example/")),
                        fine("page_title", quoted(""), quoted("t".repeat(255)), quoted("t".repeat(256))),
                        fine("referrer", quoted(""), quoted(url(2048)), quoted("https://search.example/?q=secret")),
                        fine("visitor_token", quoted("v".repeat(64))),
                        fine("session_id", quoted("s".repeat(64))),
                        fine("tab_id", quoted("t".repeat(64))),
                        fine("seq", "0", "1", "9007199254740991"),
                        fine("hidden", "true", "false"),
                        fine("screen_resolution", quoted("1x1"), quoted("1234567890x123456789")),
                        fine("max_touch_points", "0", "256"),
                        fine("platform", quoted("p".repeat(40))),
                        fine("webdriver", "false"),
                        fine("language", quoted("l".repeat(35)), quoted("de-CH")),
                        fine("timezone", quoted("t".repeat(100)), quoted("Europe/Zurich")),
                        fine("time_on_page", "0", "86400"),
                        fine("scroll_depth", "0", "100"),
                        fine("custom_data", "{}", "{\"a\":1,\"b\":{\"nested\":[1]},\"c\":null}"),
                        fine("client_ip", quoted("not read"), "7"),
                        fine("unknown_field", "{\"a\":[1,2]}", "null"))
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("taken")
    void fieldWithinItsRuleIsTaken(String field, String value, String json) {
        Answer answer = site.event(json).send();

        assertThat(answer.text()).isEmpty();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(site.totals().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"42\"", "42"})
    void pixelIdMayBeANumber(String id) {
        for (String name : List.of("pixel_id", "user_id")) {
            String json = Events.pageView().replace("\"pixel_id\":\"shop\"", quoted(name) + ":" + id);
            assertThat(site.event(json).send().status()).isEqualTo(204);
        }
        assertThat(site.live().snapshot("42").totals().count()).isEqualTo(1);
        site.assertNothingRecorded();
    }

    @Test
    void longestPixelIdIsTaken() {
        assertThat(site.event(Events.pageView().replace("shop\"", LONGEST_ID + "\""))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(site.live().snapshot(LONGEST_ID).totals().count()).isEqualTo(1);
    }

    @Test
    void longTitleIsCut() {
        site.event(Events.pageViewWith(",\"page_title\":\"" + "word ".repeat(80) + "\""))
                .send();

        assertThat(site.snapshot().visitors().get(0).pageTitle()).isNotNull().hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void optOutNeedsNoPage() {
        site.event(Events.pageViewWith(",\"visitor_token\":\"v\"")).send();
        assertThat(site.totals().count()).isEqualTo(1);

        String json = "{\"pixel_id\":\"shop\",\"event_type\":\"opt_out\",\"visitor_token\":\"v\"}";
        assertThat(site.event(json).send().status()).isEqualTo(204);

        assertThat(site.snapshot().visitors()).isEmpty();
        assertThat(site.totals().count()).isZero();
        assertThat(site.event(Events.pageViewWith(",\"visitor_token\":\"v\""))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(site.totals().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~|is no JSON object",
                "~ ~|is no JSON object",
                "[]|is no JSON object",
                "null|is no JSON object",
                "7|is no JSON object",
                "\"text\"|is no JSON object",
                "{|is no valid JSON in UTF-8",
                "{\"pixel_id\":\"shop\",}|is no valid JSON in UTF-8",
                "{'pixel_id':'shop'}|is no valid JSON in UTF-8",
                "{\"pixel_id\":\"shop\"} {}|goes on after the JSON object",
                "pixel_id=shop&event_type=page_view|is no valid JSON in UTF-8",
                "<event/>|is no valid JSON in UTF-8"
            })
    void whatIsNoJsonObjectIsABadEvent(String body, String message) {
        for (String path : List.of("/event", "/batch")) {
            Answer answer = site.call("POST", path).body("text/plain", body).send();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text())
                    .isEqualTo("{\"error\":\"invalid_event\",\"field\":\"body\",\"message\":\"" + message + "\"}");
        }
        site.assertNothingRecorded();
    }

    @Test
    void deepJsonIsABadEvent() {
        String json = Events.pageViewWith(",\"custom_data\":" + "[".repeat(3500) + "]".repeat(3500));

        assertThat(site.event(json).send().status()).isEqualTo(400);
        site.assertNothingRecorded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Purpose: prefetch", "Purpose: prefetch", "DNT: 1", "Sec-GPC: 1"})
    void whoAsksNotToBeCountedLeavesNoTrace(String header) {
        String[] nameAndValue = header.split(": ", -1);

        Answer answer = site.event(Events.pageView())
                .header(nameAndValue[0], nameAndValue[1])
                .send();

        assertThat(answer.status()).isEqualTo(204);
        site.assertNothingRecorded();
    }

    @Test
    void robotIsCountedApart() {
        Answer answer = site.event(Events.pageView())
                .header("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
                .send();

        assertThat(answer.status()).isEqualTo(204);
        assertThat(site.totals().robots()).isEqualTo(1);
        assertThat(site.totals().count()).isZero();
        assertThat(site.snapshot().visitors()).isEmpty();
    }

    private static List<Arguments> missing(String field, String message) {
        return List.of(Arguments.of(field, "missing", event(field, null), message));
    }

    private static List<Arguments> wrong(String field, String message, String... values) {
        return Stream.of(values)
                .map(value -> Arguments.of(field, shown(value), event(field, value), message))
                .toList();
    }

    private static List<Arguments> fine(String field, String... values) {
        return Stream.of(values)
                .map(value -> Arguments.of(field, shown(value), event(field, value)))
                .toList();
    }

    private static String shown(String value) {
        return value.length() > 60 ? value.length() + " characters" : value;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String url(int length) {
        String start = "https://shop.example/";
        return start + "a".repeat(length - start.length());
    }

    /** A page view with that field's value instead of a good one; null leaves the field out. */
    private static String event(String field, @Nullable String value) {
        StringBuilder json = new StringBuilder();
        for (String[] member : new String[][] {
            {"pixel_id", "\"shop\""}, {"event_type", "\"page_view\""}, {"page_url", quoted(Events.PAGE)}
        }) {
            if (!member[0].equals(field)) {
                json.append(json.isEmpty() ? "{" : ",")
                        .append(quoted(member[0]))
                        .append(':')
                        .append(member[1]);
            }
        }
        if (value != null) {
            json.append(json.isEmpty() ? "{" : ",")
                    .append(quoted(field))
                    .append(':')
                    .append(value);
        }
        return json.append('}').toString();
    }
}
