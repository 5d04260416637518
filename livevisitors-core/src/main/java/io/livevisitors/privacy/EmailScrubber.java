package io.livevisitors.privacy;

/** Replaces e-mail addresses. Looks at each character a bounded number of times. */
final class EmailScrubber {

    private static final String LOCAL = "._%+'-~!#$&*^`|";
    private static final String DOMAIN = ".-[]:_";
    private static final int MAX_QUOTED = 64;

    private EmailScrubber() {}

    static String scrub(String text) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (int at = 0; at < text.length(); at++) {
            if (!isAt(text.charAt(at))) {
                continue;
            }
            int start = localStart(text, done, at);
            int end = domainEnd(text, at + 1);
            if (start < at && end > at + 1) {
                result.append(text, done, start).append(TextScrubber.EMAIL_PLACEHOLDER);
                done = end;
                at = end - 1;
            }
        }
        return done == 0 ? text : result.append(text, done, text.length()).toString();
    }

    private static boolean isAt(char c) {
        return c == '@' || c == '\uFF20' || c == '\uFE6B';
    }

    private static int localStart(String text, int from, int at) {
        if (at > from && text.charAt(at - 1) == '"') {
            int quote = text.lastIndexOf('"', at - 2);
            return quote >= Math.max(from, at - MAX_QUOTED) ? quote : at;
        }
        int start = at;
        while (start > from && isOf(text.charAt(start - 1), LOCAL)) {
            start--;
        }
        return start;
    }

    private static int domainEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isOf(text.charAt(end), DOMAIN)) {
            end++;
        }
        while (end > from && ".-:_".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean isOf(char c, String others) {
        return Character.isLetterOrDigit(c)
                || Character.isSurrogate(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK
                || others.indexOf(c) >= 0;
    }
}
