package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * Where a list of visitors ended: by the number of an arrival, so that it holds when visitors come and go, and by the
 * visitor, so that it is found at once if it is still here. Immutable.
 *
 * @param number of the arrival of the last visitor listed
 * @param last that visitor; null at the beginning
 */
record Cursor(long number, @Nullable Pseudonym last) {

    private static final Cursor BEGINNING = new Cursor(Long.MAX_VALUE, null);
    private static final int RADIX = 36;

    /**
     * @param text a cursor as an answer gave it; null for the beginning
     * @throws InvalidQueryException if it is none
     */
    static Cursor parse(@Nullable String text) {
        if (text == null) {
            return BEGINNING;
        }
        int dot = text.indexOf('.');
        Pseudonym last = dot < 0 ? null : Pseudonym.parse(text.substring(dot + 1));
        if (last == null) {
            throw none(text);
        }
        try {
            return new Cursor(Long.parseLong(text.substring(0, dot), RADIX), last);
        } catch (NumberFormatException e) {
            throw none(text);
        }
    }

    static String text(long number, String token) {
        return Long.toString(number, RADIX) + "." + token;
    }

    private static InvalidQueryException none(String text) {
        return new InvalidQueryException("cursor", text, "use the next_cursor of the answer before");
    }
}
