package io.livevisitors.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.benchmarks.collector.UserAgents;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageViewsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PageViews pageViews = new PageViews(3);

    @Test
    void aRequestIsWholeAndCarriesItsNumberWhereItIsLookedFor() throws Exception {
        for (int number : new int[] {0, 7, 123_456}) {
            String request = request(number);
            String body = request.substring(request.indexOf("\r\n\r\n") + 4);
            assertThat(request).startsWith("POST /livevisitors/event HTTP/1.1\r\nHost: ");
            assertThat(header(request, "Content-Length")).isEqualTo(String.valueOf(body.length()));
            JsonNode event = JSON.readTree(body);
            assertThat(event.path("event_type").asText()).isEqualTo("page_view");
            assertThat(header(request, "Referer"))
                    .isEqualTo(event.path("page_url").asText());
            assertThat(PageViews.numberAtEnd(header(request, "Referer"))).isEqualTo(number);
            assertThat(event.path("page_title").asText()).contains(String.format(", view %06d ", number));
            assertThat(event.path("seq").asInt()).isEqualTo(1_000_000 + number);
        }
    }

    @Test
    void fiftyBrowsersTakeTurns() throws Exception {
        Set<String> tabs = new HashSet<>();
        for (int number = 0; number < 3 * UserAgents.COUNT; number++) {
            String request = request(number);
            tabs.add(JSON.readTree(request.substring(request.indexOf("\r\n\r\n") + 4))
                    .path("tab_id")
                    .asText());
        }
        assertThat(tabs).hasSize(UserAgents.COUNT);
    }

    private String request(int number) {
        ByteBuffer out = ByteBuffer.allocate(4_096);
        pageViews.write(number, out);
        return StandardCharsets.US_ASCII.decode(out).toString();
    }

    private static String header(String request, String name) {
        int at = request.indexOf("\r\n" + name + ": ") + name.length() + 4;
        return request.substring(at, request.indexOf("\r\n", at));
    }
}
