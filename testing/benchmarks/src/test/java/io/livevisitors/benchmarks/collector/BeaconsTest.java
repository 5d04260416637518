package io.livevisitors.benchmarks.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BeaconsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int REQUESTS = 2_000;

    private final Beacons beacons = new Beacons(3);

    @Test
    void everyRequestIsWholeAndAsLongAsTheUsual() {
        for (String request : requests(Traffic.LIBRARY)) {
            assertThat(request).startsWith("POST /livevisitors/event HTTP/1.1\r\nHost: ");
            String body = body(request);
            assertThat(header(request, "Content-Length")).isEqualTo(String.valueOf(body.length()));
            assertThat(body.length()).isBetween(300, 500);
        }
    }

    @Test
    void oneOfFourEventsIsAPageView() throws Exception {
        int views = 0;
        ByteBuffer out = ByteBuffer.allocate(4_096);
        for (int i = 0; i < REQUESTS; i++) {
            boolean isPageView = beacons.next(Traffic.LIBRARY, out.clear());
            assertThat(json(text(out)).path("event_type").asText()).isEqualTo(isPageView ? "page_view" : "heartbeat");
            views += isPageView ? 1 : 0;
        }
        assertThat(views).isEqualTo(REQUESTS / Beacons.EVENTS_PER_PAGE);
    }

    @Test
    void theSequenceOfEachTabCountsUpWhateverIsPosted() throws Exception {
        Map<String, Long> last = new HashMap<>();
        for (Traffic traffic : Traffic.values()) {
            for (String request : requests(traffic)) {
                JsonNode event = json(request);
                long seq = event.path("seq").asLong();
                Long before = last.put(event.path("tab_id").asText(), seq);
                assertThat(before == null || seq > before).isTrue();
            }
        }
        assertThat(last).hasSize(UserAgents.COUNT + 1);
    }

    @Test
    void theSameFiftyUserAgentsComeAgain() {
        Set<String> userAgents = new HashSet<>();
        requests(Traffic.LIBRARY).forEach(request -> userAgents.add(header(request, "User-Agent")));
        assertThat(userAgents).hasSize(UserAgents.COUNT);
    }

    @Test
    void oneOfTwentyUserAgentsIsNewEachTime() {
        Set<String> userAgents = new HashSet<>();
        for (int run = 0; run < 2; run++) {
            requests(Traffic.NEW_USER_AGENTS).forEach(request -> userAgents.add(header(request, "User-Agent")));
        }
        requests(new Beacons(4), Traffic.NEW_USER_AGENTS)
                .forEach(request -> userAgents.add(header(request, "User-Agent")));
        assertThat(userAgents).hasSize(UserAgents.COUNT + 3 * REQUESTS / Beacons.NEW_EVERY);
    }

    @Test
    void knowsOfWhichTabsAPixelHeard() {
        var unheard = requests(Traffic.EMPTY);
        assertThat(unheard).hasSize(REQUESTS);
        assertThat(beacons.tabs(Traffic.QUIET)).isZero();
        beacons.next(Traffic.DASHBOARDS, ByteBuffer.allocate(4_096));
        assertThat(beacons.tabs(Traffic.SHOWN)).isOne();
        assertThat(beacons.tabs(Traffic.QUIET)).isZero();
    }

    private List<String> requests(Traffic traffic) {
        return requests(beacons, traffic);
    }

    private static List<String> requests(Beacons from, Traffic traffic) {
        List<String> requests = new ArrayList<>();
        ByteBuffer out = ByteBuffer.allocate(4_096);
        for (int i = 0; i < REQUESTS; i++) {
            from.next(traffic, out.clear());
            requests.add(text(out));
        }
        return requests;
    }

    private static String text(ByteBuffer out) {
        return StandardCharsets.US_ASCII.decode(out.flip()).toString();
    }

    private static String body(String request) {
        return request.substring(request.indexOf("\r\n\r\n") + 4);
    }

    private static JsonNode json(String request) throws JsonProcessingException {
        return JSON.readTree(body(request));
    }

    private static String header(String request, String name) {
        return request.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 2);
    }
}
