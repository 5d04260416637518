package io.livevisitors.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of text what may name a person: e-mail addresses, long tokens, long numbers; and what is no text: control
 * characters and halves of surrogate pairs. No expression goes back further than a bounded number of characters.
 */
final class TextScrubber {

    static final String EMAIL_PLACEHOLDER = "{email}";
    static final String TOKEN_PLACEHOLDER = "{token}";
    static final String NUMBER_PLACEHOLDER = "{number}";

    private static final Pattern EMAIL =
            Pattern.compile("[\\p{L}\\p{N}._%+'-]{1,64}(?:@|%40)[\\p{L}\\p{N}.-]{1,253}+", Pattern.CASE_INSENSITIVE);
    private static final Pattern UUID = Pattern.compile(
            "(?<![0-9a-f])[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", Pattern.CASE_INSENSITIVE);
    /** Card and phone numbers: 9 or more digits, single spaces, dots and hyphens between them allowed. */
    private static final Pattern LONG_NUMBER =
            Pattern.compile("(?<![0-9A-Za-z])\\+?[0-9](?:[ .-]?[0-9]){8,30}+[0-9]*+");

    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_=+-]{16,}+");
    private static final Pattern JOINT = Pattern.compile("[_+-]");

    private TextScrubber() {}

    static String scrub(String text) {
        String result = wellFormed(text);
        if (result.indexOf('@') >= 0 || result.contains("%40")) {
            result = EMAIL.matcher(result).replaceAll(EMAIL_PLACEHOLDER);
        }
        result = UUID.matcher(result).replaceAll(TOKEN_PLACEHOLDER);
        result = LONG_NUMBER.matcher(result).replaceAll(NUMBER_PLACEHOLDER);
        return RUN.matcher(result).replaceAll(run -> looksRandom(run.group()) ? TOKEN_PLACEHOLDER : quote(run.group()));
    }

    private static String quote(String text) {
        return Matcher.quoteReplacement(text);
    }

    /**
     * Whether a run of 16 or more characters is a token rather than words joined by hyphens: some part between joints is
     * long and mixes letters with digits, or all of it is hexadecimal, or it changes case like base64 does.
     */
    private static boolean looksRandom(String run) {
        for (String part : JOINT.split(run)) {
            if (part.length() >= 16 && isMixed(part)) {
                return true;
            }
        }
        return run.length() >= 24 && isMixed(run) && caseChanges(run) >= 6;
    }

    private static boolean isMixed(String text) {
        boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean letter = text.chars().anyMatch(Character::isLetter);
        return (digit && letter) || caseChanges(text) >= 6;
    }

    private static int caseChanges(String text) {
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1))) {
                changes += 2;
            }
        }
        return changes;
    }

    /** Without control characters and without halves of surrogate pairs, which no encoding can carry. */
    static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                result.append('\uFFFD');
            } else if (Character.isISOControl(c)) {
                result.append(' ');
            } else {
                result.appendCodePoint(c);
            }
        });
        return result.toString();
    }
}
