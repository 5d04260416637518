package io.livevisitors.benchmarks.broadcast;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the frames of a pixel's channel: which event it is, and its number. An instance reads one after another and makes
 * no garbage; not thread-safe.
 */
final class FeedFrame {

    /** What a frame tells. */
    enum Kind {
        /** {@code visitors.snapshot}, from whose number a reader counts. */
        SNAPSHOT,
        /** {@code visitor.active}. */
        ACTIVE,
        /** Another event of the channel. */
        OTHER,
        /** No event of the channel, or one without a number. */
        NONE
    }

    private static final byte[] START = bytes("{\"event\":\"visitor");
    private static final byte[] ACTIVE = bytes("{\"event\":\"visitor.active\"");
    private static final byte[] SNAPSHOT = bytes("{\"event\":\"visitors.snapshot\"");
    private static final byte[] SEQ = bytes(",\"data\":\"{\\\"seq\\\":");

    /** The number comes after the names of the event and of the channel. */
    private static final int LONGEST_HEAD = 300;

    private long seq;

    /** Reads a text frame's payload, or the first part of it. */
    Kind read(ByteBuffer in, int from, int to) {
        if (!startsWith(START, in, from, to)) {
            return Kind.NONE;
        }
        int end = Math.min(to, from + LONGEST_HEAD);
        int at = from + START.length;
        while (!startsWith(SEQ, in, at, end)) {
            if (++at >= end) {
                return Kind.NONE;
            }
        }
        seq = digits(in, at + SEQ.length, to);
        if (startsWith(ACTIVE, in, from, to)) {
            return Kind.ACTIVE;
        }
        return startsWith(SNAPSHOT, in, from, to) ? Kind.SNAPSHOT : Kind.OTHER;
    }

    /** The number of the event last read. */
    long seq() {
        return seq;
    }

    private static boolean startsWith(byte[] expected, ByteBuffer in, int from, int to) {
        if (to - from < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (in.get(from + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static long digits(ByteBuffer in, int from, int to) {
        long value = 0;
        for (int i = from; i < to && in.get(i) >= '0' && in.get(i) <= '9'; i++) {
            value = value * 10 + in.get(i) - '0';
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
