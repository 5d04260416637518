package io.livevisitors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The events of a shop's visitors. Who a visitor is follows from its number alone, so that the benchmark holds nothing
 * of its own for each of them. Every event carries strings made for it, as a parser makes them; devices are shared, as the
 * classifier's cache shares them. Immutable.
 */
final class Shopfront {

    private static final int PAGES = 2_000;
    private static final int REFERRERS = 200;
    private static final int SOURCES = 30;
    private static final int VISITORS_PER_NETWORK = 3;
    private static final String[] BROWSERS = {"Chrome", "Chrome Mobile", "Safari", "Mobile Safari", "Firefox", "Edge"};
    private static final String[] SYSTEMS = {"Windows", "Android", "iOS", "Mac OS X", "Linux"};
    private static final DeviceType[] TYPES = {DeviceType.DESKTOP, DeviceType.MOBILE, DeviceType.TABLET};
    private static final String[] WORDS = {
        "monstera", "pilea", "cactus", "fern", "calathea", "ficus", "aloe", "orchid", "palm", "ivy"
    };

    private final byte[][] urls = new byte[PAGES][];
    private final byte[][] titles = new byte[PAGES][];
    private final byte[][] referrers = new byte[REFERRERS][];
    private final byte[][] sources = new byte[SOURCES][];
    private final byte[][] campaigns = new byte[SOURCES][];
    private final byte[][] countries = new byte[60][];
    private final byte[][] languages = new byte[40][];
    private final byte[] medium = bytes("newsletter");
    private final Device[] devices = new Device[BROWSERS.length * SYSTEMS.length];
    /** For each page the part of all page views that it and those before it get. */
    private final double[] popularity = new double[PAGES];

    Shopfront() {
        double sum = 0;
        for (int i = 0; i < PAGES; i++) {
            String name = WORDS[i % 10] + "-" + WORDS[i / 10 % 10] + "-" + i;
            urls[i] = bytes("https://shop.example/plants/" + name);
            titles[i] = bytes("The plant " + name + " · Shop");
            sum += 1.0 / (i + 1);
            popularity[i] = sum;
        }
        for (int i = 0; i < PAGES; i++) {
            popularity[i] /= sum;
        }
        Arrays.setAll(referrers, i -> bytes("blog-" + i + ".example/posts/the-best-" + WORDS[i % 10]));
        Arrays.setAll(sources, i -> bytes("letter-" + i));
        Arrays.setAll(campaigns, i -> bytes("spring-" + i));
        Arrays.setAll(countries, i -> bytes((char) ('A' + i % 26) + "" + (char) ('A' + i / 26)));
        Arrays.setAll(languages, i -> bytes((char) ('a' + i % 26) + "" + (char) ('a' + i / 26) + "-XX"));
        Arrays.setAll(
                devices,
                i -> new Device(
                        TYPES[i % TYPES.length],
                        BROWSERS[i % BROWSERS.length],
                        "126",
                        SYSTEMS[i / BROWSERS.length],
                        "14",
                        false));
    }

    /** Whether a visitor has a second tab: one of thirty does. */
    static boolean hasSecondTab(long visitor) {
        return Math.floorMod(mix(visitor ^ 0x7AB), 30) == 0;
    }

    /**
     * An event of the pixel.
     *
     * @param view which page view of the visitor the event belongs to, counting from 0
     * @param tab which tab of the visitor, counting from 0
     */
    Visit event(EventType type, long visitor, int tab, int view, long seq, boolean hidden) {
        return visit(type, visitor, pseudonym(visitor, 1 + tab), view, PageViewSource.PIXEL, seq, hidden);
    }

    /** A page view that an image reported. */
    Visit imageView(long visitor, int view) {
        return visit(EventType.PAGE_VIEW, visitor, null, view, PageViewSource.GIF, Visit.NONE, null);
    }

    private Visit visit(
            EventType type,
            long visitor,
            @Nullable Pseudonym tab,
            int view,
            PageViewSource source,
            long seq,
            @Nullable Boolean hidden) {
        long traits = mix(visitor);
        int page = page(mix(visitor * 31 + view));
        boolean script = source == PageViewSource.PIXEL;
        AnonymousVisit who = new AnonymousVisit(
                pseudonym(visitor, 0),
                null,
                tab,
                text(urls[page]),
                script ? text(titles[page]) : null,
                among(traits, 4) == 0 ? text(referrers[among(traits >>> 5, REFERRERS)]) : null,
                among(traits, 12) == 1 ? text(sources[among(traits >>> 7, SOURCES)]) : null,
                among(traits, 12) == 1 ? text(medium) : null,
                among(traits, 12) == 1 ? text(campaigns[among(traits >>> 7, SOURCES)]) : null,
                script ? text(countries[among(traits >>> 11, countries.length)]) : null,
                text(languages[among(traits >>> 13, languages.length)]));
        return new Visit(
                type,
                null,
                Map.of(),
                who,
                false,
                devices[among(traits >>> 17, devices.length)],
                source,
                seq,
                hidden,
                script ? 0 : Visit.NONE,
                script ? 40 : Visit.NONE,
                mix(visitor / VISITORS_PER_NETWORK));
    }

    private int page(long random) {
        double part = (random >>> 11) * 0x1.0p-53;
        int found = Arrays.binarySearch(popularity, part);
        return Math.min(PAGES - 1, found < 0 ? -found - 1 : found);
    }

    private static Pseudonym pseudonym(long visitor, int which) {
        long seed = visitor * 8 + which;
        return new Pseudonym(mix(seed), mix(seed ^ 0x5DEECE66DL));
    }

    private static int among(long random, int bound) {
        return (int) Math.floorMod(random, (long) bound);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** SplitMix64: numbers in a row come out as if thrown. */
    private static long mix(long number) {
        long hash = number * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
