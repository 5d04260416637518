package io.livevisitors.device.match;

import java.util.Arrays;

/** Where in a text each character of ASCII stands: found once, for many searches that begin with one character. */
final class Places {

    private static final short NONE = -1;

    /** For each character the first place. */
    private final short[] first = new short[128];

    /** For each place the next of the same character. */
    private final short[] next;

    /**
     * The places of a text.
     *
     * @throws IllegalArgumentException for one of more than 32,767 characters
     */
    Places(char[] text) {
        if (text.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a text of " + text.length + " characters is too long to match");
        }
        next = new short[text.length];
        Arrays.fill(first, NONE);
        for (int at = text.length - 1; at >= 0; at--) {
            char c = text[at];
            if (c < 128) {
                next[at] = first[c];
                first[c] = (short) at;
            }
        }
    }

    /** The first place of a character of ASCII; -1 if it is nowhere. */
    int first(char c) {
        return first[c];
    }

    /** The next place of the character that stands here; -1 if there is none. */
    int next(int place) {
        return next[place];
    }
}
