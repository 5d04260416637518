package io.livevisitors.jakarta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of the Pusher protocol; the only class that knows the JSON library. */
final class PusherCodec {

    /** Deepest nesting that a client's message may have. */
    static final int MAX_DEPTH = 64;

    private static final int MAX_NUMBER_LENGTH = 100;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PusherCodec() {}

    /**
     * A client's message.
     *
     * @param event its name
     * @param channel the member beside it; null if absent
     * @param data an object, or a string that holds one; null if absent
     */
    record ClientMessage(
            String event,
            @Nullable String channel,
            @Nullable JsonNode data) {

        /** The text member of {@code data} with that name; null if absent or of another type. */
        @Nullable String field(String name) {
            JsonNode object = data != null && data.isTextual() ? tree(data.textValue()) : data;
            return object == null ? null : text(object, name);
        }

        /** {@code data} as a server frame carries it on: a string as it is, anything else as JSON. */
        String dataText() {
            if (data == null) {
                return "{}";
            }
            return data.isTextual() ? data.textValue() : data.toString();
        }
    }

    /** The message in a text frame; null if it is not one. */
    static @Nullable ClientMessage parse(String text) {
        JsonNode root = tree(text);
        String event = root == null ? null : text(root, "event");
        if (root == null || event == null || !isTextOrAbsent(root.get("channel"))) {
            return null;
        }
        return new ClientMessage(event, text(root, "channel"), root.get("data"));
    }

    /** JSON of an object of simple values and maps of them. */
    static String json(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + object.keySet(), e);
        }
    }

    /** The text as it stands between the quotes of a JSON string. */
    static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static @Nullable JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return null; // what a client sends needs no stack trace
        }
    }

    private static boolean isTextOrAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isTextual();
    }

    private static @Nullable String text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
