package io.livevisitors.samples.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every page and asset of the shop, made once at the start. All links are relative, so that the shop may stand below any
 * path, such as one that a proxy takes away. Immutable and thread-safe.
 */
final class ShopPages {

    /** What a page of a host has to allow for the pixel, and nothing beyond what the shop itself uses. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; "
            + "img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String HOME_TITLE = "Fernweh, house plants";
    private static final String PLANNER = "/windowsill/";
    private static final List<String> FAVOURITES = List.of("monstera", "string-of-pearls", "cactus", "pilea");
    private static final int COMPANIONS = 4;

    /** Folders below the shop's root in which a page's links hold: those that answer any path have a copy for each. */
    private static final int MAX_DEPTH = 8;

    private static final ObjectMapper JSON = new JsonMapper();

    private final String pixelId;
    private final String layout = text("layout.html");
    private final String card = text("pages/card.html");
    private final Map<String, Page> pages = new HashMap<>();
    private final Map<String, String> titles = new TreeMap<>();
    private final List<Page> planner;
    private final List<Page> missing;

    /**
     * @param pixelId the pixel that every page carries
     */
    ShopPages(String pixelId) {
        this.pixelId = pixelId;
        page(
                "/",
                HOME_TITLE,
                "home",
                Map.of(
                        "favourites",
                        cards(FAVOURITES.stream().map(ShopPages::plant).toList())));
        page("/plants/", titled("Plants"), "plants", Map.of("plants", cards(Plant.ALL)));
        Plant.ALL.forEach(plant -> page("/plants/" + plant.slug(), titled(plant.name()), "plant", values(plant)));
        page("/cart", titled("Your cart"), "cart", Map.of());
        page("/about", titled("About this shop"), "about", Map.of("csp", CONTENT_SECURITY_POLICY));
        page(PLANNER, titled("Plan a windowsill"), "windowsill", Map.of());
        planner = anywhere(titled("Plan a windowsill"), "windowsill");
        missing = anywhere(titled("Nothing grows here"), "missing");

        asset("shop.css", "text/css;charset=utf-8");
        asset("shop.js", "text/javascript;charset=utf-8");
        asset("windowsill.js", "text/javascript;charset=utf-8");
        asset("favicon.svg", "image/svg+xml");
        Plant.ALL.forEach(plant -> asset("plants/" + plant.slug() + ".svg", "image/svg+xml"));
        pages.put("/favicon.ico", Page.of("image/svg+xml", bytes("assets/favicon.svg")));
        pages.put("/assets/plants.json", Page.of("application/json", json(Plant.ALL)));
    }

    /** The answer for a path; null if there is none. Every path below the planner's is the planner. */
    @Nullable Page find(String path) {
        Page page = pages.get(path);
        return page == null && path.startsWith(PLANNER) ? planner.get(depth(path)) : page;
    }

    /** What a person sees where there is no page. */
    Page missing(String path) {
        return missing.get(depth(path));
    }

    /** Paths that people walk through, each with its title; the single-page planner is its first view. */
    Map<String, String> titles() {
        return Map.copyOf(titles);
    }

    private void page(String path, String title, String name, Map<String, String> values) {
        titles.put(path, title);
        pages.put(path, Page.html(render(depth(path), title, name, values)));
    }

    /** A page that answers many paths, by the depth of the path. */
    private List<Page> anywhere(String title, String name) {
        return IntStream.rangeClosed(0, MAX_DEPTH)
                .mapToObj(depth -> Page.html(render(depth, title, name, Map.of())))
                .toList();
    }

    private static int depth(String path) {
        return Math.min(MAX_DEPTH, (int) path.chars().filter(c -> c == '/').count() - 1);
    }

    private String render(int depth, String title, String name, Map<String, String> values) {
        String root = depth == 0 ? "./" : "../".repeat(depth);
        Map<String, String> all = new HashMap<>(values);
        all.put("pixel", pixelId);
        String main = fill(text("pages/" + name + ".html"), all);
        String scripts = name.equals("windowsill") ? script("shop") + "\n" + script("windowsill") : script("shop");
        String page = fill(
                layout,
                Map.of(
                        "title", title,
                        "description",
                                "House plants that do not exist, in a shop that counts you: the Live Visitors sample.",
                        "pixel", pixelId,
                        "scripts", scripts,
                        "main", main.stripTrailing()));
        return fill(page, Map.of("root", root));
    }

    private static String script(String name) {
        return "<script defer src=\"{{root}}assets/" + name + ".js\"></script>";
    }

    private String cards(List<Plant> plants) {
        return plants.stream()
                .map(plant -> fill(card, facts(plant)).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private Map<String, String> values(Plant plant) {
        int place = Plant.ALL.indexOf(plant);
        List<Plant> others = IntStream.rangeClosed(1, COMPANIONS)
                .mapToObj(i -> Plant.ALL.get((place + i) % Plant.ALL.size()))
                .toList();
        Map<String, String> values = new HashMap<>(facts(plant));
        values.put("others", cards(others));
        return values;
    }

    private static Map<String, String> facts(Plant plant) {
        return Map.of(
                "slug", plant.slug(),
                "name", plant.name(),
                "latin", plant.latin(),
                "origin", plant.origin(),
                "light", plant.light(),
                "water", plant.water(),
                "price", plant.price(),
                "tone", plant.tone(),
                "story", plant.story());
    }

    private static Plant plant(String slug) {
        return Plant.ALL.stream()
                .filter(plant -> plant.slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }

    private static String titled(String name) {
        return name + " | Fernweh";
    }

    private void asset(String name, String contentType) {
        pages.put("/assets/" + name, Page.of(contentType, bytes("assets/" + name)));
    }

    /** Puts values, which are the shop's own and need no escaping, in the place of {@code {{name}}}. */
    private static String fill(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return text;
    }

    private static byte[] json(List<Plant> plants) {
        try {
            return JSON.writeValueAsBytes(plants);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of text and numbers is always JSON", e);
        }
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = ShopPages.class.getResourceAsStream("/shop/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource /shop/" + name + " is missing from the sample");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
