package io.livevisitors.privacy;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells words from what nobody can say. Made for the languages that are written with Latin letters. */
final class Words {

    /** A word and its count or year, in either order. */
    private static final Pattern COUNTED = Pattern.compile("[A-Za-z]++[0-9]{1,4}|[0-9]{1,4}[A-Za-z]++");

    private static final Pattern CAMEL_CASE = Pattern.compile("[a-z]*+(?:[A-Z]{1,5}[a-z]++[0-9]{0,4}+)++[A-Z]{0,5}");
    /** A word in camel case with an abbreviation before it, and a number behind it. */
    private static final Pattern HUMP = Pattern.compile("([A-Z]{1,5}[a-z]++)([0-9]{0,4}+)");

    private static final Pattern VOWEL = Pattern.compile("[AEIOUYaeiouy]");

    private static final int MAX_NUMBERS = 2;
    /** Below this many letters chance makes words. */
    private static final int MIN_LETTERS = 16;

    /** Fewer different letters are a pattern, not a token. */
    private static final int MIN_DISTINCT = 6;

    private static final int LETTERS_PER_STRANGE_PAIR = 16;
    private static final int MAX_LETTERS_PER_VOWEL = 6;

    /** Words of two letters, and parts of words that are often seen alone. */
    private static final Set<String> SHORT = Set.of(
            ("ab ad al am an as at au be by ca co da de di do du ed el en er es et ex go he hi id if il im in io is it"
                            + " ja je ji la le li lo me mi my na ne no nu of ok on op or os pa po re sa se si so su te ti to"
                            + " tu tv ui un up us vs we wo za zu")
                    .split(" "));

    /** Pairs of letters that hardly any word has. */
    private static final Set<String> STRANGE_PAIRS = Set.of(
            ("bq bx cj cx dq dx fq fx gq gx hq hx jc jj jq jx jy kq kx mq mv mx pq pv px qb qc qd qf qg qh qj qk qm qn qp"
                            + " qr qt qv qw qx qy qz rx sx tq tx vb vc vf vh vj vm vp vq vw vx wq wv wx xd xg xj xk xn xq xr"
                            + " xv xz yj yq yx yy zq zx")
                    .split(" "));

    private Words() {}

    /** Whether it is a word with a number of up to four digits before or behind it. */
    static boolean isCountedWord(String text) {
        return COUNTED.matcher(text).matches() && !isGibberish(text);
    }

    /** Whether all of it is words that begin with capitals: each can be said, and most are of three letters or more. */
    static boolean areCamelCase(String text) {
        long capitals = text.chars().filter(Character::isUpperCase).count();
        if (5 * capitals > 2L * text.length()
                || !CAMEL_CASE.matcher(text).matches()
                || strangePairs(text.toLowerCase(Locale.ROOT)) > text.length() / LETTERS_PER_STRANGE_PAIR) {
            return false;
        }
        Matcher hump = HUMP.matcher(text);
        int words = 0;
        int tooShort = 0;
        int numbers = 0;
        while (hump.find()) {
            String word = hump.group(1);
            if (!VOWEL.matcher(word).find()) {
                return false;
            }
            words++;
            tooShort += word.length() < 3 && !SHORT.contains(word.toLowerCase(Locale.ROOT)) ? 1 : 0;
            numbers += hump.group(2).isEmpty() ? 0 : 1;
        }
        return tooShort <= words / 4 && numbers <= MAX_NUMBERS;
    }

    /** Whether many letters have too few vowels among them, or too many neighbours that words do not have. */
    static boolean isGibberish(String text) {
        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        long vowels = letters.chars().filter(c -> "aeiouy".indexOf(c) >= 0).count();
        return letters.length() >= MIN_LETTERS
                && letters.chars().distinct().count() >= MIN_DISTINCT
                && (strangePairs(letters) > letters.length() / LETTERS_PER_STRANGE_PAIR
                        || vowels * MAX_LETTERS_PER_VOWEL < letters.length());
    }

    private static int strangePairs(String letters) {
        int pairs = 0;
        for (int i = 1; i < letters.length(); i++) {
            pairs += STRANGE_PAIRS.contains(letters.substring(i - 1, i + 1)) ? 1 : 0;
        }
        return pairs;
    }
}
