package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A browser as the collector sees it: an address, headers, a tab that counts its events. */
public final class Browser {

    public static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

    private final LiveVisitors live;
    private final String address;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private @Nullable String tab;
    private long seq;

    public Browser(LiveVisitors live, String address) {
        this.live = live;
        this.address = address;
        headers.put("User-Agent", CHROME);
    }

    public Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Browser tab(@Nullable String id) {
        this.tab = id;
        this.seq = 0;
        return this;
    }

    /** The same tab from another address. */
    public Browser movedTo(String otherAddress) {
        Browser moved = new Browser(live, otherAddress);
        moved.headers.putAll(headers);
        moved.tab = tab;
        moved.seq = seq;
        return moved;
    }

    public void views(String path) {
        send("page_view", Map.of("page_url", "https://shop.example" + path));
    }

    public void beats() {
        send("heartbeat", Map.of());
    }

    public void hides(boolean hidden) {
        send("visibility", Map.of("hidden", hidden));
    }

    public void leaves() {
        send("page_leave", Map.of());
    }

    public void send(String type, Map<String, ?> more) {
        Reply reply = post(fields(type, more));
        assertThat(reply.status()).as("answer to %s: %s", type, reply.body()).isEqualTo(204);
    }

    /** Events of the tab in one request; each says what it is. */
    public void sendsAtOnce(List<? extends Map<String, ?>> events) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pixel_id", "shop");
        fields.put("page_url", "https://shop.example/");
        fields.put("events", events);
        if (tab != null) {
            fields.put("tab_id", tab);
        }
        byte[] body = Replies.text(fields).getBytes(StandardCharsets.UTF_8);
        Reply reply = live.gateway().collector().batch(request("POST", "/batch"), body);
        assertThat(reply.status()).as("answer to a batch: %s", reply.body()).isEqualTo(204);
    }

    public Map<String, Object> fields(String type, Map<String, ?> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pixel_id", "shop");
        fields.put("event_type", type);
        fields.put("page_url", "https://shop.example/");
        if (tab != null) {
            fields.put("tab_id", tab);
            fields.put("seq", ++seq);
        }
        fields.putAll(more);
        return fields;
    }

    public Reply post(Map<String, ?> fields) {
        return post(Replies.text(fields));
    }

    public Reply post(String json) {
        return live.gateway().collector().event(request("POST", "/event"), json.getBytes(StandardCharsets.UTF_8));
    }

    public ClientRequest request(String method, String path) {
        return request(method, path, Map.of());
    }

    public ClientRequest request(String method, String path, Map<String, String> parameters) {
        return new ClientRequest(
                method, path, address, "shop.example", true, headers::get, parameters::get, null, role -> false);
    }

    public long seq() {
        return seq;
    }

    public @Nullable String tab() {
        return tab;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Browser[%s]", address);
    }
}
