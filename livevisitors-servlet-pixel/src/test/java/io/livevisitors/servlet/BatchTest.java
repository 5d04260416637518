package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {

    private final Site site = Site.start(Site.settings());

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    void fiftyEventsOfOneVisitorAreTaken() {
        Answer answer = send(Events.batch(50));

        assertThat(answer.text()).isEmpty();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(site.totals().count()).isEqualTo(1);
        assertThat(site.pageViews()).isEqualTo(50);
    }

    @Test
    void fiftyOneAreNone() {
        assertRefused(send(Events.batch(51)), "events", "has 51 events; send at most 50");
    }

    @Test
    void oneBadEventRefusesAll() {
        String good = "{\"event_type\":\"page_view\",\"page_url\":\"" + Events.PAGE + "\"}";
        String bad = "{\"event_type\":\"page_view\",\"page_url\":\"" + Events.PAGE + "\",\"scroll_depth\":101}";

        assertRefused(
                send("{\"pixel_id\":\"shop\",\"events\":[" + good + "," + good + "," + bad + "]}"),
                "scroll_depth",
                "is 101; send 0 to 100");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pixel_id\":\"shop\"}|is missing or empty; send 1 to 50 events",
                "{\"pixel_id\":\"shop\",\"events\":[]}|is missing or empty; send 1 to 50 events",
                "{\"pixel_id\":\"shop\",\"events\":{}}|is no array",
                "{\"pixel_id\":\"shop\",\"events\":\"page_view\"}|is no array",
                "{\"pixel_id\":\"shop\",\"events\":[7]}|holds something that is no object",
                "{\"pixel_id\":\"shop\",\"events\":[null]}|holds something that is no object",
                "{\"pixel_id\":\"shop\",\"events\":[[]]}|holds something that is no object"
            })
    void eventsAreAListOfObjects(String json, String message) {
        assertRefused(send(json), "events", message);
    }

    @Test
    void sharedFieldsBelongToEveryEvent() {
        String json = "{\"user_id\":\"shop\",\"page_url\":\"" + Events.PAGE + "\",\"events\":"
                + "[{\"event_type\":\"page_view\"},{\"event_type\":\"add_to_cart\"}]}";

        assertThat(send(json).status()).isEqualTo(204);
        assertThat(site.totals().events()).containsEntry("add_to_cart", 1);
        assertThat(site.pageViews()).isEqualTo(1);
    }

    @Test
    void sharedFieldsKeepTheirRules() {
        assertRefused(
                send(Events.batch(2).replace("\"visitor_token\":\"v\"", "\"visitor_token\":{}")),
                "visitor_token",
                "is an object; send a string");
    }

    @Test
    void unknownPixelIsNotFound() {
        Answer answer = send(Events.batch(2).replace("\"shop\"", "\"nobody\""));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"unknown_pixel\",\"message\":\"no pixel of that ID exists; check pixel_id\"}");
        site.assertNothingRecorded();
    }

    private Answer send(String json) {
        return site.call("POST", "/batch").body("application/json", json).send();
    }

    private void assertRefused(Answer answer, String field, String message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"invalid_event\",\"field\":\"" + field + "\",\"message\":\"" + message + "\"}");
        site.assertNothingRecorded();
    }
}
