package io.livevisitors.samples.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One simulated shopper's way through the shop, from the first page view to the closing of the tab: everything that the
 * pixel in a real browser would send, in order. Made by one thread and used once; {@link #plan} is all there is to call.
 */
final class Journey {

    private static final int HEARTBEAT_SECONDS = 20;
    private static final int MAX_PAGES = 7;
    private static final String PLANNER = "/windowsill/";
    private static final List<String> FACINGS = List.of("north", "east", "south", "west");
    private static final ObjectMapper JSON = new JsonMapper();

    private final String origin;
    private final String pixelId;
    private final Persona persona;
    private final Map<String, String> titles;
    private final List<String> paths;
    private final RandomGenerator random;
    private final List<Beacon> beacons = new ArrayList<>();
    private final String visitorToken;

    private String tab = "";
    private int seq;
    private String path = "/";
    private String title = "";
    private String referrer;
    private int secondsOnPage;
    private int depth;
    private long waitMillis;

    private Journey(
            String shopUrl, String pixelId, Persona persona, Map<String, String> titles, RandomGenerator random) {
        this.origin = shopUrl.substring(0, shopUrl.length() - 1);
        this.pixelId = pixelId;
        this.persona = persona;
        this.titles = titles;
        this.paths = titles.keySet().stream().sorted().toList();
        this.random = random;
        this.visitorToken = hex();
        this.referrer = persona.referrer();
    }

    /**
     * What this persona's browser sends; never empty, begins with a page view and ends with a leave.
     *
     * @param shopUrl address of the home page, with a slash at its end
     * @param titles the shop's paths, each with its title
     */
    static List<Beacon> plan(
            String shopUrl, String pixelId, Persona persona, Map<String, String> titles, RandomGenerator random) {
        return new Journey(shopUrl, pixelId, persona, titles, random).walk();
    }

    private List<Beacon> walk() {
        int pages = 1 + random.nextInt(MAX_PAGES);
        String next = random.nextInt(3) > 0 ? "/" : anyPath();
        for (int i = 0; i < pages; i++) {
            open(next);
            if (next.equals(PLANNER)) {
                plan();
            }
            leave();
            next = anyPath();
        }
        return List.copyOf(beacons);
    }

    /** A page load: a tab's memory does not outlive its page, so every load is a new tab to the pixel. */
    private void open(String newPath) {
        tab = hex();
        seq = 0;
        show(newPath, titles.getOrDefault(newPath, ""));
        stay(5 + random.nextInt(50));
    }

    /** The single-page part: further views in the same tab. */
    private void plan() {
        String facing = FACINGS.get(random.nextInt(FACINGS.size()));
        show(PLANNER + facing, "Plants for a window facing " + facing + " | Fernweh");
        stay(4 + random.nextInt(20));
        show(PLANNER + facing + "/care", "Looking after a windowsill facing " + facing + " | Fernweh");
        stay(4 + random.nextInt(20));
    }

    private void show(String newPath, String newTitle) {
        path = newPath;
        title = newTitle;
        secondsOnPage = 0;
        depth = 20 + random.nextInt(30);
        send("page_view", false);
        referrer = origin + path;
    }

    private void stay(int seconds) {
        boolean looksAway = seconds > 30 && random.nextInt(4) == 0;
        if (looksAway) {
            pass(8);
            send("visibility", true);
            waitMillis += 1000L * (5 + random.nextInt(20));
            send("visibility", false);
        }
        int left = looksAway ? seconds - 8 : seconds;
        for (; left > HEARTBEAT_SECONDS; left -= HEARTBEAT_SECONDS) {
            pass(HEARTBEAT_SECONDS);
            send("heartbeat", false);
        }
        pass(left);
    }

    private void pass(int seconds) {
        secondsOnPage += seconds;
        waitMillis += 1000L * seconds;
        depth = Math.min(100, depth + random.nextInt(30));
    }

    private void leave() {
        send("page_leave", false);
        waitMillis += 150 + random.nextInt(500);
    }

    private void send(String type, boolean hidden) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("pixel_id", pixelId);
        event.put("event_type", type);
        event.put("page_url", origin + path);
        event.put("page_title", title);
        event.put("referrer", referrer);
        event.put("visitor_token", visitorToken);
        event.put("tab_id", tab);
        event.put("seq", ++seq);
        event.put("hidden", hidden);
        event.put("screen_resolution", persona.screen());
        event.put("max_touch_points", persona.touchPoints());
        event.put("platform", persona.platform());
        event.put("webdriver", false);
        event.put("language", persona.language());
        event.put("timezone", persona.timezone());
        event.put("time_on_page", secondsOnPage);
        event.put("scroll_depth", depth);
        beacons.add(new Beacon(Duration.ofMillis(waitMillis), json(event)));
        waitMillis = 0;
    }

    private String anyPath() {
        return paths.get(random.nextInt(paths.size()));
    }

    private String hex() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String json(Map<String, Object> event) {
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text, numbers and booleans are always JSON", e);
        }
    }
}
