package io.livevisitors.privacy;

/**
 * Proves of most texts, in one look at each character, that {@link TextScrubber} would leave them as they are. What it
 * cannot prove it leaves to the thorough search. Each condition is one without which the expression named beside it finds
 * nothing; all of them hold for every part of a text for which they hold, so that proving a whole proves its parts.
 */
final class HarmlessText {

    /** Digits of the shortest number that is looked for: {@link NumberScrubber}, seven of them after a plus sign. */
    private static final int MIN_DIGITS = 7;

    /** Dots and colons of an IPv4 or IPv6 address; the latter also stand in a MAC address. */
    private static final int MIN_DOTS = 3;

    private static final int MIN_COLONS = 2;

    /** Octets of a MAC address that stand between two hyphens. */
    private static final int MIN_OCTETS = 4;

    /** Hexadecimal digits in a row that every UUID has. */
    private static final int UUID_END = 12;

    /** The first letter of a word for the sign in brackets, or the sign: {@code (at)}, {@code (@)}. */
    private static final String SPELLED_SIGN = "aA@";

    /** After an ampersand, what makes it a reference of the sign, by its number or its name. */
    private static final String REFERENCE = "#cC";

    /** Marks beyond ASCII that stand in many titles and mean nothing to the search. */
    private static final String MARKS = "\u00b7\u00b0\u00a9\u00ae\u2026\u2022\u2122";

    private HarmlessText() {}

    /** Whether a text is proven to stay as it is. */
    static boolean isProven(String text) {
        return isProven(text, false);
    }

    /** Whether a path is proven to stay as it is, if its segments are looked at each by itself. */
    static boolean isProvenPath(String path) {
        return isProven(path, true);
    }

    private static boolean isProven(String text, boolean slashParts) {
        int digits = 0;
        int dots = 0;
        int colons = 0;
        int octets = 0;
        int runStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSmall(c)) {
                continue;
            }
            if (c >= '0' && c <= '9') {
                if (++digits == MIN_DIGITS || endsAccountStart(text, i)) {
                    return false;
                }
                continue;
            }
            if (isCapital(c)) {
                if (c == 'J' && text.startsWith("ey", i - 2)) {
                    return false; // TextScrubber.JWT
                }
                continue;
            }
            dots += c == '.' ? 1 : 0;
            colons += c == ':' ? 1 : 0;
            octets += c == '-' && isOctetBefore(text, i) ? 1 : 0;
            if (!isMeaningless(text, i, c)) {
                return false;
            }
            if (c != '-' && c != '_' && c != '+' && (c != '/' || slashParts)) {
                if (mayBeToken(text, runStart, i)) {
                    return false;
                }
                runStart = i + 1;
            }
        }
        return dots < MIN_DOTS
                && colons < MIN_COLONS
                && octets < MIN_OCTETS
                && !mayBeToken(text, runStart, text.length());
    }

    /** Whether a character that is no letter or digit of ASCII begins nothing that is looked for. */
    private static boolean isMeaningless(String text, int at, char c) {
        return switch (c) {
            case '@', '%', '=' -> false;
            case '(', '[', '{' -> !isFollowedBy(text, at, SPELLED_SIGN);
            case '&' -> !isFollowedBy(text, at, REFERENCE);
            default -> (c >= ' ' && c <= '~') || isVisible(c);
        };
    }

    private static boolean isFollowedBy(String text, int at, String any) {
        return at + 1 < text.length() && any.indexOf(text.charAt(at + 1)) >= 0;
    }

    /** Letters and marks beyond ASCII: neither digits, nor spaces, nor signs of an e-mail address, nor unseen. */
    private static boolean isVisible(char c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DASH_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.CURRENCY_SYMBOL -> true;
            default -> MARKS.indexOf(c) >= 0;
        };
    }

    /** Whether two digits, of which the second is here, follow two letters, as an account number of a bank begins. */
    private static boolean endsAccountStart(String text, int at) {
        if (at < 3 || text.charAt(at - 1) < '0' || text.charAt(at - 1) > '9') {
            return false;
        }
        int letter = at - 2;
        if (" ._-".indexOf(text.charAt(letter)) >= 0) {
            letter--;
        }
        return letter >= 1
                && isLetter(text.charAt(letter))
                && isLetter(text.charAt(letter - 1))
                && (letter == 1 || !Character.isLetterOrDigit(text.charAt(letter - 2)));
    }

    /** Whether two hexadecimal digits stand between a hyphen and the place. */
    private static boolean isOctetBefore(String text, int at) {
        return at >= 3
                && text.charAt(at - 3) == '-'
                && isHexDigit(text.charAt(at - 2))
                && isHexDigit(text.charAt(at - 1));
    }

    /**
     * Whether what stands between two places may be a token: it is as long as one, and not all of its parts between joints
     * are short words or short numbers. A word may begin with a capital.
     */
    private static boolean mayBeToken(String text, int from, int to) {
        if (to - from < RandomText.MIN_LENGTH) {
            return false;
        }
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || isJoint(text.charAt(i))) {
                if (i - start >= RandomText.MIN_LENGTH || !isWordOrNumber(text, start, i)) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private static boolean isJoint(char c) {
        return c == '-' || c == '_' || c == '+' || c == '/';
    }

    private static boolean isWordOrNumber(String text, int from, int to) {
        if (from == to) {
            return true;
        }
        char first = text.charAt(from);
        boolean isNumber = first >= '0' && first <= '9';
        int hexDigits = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean isDigit = c >= '0' && c <= '9';
            hexDigits = isHexDigit(c) ? hexDigits + 1 : 0;
            if (isDigit != isNumber || (i > from && isCapital(c)) || hexDigits == UUID_END) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isLetter(char c) {
        return isSmall(c) || isCapital(c);
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
