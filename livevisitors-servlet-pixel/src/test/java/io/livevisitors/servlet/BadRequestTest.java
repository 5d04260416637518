package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal of WIRE.md section 2 that is not about a field, an origin or a rate. */
class BadRequestTest {

    private static final int EVENT_BYTES = 8 * 1024;
    private static final int BATCH_BYTES = 64 * 1024;

    private final Site site = Site.start(Site.settings());

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "event,GET",
        "event,HEAD",
        "event,PUT",
        "event,DELETE",
        "event,PATCH",
        "event,TRACE",
        "batch,GET",
        "batch,PUT",
        "identify,GET",
        "identify,DELETE"
    })
    void eventsAreOnlyPosted(String path, String method) {
        Answer answer = site.call(method, "/" + path).send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, OPTIONS");
        if (!method.equals("HEAD")) {
            assertThat(answer.text()).isEqualTo("{\"error\":\"method_not_allowed\",\"message\":\"use POST, OPTIONS\"}");
        }
        site.assertNothingRecorded();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8;x=y",
                "text/plain",
                "text/plain;charset=UTF-8",
                "TEXT/Plain ; Charset=utf-8"
            })
    void jsonMayCallItselfText(String contentType) {
        for (String path : new String[] {"/event", "/batch"}) {
            String json = path.equals("/event") ? Events.pageView() : Events.batch(1);
            Answer answer = site.call("POST", path).body(contentType, json).send();

            assertThat(answer.status()).as(path).isEqualTo(204);
            assertThat(answer.bytes()).isEmpty();
            assertThat(answer.has("Content-Type")).isFalse();
            assertThat(answer.has("Set-Cookie")).isFalse();
        }
        assertThat(site.pageViews()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp",
                "application/ld+json",
                "text/html",
                "text/plain, application/json",
                "json",
                "*/*"
            })
    void otherTypesAreRefused(String contentType) {
        for (String path : new String[] {"/event", "/batch"}) {
            assertUnsupported(
                    site.call("POST", path).body(contentType, Events.pageView()).send());
        }
        site.assertNothingRecorded();
    }

    @Test
    void bodyWithoutTypeIsRefused() {
        assertUnsupported(
                site.call("POST", "/event").bodyWithoutType(Events.pageView()).send());
        site.assertNothingRecorded();
    }

    private static void assertUnsupported(Answer answer) {
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"unsupported_media_type\","
                        + "\"message\":\"use Content-Type application/json or text/plain\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "/event," + EVENT_BYTES + ",false",
        "/event," + EVENT_BYTES + ",true",
        "/batch," + BATCH_BYTES + ",false",
        "/batch," + BATCH_BYTES + ",true"
    })
    void bodyMayHaveItsMostBytesAndNotOneMore(String path, int most, boolean chunked) {
        String json = path.equals("/event") ? Events.pageView() : Events.batch(1);

        Call call = site.call("POST", path);
        String longest = Events.paddedTo(most, json);
        assertThat((chunked ? call.chunked("text/plain", longest) : call.body("text/plain", longest))
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(site.pageViews()).isEqualTo(1);

        String tooLong = Events.paddedTo(most + 1, json);
        String answer = RawCall.send(
                site,
                "POST /livevisitors" + path,
                chunked ? Integer.toHexString(most + 1) + "\r\n" + tooLong + "\r\n0\r\n\r\n" : tooLong,
                "Content-Type: text/plain",
                chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + (most + 1));
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .endsWith("{\"error\":\"body_too_large\",\"message\":\"use at most " + most + " bytes\"}");
        assertThat(site.pageViews()).isEqualTo(1);
    }

    @Test
    void declaredLengthIsRefusedBeforeTheBodyComes() {
        String answer = RawCall.send(
                site,
                "POST /livevisitors/event",
                "",
                "Content-Type: text/plain",
                "Content-Length: 1000000000",
                "Connection: keep-alive");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"error\":\"body_too_large\"");
        assertThat(answer).contains("\r\nConnection: close\r\n");
        site.assertNothingRecorded();
    }

    @Test
    void endlessBodyIsReadNoFurtherThanItsBound() {
        String chunk = Integer.toHexString(EVENT_BYTES + 1) + "\r\n" + " ".repeat(EVENT_BYTES + 1) + "\r\n";
        String answer = RawCall.send(
                site,
                "POST /livevisitors/event",
                chunk,
                "Content-Type: text/plain",
                "Transfer-Encoding: chunked",
                "Connection: keep-alive");

        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\r\nConnection: close\r\n");
        site.assertNothingRecorded();
    }

    @Test
    void brokenFramingIsABadEvent() {
        String answer = RawCall.send(
                site,
                "POST /livevisitors/event",
                "zz\r\n" + Events.pageView(),
                "Content-Type: text/plain",
                "Transfer-Encoding: chunked");

        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("Exception", "<html", "at io.", "at org.");
        site.assertNothingRecorded();
    }

    @Test
    void unknownPixelIsNotFound() {
        Answer answer =
                site.event(Events.pageView().replace("\"shop\"", "\"nobody\"")).send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"unknown_pixel\",\"message\":\"no pixel of that ID exists; check pixel_id\"}");
        site.assertNothingRecorded();
    }

    @Test
    void identifyTakesNothing() {
        String body = "{\"pixel_id\":\"shop\",\"email\":\"jane@example.com\"}";

        for (String type : new String[] {"application/json", "text/plain", "application/x-www-form-urlencoded"}) {
            Answer answer = site.call("POST", "/identify").body(type, body).send();
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.bytes()).isEmpty();
        }
        site.assertNothingRecorded();
    }

    @Test
    void identifyDoesNotReadWhatItDiscards() {
        String answer = RawCall.send(
                site, "POST /livevisitors/identify", "", "Content-Type: text/plain", "Content-Length: 1000000");

        assertThat(answer).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void methodIsRefusedBeforeTypeAndTypeBeforeSize() {
        String tooLong = Events.paddedTo(EVENT_BYTES + 1, Events.pageView());
        String[] headers = {"Content-Type: text/html", "Content-Length: " + tooLong.length()};

        assertThat(RawCall.send(site, "PUT /livevisitors/event", tooLong, headers))
                .startsWith("HTTP/1.1 405 ");
        assertThat(RawCall.send(site, "POST /livevisitors/event", tooLong, headers))
                .startsWith("HTTP/1.1 415 ");
        site.assertNothingRecorded();
    }
}
