package io.livevisitors.benchmarks.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.ChannelSigner;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads what a dashboard reads, and notes when each frame came. */
final class FeedReader implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHANNEL = "private-pixel." + Host.PIXEL;
    private static final long JOIN_SECONDS = 20;

    /** Takes an event of the channel, on the socket's thread. */
    interface Taker {
        /** {@code at} is {@link System#nanoTime()} when the frame was complete. */
        void take(String event, JsonNode data, long at);
    }

    private final Taker taker;
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final AtomicInteger gaps = new AtomicInteger();
    private long seq;

    private FeedReader(Taker taker) {
        this.taker = taker;
    }

    /** Connects, and waits for the channel's snapshot, which is given to the taker too. */
    static FeedReader join(HttpClient client, Host host, Taker taker) throws Exception {
        FeedReader reader = new FeedReader(taker);
        client.newWebSocketBuilder().buildAsync(host.socket(), reader).get(JOIN_SECONDS, TimeUnit.SECONDS);
        reader.joined.get(JOIN_SECONDS, TimeUnit.SECONDS);
        return reader;
    }

    /** How often an event did not carry the number after the one before it; once more if the socket was closed. */
    int gaps() {
        return gaps.get();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            long at = System.nanoTime();
            String frame = text.toString();
            text.setLength(0);
            try {
                take(from, frame, at);
            } catch (JsonProcessingException e) {
                joined.completeExceptionally(e);
                gaps.incrementAndGet();
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        gaps.incrementAndGet();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        gaps.incrementAndGet();
    }

    private void take(WebSocket from, String frame, long at) throws JsonProcessingException {
        JsonNode message = JSON.readTree(frame);
        String event = message.path("event").asText();
        JsonNode data = JSON.readTree(message.path("data").asText());
        switch (event) {
            case "pusher:connection_established" ->
                subscribe(from, data.path("socket_id").asText());
            case "pusher:ping" -> send(from, Map.of("event", "pusher:pong", "data", Map.of()));
            case "pusher_internal:subscription_succeeded" -> {}
            default -> takeNumbered(event, data, at);
        }
    }

    /** The numbering starts at the snapshot, which is the first event of the channel. */
    private void takeNumbered(String event, JsonNode data, long at) {
        long number = data.path("seq").asLong(Long.MIN_VALUE);
        if (!event.equals("visitors.snapshot") && number != seq + 1) {
            gaps.incrementAndGet();
        }
        seq = number;
        taker.take(event, data, at);
        joined.complete(null);
    }

    private static void subscribe(WebSocket to, String socketId) throws JsonProcessingException {
        String auth = new ChannelSigner(Host.KEY, Host.SECRET).sign(socketId, CHANNEL, null);
        send(to, Map.of("event", "pusher:subscribe", "data", Map.of("channel", CHANNEL, "auth", auth)));
    }

    private static void send(WebSocket to, Map<String, ?> message) throws JsonProcessingException {
        var unused = to.sendText(JSON.writeValueAsString(message), true);
    }
}
