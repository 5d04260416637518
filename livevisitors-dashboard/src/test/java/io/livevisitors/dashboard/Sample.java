package io.livevisitors.dashboard;

import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Visitors and totals in the shape of the wire contract, section 3. */
final class Sample {

    private static final String[][] PAGES = {
        {"https://shop.example/", "Handmade ceramics"},
        {"https://shop.example/bowls/large-serving-bowl", "Large serving bowl, ash glaze"},
        {"https://shop.example/mugs", "Mugs and cups"},
        {"https://shop.example/cart", "Your cart"},
        {"https://shop.example/journal/why-we-fire-with-wood", "Why we fire with wood"},
        {"https://shop.example/checkout/delivery", "Delivery"},
        {"https://shop.example/plates?glaze=celadon", "Plates"},
    };
    private static final String[][] CLIENTS = {
        {"mobile", "Mobile Safari", "iOS"},
        {"desktop", "Chrome", "Windows"},
        {"mobile", "Chrome Mobile", "Android"},
        {"desktop", "Firefox", "Linux"},
        {"tablet", "Mobile Safari", "iPadOS"},
        {"desktop", "Safari", "Mac OS X"},
    };
    private static final String[] REFERRERS = {"www.google.com/", null, "duckduckgo.com/", "pinterest.com/pin/81", null
    };
    private static final String[] COUNTRIES = {"DE", "FR", "PL", "US", null, "NL", "DE"};

    private Sample() {}

    static long now() {
        return System.currentTimeMillis() / 1000;
    }

    static Map<String, Object> visitor(String token) {
        Map<String, Object> visitor = new LinkedHashMap<>();
        visitor.put("visitor_token", token);
        visitor.put("page_url", "https://shop.example/mugs");
        visitor.put("page_title", "Mugs and cups");
        visitor.put("entry_page", "https://shop.example/");
        visitor.put("referrer", "www.google.com/");
        visitor.put("utm_source", null);
        visitor.put("device_type", "mobile");
        visitor.put("browser", "Firefox");
        visitor.put("os", "Android");
        visitor.put("country", "DE");
        visitor.put("language", "de");
        visitor.put("state", "active");
        visitor.put("tabs", 1);
        visitor.put("page_views", 1);
        visitor.put("time_on_page", 4);
        visitor.put("scroll_depth", 10);
        visitor.put("first_seen", now() - 65);
        visitor.put("last_seen", now());
        visitor.put("timestamp", now());
        return visitor;
    }

    static Map<String, Object> with(Map<String, Object> visitor, String field, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(visitor);
        changed.put(field, value);
        return changed;
    }

    /** A shop's ordinary crowd: the same for the same number. */
    static List<Map<String, Object>> crowd(int size) {
        List<Map<String, Object>> visitors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Map<String, Object> visitor = visitor("visitor-%014d".formatted(i));
            String[] page = PAGES[(i * 5 + i / 3) % PAGES.length];
            String[] client = CLIENTS[(i * 7 + i / 4) % CLIENTS.length];
            visitor.put("page_url", page[0]);
            visitor.put("page_title", page[1]);
            visitor.put("device_type", client[0]);
            visitor.put("browser", client[1]);
            visitor.put("os", client[2]);
            visitor.put("country", COUNTRIES[i % COUNTRIES.length]);
            visitor.put("referrer", REFERRERS[i % REFERRERS.length]);
            visitor.put("state", i % 13 == 12 ? "leaving" : i % 4 == 2 ? "idle" : "active");
            visitor.put("tabs", i % 13 == 12 ? 0 : i % 9 == 1 ? 3 : 1);
            visitor.put("page_views", 1 + i % 5);
            visitor.put("first_seen", now() - 4 - 17L * i - i * i / 7);
            visitors.add(visitor);
        }
        return visitors;
    }

    static Map<String, Object> journey(String token, List<Map<String, Object>> pages) {
        return Map.of("visitor_token", token, "journey", pages, "as_of", now());
    }

    static Map<String, Object> page(String url, @Nullable String title, int seconds, boolean open, long timestamp) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("page_url", url);
        page.put("page_title", title);
        page.put("time_on_page", seconds);
        page.put("open", open);
        page.put("timestamp", timestamp);
        return page;
    }

    static Map<String, Object> snapshot(List<Map<String, Object>> visitors) {
        Map<String, Object> snapshot = stats(visitors);
        snapshot.put("visitors", visitors);
        return snapshot;
    }

    static Map<String, Object> stats(List<Map<String, Object>> visitors) {
        Map<String, Object> totals = new LinkedHashMap<>();
        totals.put("count", visitors.size());
        for (String state : List.of("active", "idle", "leaving")) {
            totals.put(
                    state,
                    visitors.stream().filter(v -> state.equals(v.get("state"))).count());
        }
        totals.put(
                "tabs",
                visitors.stream()
                        .mapToInt(v -> v.get("tabs") instanceof Integer tabs ? tabs : 0)
                        .sum());
        totals.put("automated", visitors.size() / 9);
        totals.put("by_device", tally(visitors, "device_type"));
        totals.put("by_browser", tally(visitors, "browser"));
        totals.put("by_os", tally(visitors, "os"));
        totals.put("by_country", tally(visitors, "country"));
        totals.put("pages", tally(visitors, "page_url"));
        totals.put("referrers", tally(visitors, "referrer"));
        totals.put("events", Map.of());
        totals.put("series", series(visitors.size()));
        totals.put("limits", Map.of("sampled", 0, "evicted", 0, "refused", 0));
        totals.put("as_of", now());
        return totals;
    }

    static List<Map<String, Object>> series(int level) {
        long minute = now() / 60 * 60;
        List<Map<String, Object>> series = new ArrayList<>();
        for (int i = 29; i >= 0; i--) {
            double wave = 0.75 + 0.35 * Math.sin(i / 4.3) + 0.1 * Math.sin(i * 1.7);
            long visitors = Math.round(level * wave);
            series.add(Map.of(
                    "minute",
                    minute - 60L * i,
                    "visitors",
                    visitors,
                    "page_views",
                    Math.round(visitors * (0.45 + 0.2 * Math.sin(i * 2.3)))));
        }
        return series;
    }

    /** What a proxy took away, as {@code config.json} says it (section 1). */
    static Map<String, Object> cure(Part... missing) {
        StrippedUpgrade upgrade = new StrippedUpgrade(Set.of(missing));
        return Map.of("message", upgrade.message(), "remedy", upgrade.remedy(), "lines", upgrade.nginxLines());
    }

    private static Map<String, Integer> tally(List<Map<String, Object>> visitors, String field) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Map<String, Object> visitor : visitors) {
            if (visitor.get(field) instanceof String name) {
                counts.merge(name, 1, Integer::sum);
            }
        }
        return counts;
    }
}
