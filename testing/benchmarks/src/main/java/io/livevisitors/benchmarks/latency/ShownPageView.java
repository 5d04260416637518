package io.livevisitors.benchmarks.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Reads the number of the page view out of an event that shows one. Makes no garbage. */
final class ShownPageView {

    private ShownPageView() {}

    /** What is read if an event shows no page view with a number. */
    static final int NONE = -1;

    private static final byte[] HEAD = "{\"event\":\"visitor.active\"".getBytes(US_ASCII);
    private static final byte[] BEFORE_NUMBER = PageViews.BEFORE_NUMBER.getBytes(US_ASCII);

    /** Reads a text frame's payload; the number, or {@link #NONE}. */
    static int read(ByteBuffer in, int from, int to) {
        if (!startsWith(HEAD, in, from, to)) {
            return NONE;
        }
        int last = to - BEFORE_NUMBER.length - PageViews.DIGITS;
        for (int at = from + HEAD.length; at <= last; at++) {
            if (in.get(at) == BEFORE_NUMBER[0] && startsWith(BEFORE_NUMBER, in, at, to)) {
                return digits(in, at + BEFORE_NUMBER.length);
            }
        }
        return NONE;
    }

    /** Whether there are certain bytes from an index on. */
    static boolean startsWith(byte[] expected, ByteBuffer in, int from, int to) {
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

    private static int digits(ByteBuffer in, int from) {
        int value = 0;
        for (int i = from; i < from + PageViews.DIGITS; i++) {
            int digit = in.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
