package io.livevisitors.jakarta;

import org.jspecify.annotations.Nullable;

/**
 * One server frame, ready but for its number. The same object goes to all its readers. Immutable.
 *
 * @param lane what an outbox may do with it when its reader is slow
 * @param event the event's name
 * @param head the text up to the number, or all of it
 * @param tail the text after the number; null if the frame has none
 * @param bytes of memory that it takes while it waits for a reader, about: its texts, and the objects around them
 */
record Frame(Lane lane, String event, String head, @Nullable String tail, int bytes) {

    /** What becomes of a waiting frame when its reader is slow. */
    enum Lane {
        /** Answers of the protocol: never dropped, never overtaken by events of a later time. */
        REPLY,
        /** The state from which a reader counts: may be dropped, is then asked for anew. */
        SNAPSHOT,
        /** Totals: the newest replaces an older one. */
        TOTALS,
        /** Single events: the oldest is dropped first. */
        SINGLE
    }

    /** Asks the client for a sign of life; the outbox sends a WebSocket ping after it. */
    static final Frame PING = reply("pusher:ping", null, "{}");

    /** Answers the client's ping. */
    static final Frame PONG = reply("pusher:pong", null, "{}");

    /** A frame that waits, without its texts: itself, its entry in an outbox, and the entry's place in a lane. */
    private static final int OBJECT_BYTES = 88;

    /** A text without its characters: a string and its array. */
    private static final int TEXT_BYTES = 48;

    /** A reply of the protocol; {@code data} is the text that becomes the JSON string. */
    static Frame reply(String event, @Nullable String channel, String data) {
        return whole(Lane.REPLY, event, channel, data);
    }

    /** An event without a number, as hosts and backends publish it. */
    static Frame published(String event, String channel, String data) {
        return whole(Lane.SINGLE, event, channel, data);
    }

    /**
     * A member's event for the others.
     *
     * @param userIdJson who sent it, JSON; null but on a presence channel
     */
    static Frame whisper(String event, String channel, String data, @Nullable String userIdJson) {
        String end = userIdJson == null ? "\"}" : "\",\"user_id\":" + userIdJson + "}";
        String text = start(event, channel) + PusherCodec.escape(data) + end;
        return new Frame(Lane.SINGLE, event, text, null, memory(event, text));
    }

    /**
     * An event that carries {@code seq}.
     *
     * @param json a JSON object without that member
     */
    static Frame numbered(Lane lane, String event, String channel, String json) {
        String head = start(event, channel) + "{\\\"seq\\\":";
        boolean empty = json.length() > 1 && json.charAt(1) == '}';
        String tail = (empty ? "" : ",") + PusherCodec.escape(json.substring(1)) + "\"}";
        return new Frame(lane, event, head, tail, memory(event, head, tail));
    }

    /** {@code pusher:error}. The connection stays unless a close follows. */
    static Frame error(int code, String message) {
        return reply("pusher:error", null, "{\"code\":" + code + ",\"message\":" + PusherCodec.quote(message) + "}");
    }

    /** Whether it is {@link #PING}. */
    boolean isPing() {
        return lane == Lane.REPLY && event.equals(PING.event);
    }

    /** Whether it takes a number. */
    boolean isNumbered() {
        return tail != null;
    }

    /** The text for one reader; {@code seq} is not used by a frame without a number. */
    String text(long seq) {
        return tail == null ? head : head + seq + tail;
    }

    private static Frame whole(Lane lane, String event, @Nullable String channel, String data) {
        String text = start(event, channel) + PusherCodec.escape(data) + "\"}";
        return new Frame(lane, event, text, null, memory(event, text));
    }

    private static String start(String event, @Nullable String channel) {
        return "{\"event\":\"" + PusherCodec.escape(event) + '"'
                + (channel == null ? "" : ",\"channel\":\"" + PusherCodec.escape(channel) + '"') + ",\"data\":\"";
    }

    private static int memory(String... texts) {
        int bytes = OBJECT_BYTES;
        for (String text : texts) {
            bytes += TEXT_BYTES + characters(text);
        }
        return bytes;
    }

    /** Bytes of a text's characters in memory (JEP 254): one each if all are of ISO 8859-1, else two. */
    private static int characters(String text) {
        return text.chars().allMatch(c -> c < 0x100) ? text.length() : 2 * text.length();
    }
}
