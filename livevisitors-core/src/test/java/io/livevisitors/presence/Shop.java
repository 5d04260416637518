package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.Browser;
import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.ManualTime;
import io.livevisitors.model.PageView;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.PageViewSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A site with one pixel, whose time stands still until told, and a dashboard that watches it from the start and writes
 * down what is announced.
 */
final class Shop implements AutoCloseable {

    static final String SITE = "https://shop.example";
    /** Where the first browser of a test is, unless it says otherwise. */
    static final String HOME = "192.0.2.1";

    static final Duration GRACE = LiveVisitorsBuilder.DEFAULT_GRACE_PERIOD;
    static final Duration WINDOW = LiveVisitorsBuilder.DEFAULT_ACTIVE_WINDOW;
    static final Duration TAB_TIMEOUT = LiveVisitorsBuilder.DEFAULT_TAB_TIMEOUT;
    static final Duration VISIBLE_BEAT = Duration.ofSeconds(20);
    static final Duration HIDDEN_BEAT = Duration.ofSeconds(60);
    /** How exactly an end is kept. */
    static final Duration SLACK = Duration.ofMillis(500);

    private static final ObjectMapper JSON = new ObjectMapper();

    final ManualTime time;
    final LiveVisitors live;
    private final List<String> announced = new ArrayList<>();
    private final Map<String, String> rows = new TreeMap<>();

    Shop() {
        this(settings -> settings);
    }

    Shop(UnaryOperator<LiveVisitorsBuilder> settings) {
        this(new ManualTime(), settings);
    }

    Shop(ManualTime time, UnaryOperator<LiveVisitorsBuilder> settings) {
        this.time = time;
        this.live = settings.apply(time.builder().pixel("shop")).build();
        var unused = live.gateway().feed("shop").orElseThrow().subscribe(this::hear);
    }

    /** A tab of the browser at {@link #HOME}. */
    Browser tab(String id) {
        return browser(HOME).tab(id);
    }

    /** Another browser, which names no tab until told. */
    Browser browser(String address) {
        return new Browser(live, address);
    }

    /** The server, or an image, sees a page view of a browser. */
    void sees(PageViewSource source, Browser browser, String path) {
        int status = live.gateway()
                .collector()
                .pageView(browser.request("GET", path), PageView.of("shop", SITE + path), source)
                .status();
        assertThat(status).isEqualTo(204);
    }

    /** Lets time pass while a tab beats, the last time at the end. */
    void beat(Browser tab, Duration interval, Duration duration) {
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(interval)) {
            time.advance(interval);
            tab.beats();
        }
    }

    Totals totals() {
        return live.snapshot("shop").totals();
    }

    List<Visitor> visitors() {
        return live.snapshot("shop").visitors();
    }

    /** The one visitor who is here. */
    Visitor only() {
        List<Visitor> visitors = visitors();
        assertThat(visitors).hasSize(1);
        return visitors.get(0);
    }

    /**
     * What was announced since this was asked last, in order: state, tabs and page of a {@code visitor.active}
     * ({@code "idle 2 /tea"}), the reason of a {@code visitor.left} ({@code "gone closed"}). Who only heard the
     * announcements must know what a snapshot shows: that is checked here every time.
     */
    List<String> announced() {
        Map<String, String> here = new TreeMap<>();
        for (Visitor visitor : visitors()) {
            here.put(visitor.visitorToken(), row(json(visitor.toJson())));
        }
        time.run();
        assertThat(rows).as("what a dashboard knows from announcements").isEqualTo(here);
        List<String> heard = List.copyOf(announced);
        announced.clear();
        return heard;
    }

    @Override
    public void close() {
        live.close();
    }

    private void hear(FeedMessage message) {
        JsonNode data = json(message.json());
        if (message.event().equals("visitor.active")) {
            rows.put(data.get("visitor_token").asText(), row(data));
            announced.add(data.get("state").asText() + " " + data.get("tabs").asInt() + " "
                    + data.get("page_url").asText().substring(SITE.length()));
        } else if (message.event().equals("visitor.left")) {
            rows.remove(data.get("visitor_token").asText());
            announced.add("gone " + data.get("reason").asText());
        }
    }

    private static String row(JsonNode visitor) {
        return String.join(
                " ",
                visitor.get("state").asText(),
                visitor.get("tabs").asText(),
                visitor.get("page_url").asText(),
                visitor.get("page_title").asText(),
                visitor.get("page_views").asText());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
