package io.livevisitors.benchmarks.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.livevisitors.benchmarks.collector.UserAgents;
import java.nio.ByteBuffer;

/**
 * The page views of one connection, each with a number that is in the page's address, in its title and
 * in the sequence of its tab: those of fifty
 * browsers behind one address, with one tab each, which take turns. Fields and headers are those that the pixel and
 * Chromium, Firefox or Safari send. All texts are made beforehand. Not thread-safe.
 */
final class PageViews {

    /** What stands before the number in a title. */
    static final String BEFORE_NUMBER = ", view ";

    /** So that every number has as many: few enough to be no token that the library would remove from a title. */
    static final int DIGITS = 6;

    private static final char PLACEHOLDER = '#';
    private static final String NUMBER = String.valueOf(PLACEHOLDER).repeat(DIGITS);
    private static final int PAGES = 200;

    private final byte[][] requests = new byte[UserAgents.COUNT][];
    private int turn;

    /** @param connection its number */
    PageViews(int connection) {
        for (int tab = 0; tab < requests.length; tab++) {
            requests[tab] = request(connection, tab).getBytes(US_ASCII);
        }
    }

    /** Makes the buffer hold the request of a page view, ready to be written. */
    void write(int number, ByteBuffer out) {
        turn = (turn + 1) % requests.length;
        out.clear().put(requests[turn]).flip();
        fill(out, number);
    }

    /** The number of the page view whose page has an address. */
    static int numberAtEnd(String page) {
        return Integer.parseInt(page, page.length() - DIGITS, page.length(), 10);
    }

    /** Puts a number wherever there are as many placeholders as it has digits. */
    private static void fill(ByteBuffer out, int number) {
        for (int i = 0; i < out.limit(); i++) {
            if (out.get(i) == PLACEHOLDER) {
                int rest = number;
                for (int at = i + DIGITS - 1; at >= i; at--) {
                    out.put(at, (byte) ('0' + rest % 10));
                    rest /= 10;
                }
            }
        }
    }

    private static String request(int connection, int tab) {
        String page = "https://shop.example/shoes/model-" + (connection * 7 + tab * 13) % PAGES + "?view=" + NUMBER;
        String body = body(connection, tab, page);
        return "POST " + Host.PIXEL
                + "event HTTP/1.1\r\nHost: shop.example\r\nConnection: keep-alive\r\nContent-Length: "
                + body.length() + "\r\n" + UserAgents.headers(tab)
                + "Content-Type: text/plain;charset=UTF-8\r\nAccept: */*\r\nOrigin: https://shop.example\r\n"
                + "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nReferer: " + page
                + "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9\r\n\r\n" + body;
    }

    private static String body(int connection, int tab, String page) {
        boolean isPhone = UserAgents.isPhone(tab);
        return "{\"pixel_id\":\"" + Host.SHOP + "\",\"event_type\":\"page_view\",\"page_url\":\"" + page
                + "\",\"page_title\":\"Shoes that last" + BEFORE_NUMBER + NUMBER
                + " - The Shop\",\"referrer\":\"https://search.example/\",\"tab_id\":\"k3v9x2q8m1-" + connection + "-"
                + tab + "\",\"seq\":1" + NUMBER + ",\"hidden\":false,\"screen_resolution\":\""
                + (isPhone ? "412x915" : "1920x1080") + "\",\"max_touch_points\":" + (isPhone ? 5 : 0)
                + ",\"platform\":\"" + UserAgents.platform(tab)
                + "\",\"webdriver\":false,\"language\":\"en-GB\",\"timezone\":\"Europe/London\",\"time_on_page\":0"
                + ",\"scroll_depth\":35}";
    }
}
