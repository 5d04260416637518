package io.livevisitors.benchmarks.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A browser that the harness plays: one person with one tab at a time. It knows the truth about itself, and since when
 * the server may know it too. Times are those of {@link System#nanoTime()}. Touched by the crowd's thread alone.
 */
final class Browser {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGES = 40;
    private static final String TITLE = "Browser ";
    private static final String[] USER_AGENTS = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
                + " Mobile/15E148 Safari/604.1"
    };

    private final int number;
    private final RandomGenerator random;
    private String tabId = "";
    private long seq;
    private int page;

    /** Whether its page is shown somewhere on a screen, seen or hidden. The truth. */
    boolean open;

    boolean hidden;
    /** Changes of the truth that the server has not acknowledged yet. */
    int changing;
    /** When the server acknowledged the last change. */
    long changedAt;
    /** Requests of any kind without an answer. */
    int unanswered;
    /** Until when the server may hold on to a tab that crashed; {@link Long#MIN_VALUE} if none did. */
    private long ghostUntil = Long.MIN_VALUE;

    @Nullable Future<?> nextBeat;

    @Nullable Departure departure;

    Browser(int number, RandomGenerator random, long now) {
        this.number = number;
        this.random = random;
        this.changedAt = now;
    }

    /** The number in a title that a browser sent; -1 if the title is no browser's. */
    static int numberIn(String title) {
        return title.startsWith(TITLE) ? Integer.parseInt(title.substring(TITLE.length())) : -1;
    }

    /** Of the range that RFC 2544 sets aside for benchmarks. */
    String address() {
        return "198.18." + number / 250 + "." + (number % 250 + 1);
    }

    String userAgent() {
        return USER_AGENTS[number % USER_AGENTS.length];
    }

    /** A new tab, with another page. */
    void openTab() {
        tabId = Long.toString(random.nextLong() >>> 1, 36) + Long.toString(random.nextLong() >>> 1, 36);
        seq = 0;
        page = random.nextInt(PAGES);
        hidden = false;
    }

    /** The next event of the tab, as the pixel writes it. Every second browser names its visitor. */
    String event(String type) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("pixel_id", Host.PIXEL);
        event.put("event_type", type);
        event.put("page_url", "https://shop.example/pages/" + page);
        event.put("page_title", TITLE + number);
        event.put("tab_id", tabId);
        event.put("seq", ++seq);
        event.put("hidden", hidden);
        event.put("screen_resolution", "1440x900");
        event.put("language", "en-GB");
        event.put("timezone", "Europe/London");
        if (number % 2 == 0) {
            event.put("visitor_token", "person-" + number);
        }
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the server may not know its last change, if it was last known to know everything at a time. */
    boolean isUnsettled(long since) {
        return changing > 0 || changedAt - since >= 0;
    }

    /** Notes that a tab crashed which the server may hold until a time. */
    void haunt(long until) {
        ghostUntil = isGhost(until) ? ghostUntil : until;
    }

    /** Whether the server may have held a tab that crashed, at a time. */
    boolean isGhost(long since) {
        return ghostUntil != Long.MIN_VALUE && ghostUntil - since >= 0;
    }
}
