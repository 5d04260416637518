package io.livevisitors.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketFrame;
import com.microsoft.playwright.WebSocketRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of the live connection, played by the test: what the page sends is recorded, and what the page gets
 * is said line by line. Runs on the test's thread, which Playwright dispatches from.
 */
final class FakeSocket {

    static final String CHANNEL = "private-pixel.shop";

    /** In ASCII: half a character would not survive the way to the browser otherwise. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Every connection the page opened, oldest first. */
    final List<WebSocketRoute> connections = new ArrayList<>();

    /** Every frame of the page, over all connections. */
    final List<JsonNode> received = new ArrayList<>();

    /** What happens to a new connection: established, unless a test replaces it. */
    Consumer<WebSocketRoute> opening = connection -> say(
            connection, "pusher:connection_established", null, Map.of("socket_id", "12.34", "activity_timeout", 30));

    /** Answers a subscription: null for silence. */
    @Nullable Map<String, Object> snapshot = Sample.snapshot(List.of());

    int seq;

    void attach(Page page) {
        page.routeWebSocket(Pattern.compile(".*/app/.*"), connection -> {
            connections.add(connection);
            connection.onMessage(frame -> receive(connection, frame));
            opening.accept(connection);
        });
    }

    /** Sends an event of the channel with the next number. */
    void event(String name, Map<String, ?> data) {
        Map<String, Object> numbered = new LinkedHashMap<>(data);
        numbered.put("seq", seq++);
        say(last(), name, CHANNEL, numbered);
    }

    void close(int code, String reason) {
        last().close(new WebSocketRoute.CloseOptions().setCode(code).setReason(reason));
    }

    WebSocketRoute last() {
        return connections.get(connections.size() - 1);
    }

    long count(String event) {
        return received.stream()
                .filter(frame -> frame.path("event").asText().equals(event))
                .count();
    }

    void say(WebSocketRoute connection, String event, @Nullable String channel, Object data) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("event", event);
        frame.put("data", write(data));
        if (channel != null) {
            frame.put("channel", channel);
        }
        connection.send(write(frame));
    }

    private void receive(WebSocketRoute connection, WebSocketFrame frame) {
        try {
            JsonNode message = JSON.readTree(frame.text());
            received.add(message);
            if (message.path("event").asText().equals("pusher:subscribe") && snapshot != null) {
                say(connection, "pusher_internal:subscription_succeeded", CHANNEL, Map.of());
                event("visitors.snapshot", snapshot);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("The page sent no JSON: " + frame.text(), e);
        }
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
