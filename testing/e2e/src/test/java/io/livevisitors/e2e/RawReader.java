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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A reader of the dashboard's channel with nothing between it and the frames. */
final class RawReader implements WebSocket.Listener, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BiConsumer<String, JsonNode> frames;
    private final StringBuilder text = new StringBuilder();
    private long seq;
    private final AtomicInteger gaps = new AtomicInteger();
    private volatile boolean joined;
    private volatile boolean closed;
    private volatile @Nullable WebSocket socket;

    private RawReader(BiConsumer<String, JsonNode> frames) {
        this.frames = frames;
    }

    /**
     * Connects, and joins the channel.
     *
     * @param frames takes the name and the data of each event of the channel after its snapshot, one at a time
     */
    static RawReader join(Site site, BiConsumer<String, JsonNode> frames) {
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

    /** How often an event of the channel did not carry the number after the one before it. */
    int gaps() {
        return gaps.get();
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
            JsonNode data = JSON.readTree(message.path("data").asText());
            switch (event) {
                case "pusher:connection_established" ->
                    subscribe(from, data.path("socket_id").asText());
                case "pusher:ping" -> send(from, Map.of("event", "pusher:pong", "data", Map.of()));
                case "pusher_internal:subscription_succeeded" -> {}
                default -> takeNumbered(event, data);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + frame, e);
        }
    }

    /** The numbering starts at the snapshot, which is the first event of the channel. */
    private void takeNumbered(String event, JsonNode data) {
        long number = data.path("seq").asLong(Long.MIN_VALUE);
        boolean first = event.equals("visitors.snapshot");
        if (!first && number != seq + 1) {
            gaps.incrementAndGet();
        }
        seq = number;
        if (first) {
            joined = true;
        } else {
            frames.accept(event, data);
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
