package io.livevisitors;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.livevisitors.presence.EventType;
import io.livevisitors.web.ClientRequest;
import java.util.Map;

/**
 * One event of any of many visitors, as the pixel of a Chromium sends it: a body of some 450 bytes, and the request that
 * it comes in. Only the digits that tell visitors and events apart are written for each. For one thread.
 */
final class SentEvent {

    static final String USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/131.0.0.0 Safari/537.36";

    private static final int DIGITS = 10;
    private static final String TAB = "t".repeat(DIGITS);
    private static final String SEQ = "s".repeat(DIGITS);

    private static final Map<String, String> HEADERS = Map.of(
            "User-Agent",
            USER_AGENT,
            "Origin",
            "https://shop.example",
            "Host",
            "shop.example",
            "Accept-Language",
            "en-GB,en;q=0.9",
            "Sec-CH-UA",
            "\"Chromium\";v=\"131\", \"Google Chrome\";v=\"131\", \"Not.A/Brand\";v=\"99\"",
            "Sec-CH-UA-Mobile",
            "?0",
            "Sec-CH-UA-Platform",
            "\"Windows\"",
            "Referer",
            "https://shop.example/",
            "Content-Type",
            "text/plain;charset=UTF-8");

    private final byte[] body;
    private final int tabAt;
    private final int seqAt;

    SentEvent(EventType type) {
        String text = "{\"pixel_id\":\"" + RegistryUnderTest.PIXEL + "\",\"event_type\":\"" + type.wireName()
                + "\",\"page_url\":\"https://shop.example/shoes/model-172\",\"page_title\":\"Shoes that last, model 172"
                + " - The Shop\",\"referrer\":\"https://search.example/?q=shoes\",\"tab_id\":\"k3v9x2q8-" + TAB
                + "\",\"seq\":" + SEQ + ",\"hidden\":false,\"screen_resolution\":\"1920x1080\",\"max_touch_points\":0,"
                + "\"platform\":\"Win32\",\"webdriver\":false,\"language\":\"en-GB\",\"timezone\":\"Europe/London\","
                + "\"time_on_page\":" + (type == EventType.HEARTBEAT ? 40 : 0) + ",\"scroll_depth\":35}";
        body = text.getBytes(US_ASCII);
        tabAt = text.indexOf(TAB);
        seqAt = text.indexOf(SEQ);
    }

    /**
     * The body of an event of a visitor; the same array each time, with other digits in it.
     *
     * @param seq 1 or more
     */
    byte[] body(int visitor, long seq) {
        write(tabAt, visitor);
        write(seqAt, 1_000_000_000L + seq);
        return body;
    }

    /** The request that it comes in, from an address that is the visitor's alone. */
    static ClientRequest request(int visitor) {
        return new ClientRequest(
                "POST",
                "/event",
                "10." + (visitor >> 16) + '.' + (visitor >> 8 & 0xff) + '.' + (visitor & 0xff),
                "shop.example",
                true,
                HEADERS::get,
                name -> null,
                null,
                role -> false);
    }

    private void write(int at, long number) {
        long rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            body[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
