package io.livevisitors.jakarta;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON of the Pusher protocol; beside {@link ApiBody} the only class that knows the JSON library. */
final class PusherCodec {

    /** Deepest nesting that a client's message may have. */
    static final int MAX_DEPTH = 64;

    /** Longest id of a user, in characters. */
    static final int MAX_USER_ID = 128;

    private static final int MAX_NUMBER_LENGTH = 100;

    /**
     * Buffers in reserve. Jackson would keep them in the threads of the container instead, and with them every class of
     * this library, for long after the web application was taken away.
     */
    private static final int BUFFERS = 16;

    /** Numbers keep every digit: what clients and backends say is passed on as they said it. */
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(BUFFERS))
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

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

        /** The event alone: the data may hold a signature. */
        @Override
        public String toString() {
            return "ClientMessage[event=" + event + "]";
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

    /**
     * The user of a presence channel that {@code channel_data} names; null if it is no JSON object with a {@code user_id}
     * that is a number or a text of 1 to {@value #MAX_USER_ID} characters.
     */
    static @Nullable Member member(String channelData) {
        JsonNode data = tree(channelData);
        JsonNode id = data == null ? null : data.get("user_id");
        String text = userId(id);
        if (data == null || id == null || text == null) {
            return null;
        }
        JsonNode info = data.get("user_info");
        return new Member(text, id.toString(), info == null || info.isNull() ? "{}" : info.toString());
    }

    /** The {@code id} in the {@code user_data} of somebody who signs in; null if there is none, as above. */
    static @Nullable String userIdIn(String userData) {
        JsonNode data = tree(userData);
        return data == null ? null : userId(data.get("id"));
    }

    private static @Nullable String userId(@Nullable JsonNode id) {
        if (id == null || !(id.isTextual() || id.isIntegralNumber())) {
            return null;
        }
        String text = id.asText();
        return text.isEmpty() || text.length() > MAX_USER_ID ? null : text;
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
        return wellFormed(new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    /**
     * The JSON with every unpaired surrogate escaped. UTF-8 has none (RFC 3629, section 3), so as they are they would cost
     * the reader its connection: containers refuse to send them.
     */
    static String wellFormed(String json) {
        int at = unpaired(json, 0);
        if (at < 0) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        int from = 0;
        for (; at >= 0; at = unpaired(json, from)) {
            escaped.append(json, from, at).append(String.format("\\u%04x", (int) json.charAt(at)));
            from = at + 1;
        }
        return escaped.append(json, from, json.length()).toString();
    }

    /** Index of the first surrogate without its other half; -1 if there is none. */
    private static int unpaired(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++; // both halves
            }
        }
        return -1;
    }

    /** JSON that is ready, as a value of {@link #json}. */
    static Object ready(String json) {
        return new RawValue(json);
    }

    /** The text as a JSON string. */
    static String quote(String text) {
        return '"' + escape(text) + '"';
    }

    /** The JSON in a body; null if it is none in UTF-8, or nested deeper than {@value #MAX_DEPTH}. */
    static @Nullable JsonNode tree(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonNode tree = tree(text);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A number whose exponent no machine can hold is no JSON here, though the grammar has it. */
    private static @Nullable JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException | NumberFormatException e) {
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
