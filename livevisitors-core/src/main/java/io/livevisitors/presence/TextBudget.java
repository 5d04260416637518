package io.livevisitors.presence;

import io.livevisitors.privacy.AnonymousVisit;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes of text are kept of one visitor, and what part of them one text may take: a page a quarter, a title or
 * a referrer an eighth, each campaign parameter a sixteenth. So one open tab always fits; of more tabs and of the journey
 * only as much is kept as does. Immutable.
 *
 * @param bytes as {@link #bytes(String)} counts them
 */
record TextBudget(int bytes) {

    private static final int MAX_LATIN_1 = 0xFF;

    /** What a text takes in memory: a byte for each character of Latin-1, else two (JEP 254). */
    static int bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > MAX_LATIN_1) {
                return 2 * text.length();
            }
        }
        return text.length();
    }

    /** A visit with its texts cut to their parts; the same visit if nothing is too long. */
    Visit fit(Visit visit) {
        AnonymousVisit who = visit.who();
        if (fits(who)) {
            return visit;
        }
        return visit.with(new AnonymousVisit(
                who.visitor(),
                who.previous(),
                who.tab(),
                cut(who.pageUrl(), bytes / 4),
                cut(who.pageTitle(), bytes / 8),
                cut(who.referrer(), bytes / 8),
                cut(who.utmSource(), bytes / 16),
                cut(who.utmMedium(), bytes / 16),
                cut(who.utmCampaign(), bytes / 16),
                who.country(),
                who.language()));
    }

    /** Whether no text of a visit is too long. */
    boolean fits(Visit visit) {
        return fits(visit.who());
    }

    private boolean fits(AnonymousVisit who) {
        return fits(who.pageUrl(), bytes / 4)
                && fits(who.pageTitle(), bytes / 8)
                && fits(who.referrer(), bytes / 8)
                && fits(who.utmSource(), bytes / 16)
                && fits(who.utmMedium(), bytes / 16)
                && fits(who.utmCampaign(), bytes / 16);
    }

    private static boolean fits(@Nullable String text, int max) {
        return text == null || 2 * text.length() <= max || bytes(text) <= max;
    }

    private static @Nullable String cut(@Nullable String text, int max) {
        if (text == null || fits(text, max)) {
            return text;
        }
        int end = bytes(text) == text.length() ? max : max / 2;
        boolean splitsPair = Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splitsPair ? end - 1 : end);
    }
}
