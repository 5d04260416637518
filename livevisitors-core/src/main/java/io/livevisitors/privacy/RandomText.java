package io.livevisitors.privacy;

import java.util.regex.Pattern;

/** Tells tokens from words. */
final class RandomText {

    /** What may be a token as far as its characters go. */
    static final Pattern RUN = Pattern.compile("[A-Za-z0-9_=+/-]{16,}+");

    private static final Pattern JOINT = Pattern.compile("[_+/-]");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]++");
    /** A word with a year or a count beside it, and a point in time (ISO 8601, basic format). */
    private static final Pattern WORD =
            Pattern.compile("[A-Za-z]++[0-9]{1,4}|[0-9]{1,4}[A-Za-z]++|(?:19|20)[0-9]{6}[Tt][0-9]{4,6}[Zz]?");

    private static final int MIN_CASE_CHANGES = 3;

    private RandomText() {}

    /**
     * Whether a run of 16 or more characters is a token rather than words joined by hyphens: some part between joints is
     * long and mixes letters with digits, or all of it changes case like base64 does.
     */
    static boolean isToken(String run) {
        for (String part : JOINT.split(run)) {
            if (part.length() >= 16 && isMixed(part) && !isWord(part)) {
                return true;
            }
        }
        return run.length() >= 24 && isMixed(run) && caseChanges(run) >= MIN_CASE_CHANGES;
    }

    private static boolean isWord(String part) {
        return WORD.matcher(part).matches() && !HEX.matcher(part).matches() && caseChanges(part) < MIN_CASE_CHANGES;
    }

    private static boolean isMixed(String text) {
        boolean digit = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean letter = text.chars().anyMatch(Character::isLetter);
        return (digit && letter) || caseChanges(text) >= MIN_CASE_CHANGES;
    }

    /** How often a capital follows a small letter. */
    private static int caseChanges(String text) {
        int changes = 0;
        for (int i = 1; i < text.length(); i++) {
            if (Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1))) {
                changes++;
            }
        }
        return changes;
    }
}
