package io.livevisitors.benchmarks.collector;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The requests of one connection: those of fifty browsers behind one address, each with one tab, which take turns. A tab
 * sends a page view and then three heartbeats, as in a minute of looking at a page, with the fields and headers that the
 * pixel and Chromium, Firefox or Safari send. All texts are made beforehand. Not thread-safe.
 */
final class Beacons {

    /** One of so many requests has a new User-Agent, where some have. */
    static final int NEW_EVERY = 20;

    /** A page view, and the heartbeats until the next. */
    static final int EVENTS_PER_PAGE = 4;

    /** The tab whose User-Agent is new each time, after those of the usual browsers. */
    private static final int NEW_TAB = UserAgents.COUNT;

    private static final int PAGES = 200;

    /** So that every number of a sequence has as many digits. */
    private static final long FIRST_SEQ = 1_000_000_000L;

    private static final int DIGITS = 10;
    private static final String SEQ = "#".repeat(DIGITS);

    /** A request without its first line, and where its digits that change are; -1 for none. */
    private static final class Template {

        private final byte[] bytes;
        private final int seqAt;
        private final int userAgentAt;

        Template(String request) {
            bytes = request.getBytes(US_ASCII);
            seqAt = request.indexOf(SEQ);
            userAgentAt = request.indexOf(UserAgents.NEW);
        }
    }

    /** What one pixel is sent, by tab, and which tabs have sent it anything. */
    private record Stream(List<Template> views, List<Template> beats, BitSet heard) {}

    private final int number;
    private final Map<Traffic, byte[]> lines = new EnumMap<>(Traffic.class);
    private final Stream quiet;
    private final Stream shown;
    private final long[] seqs = new long[NEW_TAB + 1];
    private int turn;
    private int untilNew = NEW_EVERY;
    private long newcomers;

    /** @param number of the connection */
    Beacons(int number) {
        this.number = number;
        this.newcomers = (number + 1) * 10_000_000L;
        this.quiet = stream(Traffic.QUIET);
        this.shown = stream(Traffic.SHOWN);
        for (Traffic traffic : Traffic.values()) {
            lines.put(traffic, ("POST " + traffic.base() + "event HTTP/1.1\r\n").getBytes(US_ASCII));
        }
    }

    /** How many of its tabs a pixel has heard of. */
    int tabs(String pixel) {
        return stream(pixel.equals(Traffic.SHOWN)).heard().cardinality();
    }

    /** Writes the next request; whether it is a page view. */
    boolean next(Traffic traffic, ByteBuffer out) {
        int tab = nextTab(traffic);
        long seq = seqs[tab]++;
        boolean isPageView = (seq + tab + number) % EVENTS_PER_PAGE == 0;
        Stream stream = stream(traffic.pixel().equals(Traffic.SHOWN));
        Template template = (isPageView ? stream.views() : stream.beats()).get(tab);
        int start = out.put(Objects.requireNonNull(lines.get(traffic))).position();
        out.put(template.bytes);
        write(out, start + template.seqAt, FIRST_SEQ + seq);
        if (template.userAgentAt >= 0) {
            write(out, start + template.userAgentAt, newcomers++);
        }
        if (traffic.isCounted()) {
            stream.heard().set(tab);
        }
        return isPageView;
    }

    private int nextTab(Traffic traffic) {
        if (traffic == Traffic.NEW_USER_AGENTS && --untilNew == 0) {
            untilNew = NEW_EVERY;
            return NEW_TAB;
        }
        turn = (turn + 1) % NEW_TAB;
        return turn;
    }

    private Stream stream(boolean isShown) {
        return isShown ? shown : quiet;
    }

    private static void write(ByteBuffer out, int at, long number) {
        long rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            out.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }

    private Stream stream(String pixel) {
        List<Template> views = new ArrayList<>();
        List<Template> beats = new ArrayList<>();
        for (int tab = 0; tab <= NEW_TAB; tab++) {
            String headers = tab == NEW_TAB ? UserAgents.newHeaders() : UserAgents.headers(tab);
            views.add(template(headers, body(pixel, tab, "page_view")));
            beats.add(template(headers, body(pixel, tab, "heartbeat")));
        }
        return new Stream(views, beats, new BitSet());
    }

    private static Template template(String userAgent, String body) {
        return new Template("Host: shop.example\r\nConnection: keep-alive\r\nContent-Length: " + body.length() + "\r\n"
                + userAgent
                + "Content-Type: text/plain;charset=UTF-8\r\nAccept: */*\r\nOrigin: https://shop.example\r\n"
                + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
                + "Referer: https://shop.example/\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
                + "Accept-Language: en-GB,en;q=0.9\r\n\r\n"
                + body);
    }

    private String body(String pixel, int tab, String type) {
        int page = (number * 7 + tab * 13) % PAGES;
        String referrer =
                page % 3 == 0 ? "https://search.example/?q=shoes" : page % 3 == 1 ? "https://shop.example/" : "";
        boolean isPhone = UserAgents.isPhone(tab);
        return "{\"pixel_id\":\"" + pixel + "\",\"event_type\":\"" + type
                + "\",\"page_url\":\"https://shop.example/shoes/"
                + (page % 9 == 0 ? "sale?page=" + page + "&size=42" : "model-" + page)
                + "\",\"page_title\":\"Shoes that last, model " + page + " - The Shop\",\"referrer\":\"" + referrer
                + "\",\"tab_id\":\"k3v9x2q8m1-" + number + "-" + tab + "\",\"seq\":" + SEQ
                + ",\"hidden\":false,\"screen_resolution\":\"" + (isPhone ? "412x915" : "1920x1080")
                + "\",\"max_touch_points\":" + (isPhone ? 5 : 0)
                + ",\"platform\":\"" + UserAgents.platform(tab)
                + "\",\"webdriver\":false,\"language\":\"en-GB\",\"timezone\":\"Europe/London\",\"time_on_page\":"
                + (type.equals("heartbeat") ? 40 : 0) + ",\"scroll_depth\":35}";
    }
}
