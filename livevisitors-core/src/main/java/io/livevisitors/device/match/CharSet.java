package io.livevisitors.device.match;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * A set of UTF-16 characters: any of ASCII, and of the rest none, all, or all but the line terminators. That is as much
 * as the rules of uap-core tell apart. Immutable.
 *
 * @param low characters 0 to 63, a bit each
 * @param high characters 64 to 127, a bit each
 * @param beyond what is in the set of the characters above 127
 */
public record CharSet(long low, long high, Beyond beyond) {

    /** Which characters above 127 a set holds. */
    public enum Beyond {
        /** None of them. */
        NONE,
        /** Every one. */
        ALL,
        /** Every one but U+0085, U+2028 and U+2029, which end a line for {@link java.util.regex.Pattern} too. */
        ALL_WITHIN_A_LINE;

        private static final Beyond[] VALUES = values();

        boolean has(char c) {
            return this == ALL || (this == ALL_WITHIN_A_LINE && c != '\u0085' && c != '\u2028' && c != '\u2029');
        }

        private Beyond or(Beyond other) {
            if (this == ALL || other == ALL) {
                return ALL;
            }
            return this == NONE ? other : this;
        }
    }

    /** No character. */
    public static final CharSet NONE = new CharSet(0, 0, Beyond.NONE);

    /** What a dot stands for: every character that does not end a line. */
    public static final CharSet DOT = new CharSet(~(1L << '\n' | 1L << '\r'), -1, Beyond.ALL_WITHIN_A_LINE);

    /** One character below 128. */
    public static CharSet of(char c) {
        return range(c, c);
    }

    /**
     * The characters from the first to the last, both included.
     *
     * @throws IllegalArgumentException if one is above 127
     */
    public static CharSet range(char first, char last) {
        if (last > 127 || first > last) {
            throw new IllegalArgumentException("not a range within ASCII: " + first + "-" + last);
        }
        long low = 0;
        long high = 0;
        for (int c = first; c <= last; c++) {
            if (c < 64) {
                low |= 1L << c;
            } else {
                high |= 1L << (c - 64);
            }
        }
        return new CharSet(low, high, Beyond.NONE);
    }

    /** Whether the set holds this character. */
    public boolean has(char c) {
        if (c < 64) {
            return ((low >>> c) & 1) != 0;
        }
        return c < 128 ? ((high >>> (c - 64)) & 1) != 0 : beyond.has(c);
    }

    /** What either holds. */
    public CharSet or(CharSet other) {
        return new CharSet(low | other.low, high | other.high, beyond.or(other.beyond));
    }

    /**
     * What this does not hold.
     *
     * @throws IllegalArgumentException for the complement of a dot, which is not such a set
     */
    public CharSet not() {
        if (beyond == Beyond.ALL_WITHIN_A_LINE) {
            throw new IllegalArgumentException("a dot has no complement here");
        }
        return new CharSet(~low, ~high, beyond == Beyond.ALL ? Beyond.NONE : Beyond.ALL);
    }

    /** This, and each of its ASCII letters in the other case. */
    public CharSet inEitherCase() {
        long upper = high & 0x07FF_FFFEL;
        long lower = high & 0x07FF_FFFE_0000_0000L;
        return new CharSet(low, high | upper << 32 | lower >>> 32, beyond);
    }

    /** How many characters of ASCII are in it. */
    public int size() {
        return Long.bitCount(low) + Long.bitCount(high);
    }

    /** Whether it holds characters of ASCII alone. */
    public boolean isAscii() {
        return beyond == Beyond.NONE;
    }

    /** Its characters of ASCII, ascending. */
    public IntStream ascii() {
        return IntStream.range(0, 128).filter(c -> has((char) c));
    }

    /** The same as an array. */
    char[] characters() {
        char[] characters = new char[size()];
        int found = 0;
        for (char c = 0; c < 128; c++) {
            if (has(c)) {
                characters[found++] = c;
            }
        }
        return characters;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(low);
        out.writeLong(high);
        out.writeByte(beyond.ordinal());
    }

    static CharSet read(ByteBuffer in) {
        return new CharSet(in.getLong(), in.getLong(), Beyond.VALUES[in.get()]);
    }
}
