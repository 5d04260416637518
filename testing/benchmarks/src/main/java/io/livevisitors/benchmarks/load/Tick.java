package io.livevisitors.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The event that is broadcast: its number, when it was published, and text that makes it as long as a usual event. An
 * instance reads one after another out of frames and makes no garbage; not thread-safe.
 */
public final class Tick {

    public static final String CHANNEL = "news";
    public static final String EVENT = "tick";

    private static final String TEXT = "x".repeat(160);
    private static final String HEAD_TEXT =
            "{\"event\":\"" + EVENT + "\",\"channel\":\"" + CHANNEL + "\",\"data\":\"{\\\"number\\\":";
    private static final String MIDDLE_TEXT = ",\\\"at\\\":";
    private static final String TAIL_TEXT = ",\\\"text\\\":\\\"" + TEXT + "\\\"}\"}";
    private static final byte[] HEAD = bytes(HEAD_TEXT);
    private static final byte[] MIDDLE = bytes(MIDDLE_TEXT);

    private int number;
    private long publishedAt;
    private int position;

    /** One that has read nothing yet. */
    public Tick() {}

    /**
     * What is published.
     *
     * @param at {@link System#nanoTime()}
     */
    public static String data(int number, long at) {
        return "{\"number\":" + number + ",\"at\":" + at + ",\"text\":\"" + TEXT + "\"}";
    }

    /** The whole frame of a tick, as a server of the Pusher protocol sends it; see {@link #data}. */
    public static String frame(int number, long at) {
        return HEAD_TEXT + number + MIDDLE_TEXT + at + TAIL_TEXT;
    }

    /** Reads a text frame's payload; false if it is no tick. */
    public boolean read(ByteBuffer in, int from, int to) {
        position = from;
        if (!skip(in, HEAD, to)) {
            return false;
        }
        number = (int) digits(in, to);
        boolean whole = skip(in, MIDDLE, to);
        publishedAt = digits(in, to);
        return whole;
    }

    /** Of the tick last read. */
    public int number() {
        return number;
    }

    /** When the tick last read was published, by {@link System#nanoTime()}. */
    public long publishedAt() {
        return publishedAt;
    }

    private boolean skip(ByteBuffer in, byte[] expected, int to) {
        if (to - position < expected.length) {
            return false;
        }
        for (byte b : expected) {
            if (in.get(position++) != b) {
                return false;
            }
        }
        return true;
    }

    private long digits(ByteBuffer in, int to) {
        long value = 0;
        while (position < to && in.get(position) >= '0' && in.get(position) <= '9') {
            value = value * 10 + in.get(position++) - '0';
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
