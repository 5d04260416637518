package io.livevisitors.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.ChannelSigner;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A reader of the dashboard's channel with nothing between it and the frames. */
final class RawReader implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BiConsumer<String, String> frames;
    private final StringBuilder text = new StringBuilder();
    private volatile boolean joined;
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    private RawReader(BiConsumer<String, String> frames) {
        this.frames = frames;
    }

    /**
     * Connects, and joins the channel.
     *
     * @param frames takes the event and the data of each frame, one at a time
     */
    static RawReader join(Site site, BiConsumer<String, String> frames) {
        RawReader reader = new RawReader(frames);
        String query = "?protocol=7&client=raw&version=1.0";
        reader.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://" + Site.HOST + ":" + site.port() + "/livevisitors/app/" + Site.KEY + query),
                        reader)
                .join();
        await().atMost(Duration.ofSeconds(20)).until(() -> reader.joined);
        return reader;
    }

    /** The number that stands behind a text. */
    static int numberAfter(String before, String text) {
        int start = text.indexOf(before) + before.length();
        int end = start;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Integer.parseInt(text.substring(start, end));
    }

    boolean closed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            String frame = text.toString();
            text.setLength(0);
            take(from, frame);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed = true;
        return null;
    }

    @Override
    public void close() {
        WebSocket open = socket;
        if (open != null) {
            open.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
    }

    private void take(WebSocket from, String frame) {
        try {
            JsonNode message = JSON.readTree(frame);
            String event = message.path("event").asText();
            String data = message.path("data").asText();
            switch (event) {
                case "pusher:connection_established" ->
                    subscribe(from, JSON.readTree(data).path("socket_id").asText());
                case "pusher:ping" -> send(from, Map.of("event", "pusher:pong", "data", Map.of()));
                case "visitors.snapshot" -> joined = true;
                default -> frames.accept(event, data);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + frame, e);
        }
    }

    private static void subscribe(WebSocket to, String socketId) throws JsonProcessingException {
        String auth = new ChannelSigner(Site.KEY, Site.SECRET).sign(socketId, Site.CHANNEL, null);
        send(to, Map.of("event", "pusher:subscribe", "data", Map.of("channel", Site.CHANNEL, "auth", auth)));
    }

    private static void send(WebSocket to, Map<String, ?> message) throws JsonProcessingException {
        var unused = to.sendText(JSON.writeValueAsString(message), true);
    }
}
