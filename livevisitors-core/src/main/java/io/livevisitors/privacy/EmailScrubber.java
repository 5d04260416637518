package io.livevisitors.privacy;

import java.util.List;

/**
 * Replaces e-mail addresses, also those with the sign spelled out in brackets, as a reference of HTML, or between spaces.
 * Looks at each character a bounded number of times.
 */
final class EmailScrubber {

    private static final String LOCAL = "._%+'-~!#$&*^`|";
    private static final String DOTS = ".\u2024\u3002\uFF0E\uFF61";
    private static final String DOMAIN = DOTS + "-[]:_";
    private static final int MAX_QUOTED = 64;
    private static final int MAX_SPACES = 2;
    /** RFC 1035, section 2.3.4. */
    private static final int MAX_DOMAIN = 255;

    /** What stands for the sign where programs must not see it, or took it for something else. */
    private static final List<String> SPELLED = List.of(
            "(at)", "[at]", "{at}", "(@)", "[@]", "{@}", "&#64;", "&#064;", "&#x40;", "&#x0040;", "&commat;", "%u0040");

    private static final String SPELLED_STARTS = "([{&%";
    private static final List<String> SPELLED_DOTS = List.of("(dot)", "[dot]", "{dot}");

    private EmailScrubber() {}

    static String scrub(String text) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (int at = 0; at < text.length(); at++) {
            int sign = signLength(text, at);
            if (sign == 0) {
                continue;
            }
            int left = isAt(text.charAt(at)) ? spacesBefore(text, done, at) : 0;
            int right = left == 0 ? 0 : spacesAfter(text, at + sign);
            boolean spaced = left > 0 && right > 0;
            int localEnd = spaced ? at - left : at;
            int domain = at + sign + (spaced ? right : 0);
            int end = domainEnd(text, domain);
            boolean certain = isAt(text.charAt(at)) && !spaced;
            if (end == domain || !(certain || hasTopLevel(text, domain, end))) {
                continue;
            }
            int start = localStart(text, done, localEnd);
            if (start < localEnd) {
                result.append(text, done, start).append(TextScrubber.EMAIL_PLACEHOLDER);
                done = end;
                at = end - 1;
            }
        }
        return done == 0 ? text : result.append(text, done, text.length()).toString();
    }

    /** How many characters are the sign; 0 if none is there. */
    private static int signLength(String text, int at) {
        char c = text.charAt(at);
        if (isAt(c)) {
            return 1;
        }
        return SPELLED_STARTS.indexOf(c) < 0 ? 0 : lengthOf(SPELLED, text, at);
    }

    private static int lengthOf(List<String> words, String text, int at) {
        for (String word : words) {
            if (text.regionMatches(true, at, word, 0, word.length())) {
                return word.length();
            }
        }
        return 0;
    }

    private static boolean isAt(char c) {
        return c == '@' || c == '\uFF20' || c == '\uFE6B';
    }

    private static int spacesBefore(String text, int from, int at) {
        int count = 0;
        while (count < MAX_SPACES && at - count > from && Character.isSpaceChar(text.charAt(at - count - 1))) {
            count++;
        }
        return count;
    }

    private static int spacesAfter(String text, int from) {
        int count = 0;
        while (count < MAX_SPACES && from + count < text.length() && Character.isSpaceChar(text.charAt(from + count))) {
            count++;
        }
        return count;
    }

    private static int localStart(String text, int from, int at) {
        if (at > from && text.charAt(at - 1) == '"') {
            int quote = text.lastIndexOf('"', at - 2);
            return quote >= Math.max(from, at - MAX_QUOTED) ? quote : at;
        }
        int start = wordStart(text, from, at);
        if (start < at && start > from && text.charAt(start - 1) == ':') {
            // The user-info of a URL within has a name before its password.
            int name = wordStart(text, from, start - 1);
            boolean userInfo = name < start - 1 && name - 2 >= from && text.startsWith("//", name - 2);
            return userInfo ? name : start;
        }
        return start;
    }

    private static int wordStart(String text, int from, int end) {
        int start = end;
        while (start > from && isOf(text.charAt(start - 1), LOCAL)) {
            start--;
        }
        return start;
    }

    private static int domainEnd(String text, int from) {
        int end = from;
        int last = Math.min(text.length(), from + MAX_DOMAIN);
        while (end < last) {
            int dot = "([{".indexOf(text.charAt(end)) < 0 ? 0 : lengthOf(SPELLED_DOTS, text, end);
            if (dot == 0 && !isOf(text.charAt(end), DOMAIN)) {
                break;
            }
            end += Math.max(dot, 1);
        }
        while (end > from && (DOTS + "-:_").indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** Whether a domain has a dot and two letters behind it. */
    private static boolean hasTopLevel(String text, int from, int end) {
        int letters = 0;
        int i = end;
        while (i > from && Character.isLetter(text.charAt(i - 1))) {
            i--;
            letters++;
        }
        return letters >= 2 && i > from + 1 && (DOTS + ")]}").indexOf(text.charAt(i - 1)) >= 0;
    }

    private static boolean isOf(char c, String others) {
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK
                || others.indexOf(c) >= 0;
    }
}
