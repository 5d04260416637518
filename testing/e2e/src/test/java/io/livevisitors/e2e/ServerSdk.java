package io.livevisitors.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a backend does with one of Pusher's server SDKs, each of which stands behind this as it is published. */
interface ServerSdk extends AutoCloseable {

    /** Encrypts what goes to encrypted channels; the server never has it. */
    String MASTER_KEY = "bGl2ZXZpc2l0b3JzLWUyZS1tYXN0ZXIta2V5LTMyYiE=";

    /** The answer of the HTTP API. */
    record Answer(int status, JsonNode body) {

        private static final ObjectMapper JSON = new ObjectMapper();

        static Answer of(int status, String body) {
            try {
                return new Answer(status, JSON.readTree(body));
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON with " + status + ": " + body, e);
            }
        }
    }

    /** One event of a batch. */
    record Event(String channel, String name, Object data) {}

    /**
     * Publishes an event.
     *
     * @param exceptSocketId the connection that does not get it; null for none
     */
    Answer trigger(List<String> channels, String event, Object data, @Nullable String exceptSocketId);

    /** Publishes an event on one channel. */
    default Answer trigger(String channel, String event, Object data) {
        return trigger(List.of(channel), event, data, null);
    }

    /** Publishes several events at once. */
    Answer triggerBatch(List<Event> events);

    /** Asks for a path below {@code /apps/{id}}. */
    Answer get(String path, Map<String, String> parameters);

    /**
     * What a backend answers a client that wants to join, JSON.
     *
     * @param userId as whom, on a presence channel: a text, or a number as Laravel has it; null elsewhere
     */
    String authorizeChannel(String socketId, String channel, @Nullable Object userId);

    @Override
    void close();
}
