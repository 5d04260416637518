package io.livevisitors.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.livevisitors.e2e.HostileStrings.Hostile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends a hostile string in every field that a stranger fills, byte by byte and over one connection, since no HTTP client
 * would send most of it. Answers are the statuses.
 */
final class HostileSender implements AutoCloseable {

    private static final String PAGE = "https://shop.example/tea";
    /** Half a character is sent as its escape; the bytes that are no UTF-8 are sent as they are. */
    private static final ObjectMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final Site site;
    private Socket socket;

    HostileSender(Site site) {
        this.site = site;
        this.socket = connect();
    }

    /** A page view whose every text is the string, as far as the field's length goes. */
    int pageView(Hostile hostile) {
        String text = hostile.text();
        String url = "https://shop.example/" + text + "?utm_source=" + text + "&utm_medium=" + text + "&utm_campaign="
                + text + "&ref=" + text + "#" + text;
        Map<String, Object> event = event("page_view", "v" + hostile.number());
        event.put("page_url", url.substring(0, Math.min(url.length(), 2_048)));
        event.put("page_title", text);
        event.put("referrer", cut("https://evil.example/" + text, 2_048));
        event.put("language", hostile.cut(35));
        event.put("platform", hostile.cut(40));
        event.put("timezone", hostile.cut(100));
        event.put("tab_id", cut(hostile.number() + text, 64));
        event.put("seq", 1);
        return post("event", hostile, event, Beacons.FIREFOX);
    }

    /** The next of many pages of one visitor. */
    int nextPage(Hostile hostile, String visitor, int seq) {
        Map<String, Object> event = event("page_view", visitor);
        event.put("page_url", cut("https://shop.example/" + seq + "/" + hostile.text(), 2_048));
        event.put("page_title", hostile.text());
        event.put("tab_id", visitor);
        event.put("seq", seq);
        return post("event", hostile, event, Beacons.FIREFOX);
    }

    /** The string for the name of the visitor and of the tab: whatever they are, nobody is shown by them. */
    int names(Hostile hostile) {
        Map<String, Object> event = event("page_view", hostile.cut(64));
        event.put("session_id", hostile.cut(64));
        event.put("tab_id", hostile.cut(64));
        return post("event", hostile, event, Beacons.FIREFOX);
    }

    /** A custom event that carries the string, by name and by value. */
    int customData(Hostile hostile) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(hostile.cut(64), hostile.text());
        data.put("nested", Map.of(hostile.cut(64), hostile.text()));
        Map<String, Object> event = event("add_to_cart", "v" + hostile.number());
        event.put("custom_data", data);
        return post("event", hostile, event, Beacons.FIREFOX);
    }

    /** A field that has a rule of its own is the string itself. */
    int field(Hostile hostile, String field) {
        Map<String, Object> event = event("page_view", "f" + hostile.number());
        event.put(field, hostile.text());
        return post("event", hostile, event, Beacons.FIREFOX);
    }

    /** Headers that browsers fill and that programs may fill otherwise. */
    int headers(Hostile hostile) {
        String text = hostile.header();
        String headers =
                "Accept-Language: " + text + "\r\nSec-CH-UA: \"" + text + "\";v=\"1\"\r\nSec-CH-UA-Platform: \"" + text
                        + "\"\r\nSec-CH-UA-Model: \"" + text + "\"\r\nX-Requested-With: " + text + "\r\n";
        return post(
                "event",
                hostile,
                event("page_view", "h" + hostile.number()),
                "Mozilla/5.0 (" + text + ") Firefox/" + text,
                headers);
    }

    int image(Hostile hostile) {
        String encoded = URLEncoder.encode(hostile.cut(200), hostile.charset());
        return exchange(("GET /livevisitors/pixel.gif?pixel_id=shop&page_title=" + encoded + "&page_url="
                        + URLEncoder.encode(PAGE + "/" + hostile.cut(200), hostile.charset())
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
                        + " Firefox/128.0\r\nReferer: " + hostile.header() + "\r\n\r\n")
                .getBytes(hostile.charset()));
    }

    /** A handshake that names the string as its origin, or as its application's key. Its connection is not used again. */
    int handshake(Hostile hostile, boolean asKey) {
        String key = asKey ? URLEncoder.encode(hostile.cut(100), hostile.charset()) : Site.KEY;
        String origin = asKey ? "http://127.0.0.1:" + site.port() : hostile.header();
        try (Socket once = connect()) {
            return exchange(
                    once,
                    ("GET /livevisitors/app/" + key + "?protocol=7 HTTP/1.1\r\nHost: 127.0.0.1:" + site.port()
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin + "\r\n\r\n")
                            .getBytes(hostile.charset()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> event(String type, String visitor) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("pixel_id", Site.PIXEL);
        event.put("event_type", type);
        event.put("visitor_token", visitor);
        event.put("page_url", PAGE);
        return event;
    }

    private int post(String path, Hostile hostile, Map<String, Object> event, String userAgent) {
        return post(path, hostile, event, userAgent, "");
    }

    private int post(String path, Hostile hostile, Map<String, Object> event, String userAgent, String headers) {
        byte[] body = json(hostile, event);
        byte[] head = ("POST /livevisitors/" + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " + userAgent
                        + "\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length + "\r\n"
                        + headers
                        + "\r\n")
                .getBytes(hostile.charset());
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return exchange(request);
    }

    private static byte[] json(Hostile hostile, Map<String, Object> event) {
        try {
            boolean bytes = hostile.kind().equals("bytes");
            return (bytes ? PLAIN : ASCII).writeValueAsString(event).getBytes(hostile.charset());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private int exchange(byte[] request) {
        try {
            return exchange(socket, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and reads its answer, whose length it says. */
    private int exchange(Socket to, byte[] request) throws IOException {
        to.getOutputStream().write(request);
        StringBuilder head = new StringBuilder();
        InputStream in = to.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed after: " + head);
            }
            head.append((char) next);
        }
        String answer = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = answer.indexOf("\r\ncontent-length:");
        if (at >= 0) {
            in.readNBytes(Integer.parseInt(
                    answer.substring(at + 17, answer.indexOf('\r', at + 17)).strip()));
        }
        if (answer.contains("\r\nconnection: close") && to == socket) {
            socket.close();
            socket = connect();
        }
        return Integer.parseInt(answer.substring(9, 12));
    }

    private Socket connect() {
        try {
            Socket opened = new Socket(InetAddress.getLoopbackAddress(), site.port());
            opened.setSoTimeout(20_000);
            opened.setTcpNoDelay(true);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
