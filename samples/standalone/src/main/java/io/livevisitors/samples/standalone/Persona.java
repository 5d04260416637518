package io.livevisitors.samples.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who a simulated shopper is, as far as a page view tells.
 *
 * @param userAgent header
 * @param platform as {@code navigator.platform} says
 * @param touchPoints as {@code navigator.maxTouchPoints} says
 * @param screen {@code WxH}
 * @param timezone IANA name
 * @param language BCP 47 tag
 * @param referrer where the shopper came from; empty for nowhere
 */
record Persona(
        String userAgent,
        String platform,
        int touchPoints,
        String screen,
        String timezone,
        String language,
        String referrer) {

    private static final List<String[]> BROWSERS = rows("browsers.tsv");
    private static final List<String[]> PLACES = rows("places.tsv");
    private static final List<String> REFERRERS = List.of(
            "",
            "",
            "https://www.google.com/",
            "https://www.google.com/",
            "https://duckduckgo.com/",
            "https://www.instagram.com/",
            "https://www.reddit.com/r/houseplants/",
            "https://news.ycombinator.com/",
            "https://green-fingers.example/blog/shade-plants");

    /** Somebody. */
    static Persona random(RandomGenerator random) {
        String[] browser = any(BROWSERS, random);
        String[] place = any(PLACES, random);
        return new Persona(
                browser[0],
                browser[1],
                Integer.parseInt(browser[2]),
                browser[3],
                place[0],
                place[1],
                any(REFERRERS, random));
    }

    private static <T> T any(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String[]> rows(String name) {
        try (InputStream in = Persona.class.getResourceAsStream("/shoppers/" + name)) {
            if (in == null) {
                throw new IllegalStateException("resource /shoppers/" + name + " is missing from the sample");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
