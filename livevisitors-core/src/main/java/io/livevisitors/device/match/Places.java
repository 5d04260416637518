package io.livevisitors.device.match;

import java.util.Arrays;

/** Where in a text each character of ASCII stands: found once, for many searches that begin with one character. */
final class Places {

    private static final short NONE = -1;

    /** For each character the first place. */
    private final short[] first = new short[128];

    /** For each place the next of the same character. */
    private final short[] next;

    private final char[] text;

    /** The places of a text of at most 32,767 characters. */
    Places(char[] text) {
        this.text = text;
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

    /** The first place of a character from this one on; -1 if there is none. Quick from a place behind another of its. */
    int next(char c, int from) {
        int at = from > 0 && text[from - 1] == c ? next[from - 1] : first[c];
        while (at >= 0 && at < from) {
            at = next[at];
        }
        return at;
    }
}
