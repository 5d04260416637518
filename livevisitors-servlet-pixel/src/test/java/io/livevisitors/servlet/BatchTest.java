package io.livevisitors.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.servlet.Call.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertRefused(send(Events.batch(51)), "events");
    }

    @Test
    void oneBadEventRefusesAll() {
        String good = "{\"event_type\":\"page_view\",\"page_url\":\"" + Events.PAGE + "\"}";
        String bad = "{\"event_type\":\"page_view\",\"page_url\":\"" + Events.PAGE + "\",\"scroll_depth\":101}";

        assertRefused(
                send("{\"pixel_id\":\"shop\",\"events\":[" + good + "," + good + "," + bad + "]}"), "scroll_depth");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pixel_id\":\"shop\"}",
                "{\"pixel_id\":\"shop\",\"events\":{}}",
                "{\"pixel_id\":\"shop\",\"events\":\"page_view\"}",
                "{\"pixel_id\":\"shop\",\"events\":[7]}",
                "{\"pixel_id\":\"shop\",\"events\":[null]}",
                "{\"pixel_id\":\"shop\",\"events\":[[]]}"
            })
    void eventsAreAListOfObjects(String json) {
        assertRefused(send(json), "events");
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
                send(Events.batch(2).replace("\"visitor_token\":\"v\"", "\"visitor_token\":{}")), "visitor_token");
    }

    @Test
    void unknownPixelIsNotFound() {
        Answer answer = send(Events.batch(2).replace("\"shop\"", "\"nobody\""));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("\"error\":\"unknown_pixel\"");
        site.assertNothingRecorded();
    }

    private Answer send(String json) {
        return site.call("POST", "/batch").body("application/json", json).send();
    }

    private void assertRefused(Answer answer, String field) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .matches("\\{\"error\":\"invalid_event\",\"field\":\"" + field + "\",\"message\":\"[^\"<>]{10,}\"}");
        site.assertNothingRecorded();
    }
}
