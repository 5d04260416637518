package io.livevisitors.samples.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JourneyTest {

    private static final String SHOP = "http://127.0.0.1:18080/";
    private static final Map<String, String> TITLES = new ShopPages("shop").titles();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void beginsWithAPageViewAndClosesEveryTabItOpened(long seed) throws Exception {
        Map<String, String> lastOfTab = new HashMap<>();
        List<JsonNode> events = events(seed);

        events.forEach(event -> lastOfTab.put(
                event.get("tab_id").textValue(), event.get("event_type").textValue()));

        assertThat(events.get(0).get("event_type").textValue()).isEqualTo("page_view");
        assertThat(lastOfTab.values()).containsOnly("page_leave");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void countsUpWithinATab(long seed) throws Exception {
        Map<String, Integer> seqOfTab = new HashMap<>();

        for (JsonNode event : events(seed)) {
            String tab = event.get("tab_id").textValue();
            assertThat(event.get("seq").intValue()).isEqualTo(seqOfTab.merge(tab, 1, Integer::sum));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void isOnePersonOnPagesOfTheShop(long seed) throws Exception {
        List<JsonNode> events = events(seed);

        assertThat(events)
                .extracting(event -> event.get("visitor_token").textValue())
                .containsOnly(events.get(0).get("visitor_token").textValue());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.get("page_url").textValue()).startsWith(SHOP);
            assertThat(event.get("page_title").textValue()).isNotEmpty();
            assertThat(event.get("scroll_depth").intValue()).isBetween(0, 100);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void isNeverSilentLongEnoughToBeGivenUp(long seed) {
        assertThat(plan(seed)).allSatisfy(beacon -> assertThat(beacon.after()).isLessThan(Duration.ofSeconds(60)));
    }

    @Test
    void differsFromShopperToShopper() {
        assertThat(plan(1)).isNotEqualTo(plan(2));
    }

    private static List<Beacon> plan(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Journey.plan(SHOP, "shop", Persona.random(random), TITLES, random);
    }

    private static List<JsonNode> events(long seed) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (Beacon beacon : plan(seed)) {
            events.add(new JsonMapper().readTree(beacon.json()));
        }
        return events;
    }
}
