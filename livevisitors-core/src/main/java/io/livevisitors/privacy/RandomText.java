package io.livevisitors.privacy;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Tells tokens from words and part numbers. */
final class RandomText {

    /** Characters below which nothing is a token. */
    static final int MIN_LENGTH = 16;

    /** What may be a token as far as its characters go. */
    static final Pattern RUN = Pattern.compile("[A-Za-z0-9_=+/-]{" + MIN_LENGTH + ",}+");

    private static final int MIN_CASE_CHANGES = 3;
    /** Characters of a run's parts whose capitals stand where no word has them. */
    private static final int MIN_CHAOTIC = 8;

    private static final int MIN_GROUP = 4;
    private static final int MIN_DISTINCT = 4;

    private static final Pattern JOINT = Pattern.compile("[_+/-]");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]++");
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]++");
    private static final Pattern CAPITALISED = Pattern.compile("[0-9]{0,4}[A-Z][a-z]*+[0-9]{0,4}");
    /** ISO 8601, basic format. */
    private static final Pattern POINT_IN_TIME = Pattern.compile("(?:19|20)[0-9]{6}[Tt][0-9]{4,6}[Zz]?");

    private RandomText() {}

    /**
     * Whether a run of 16 or more characters is a token rather than words joined by hyphens: some part between joints is
     * long and no word, or several have capitals as base64 has them, or all are groups of a key.
     */
    static boolean isToken(String run) {
        String[] parts = JOINT.split(run);
        int chaotic = 0;
        for (String part : parts) {
            if (isTokenPart(part)) {
                return true;
            }
            chaotic += isChaotic(part) ? part.length() : 0;
        }
        return chaotic >= MIN_CHAOTIC || isGroupedHex(parts) || isGroupedKey(parts);
    }

    private static boolean isTokenPart(String part) {
        if (part.length() < MIN_LENGTH || POINT_IN_TIME.matcher(part).matches()) {
            return false;
        }
        if (HEX.matcher(part).matches()) {
            return hasLetter(part) && part.chars().distinct().count() >= MIN_DISTINCT;
        }
        if (caseChanges(part) >= MIN_CASE_CHANGES) {
            return !Words.areCamelCase(part);
        }
        return LETTERS.matcher(part).matches()
                ? Words.isGibberish(part)
                : isMixed(part) && !Words.isCountedWord(part) && !Words.areCamelCase(part);
    }

    private static boolean isChaotic(String part) {
        return part.chars().anyMatch(Character::isLowerCase)
                && part.chars().anyMatch(Character::isUpperCase)
                && !CAPITALISED.matcher(part).matches()
                && !Words.areCamelCase(part);
    }

    /** Part of a UUID or of a hash, with hyphens in it. */
    private static boolean isGroupedHex(String[] parts) {
        return parts.length >= 2
                && Arrays.stream(parts)
                        .allMatch(part ->
                                part.length() >= MIN_GROUP && HEX.matcher(part).matches())
                && Arrays.stream(parts).anyMatch(RandomText::isMixed);
    }

    /** Groups of one length, most of them letters and digits mixed, as keys of products and vouchers have them. */
    private static boolean isGroupedKey(String[] parts) {
        int length = parts.length == 0 ? 0 : parts[0].length();
        return parts.length >= 3
                && length >= MIN_GROUP
                && Arrays.stream(parts).allMatch(part -> part.length() == length)
                && 2 * Arrays.stream(parts).filter(RandomText::isMixed).count() > parts.length;
    }

    private static boolean isMixed(String text) {
        return hasLetter(text) && text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean hasLetter(String text) {
        return text.chars().anyMatch(Character::isLetter);
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
