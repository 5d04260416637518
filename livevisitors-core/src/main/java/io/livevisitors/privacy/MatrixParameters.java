package io.livevisitors.privacy;

/**
 * Finds the parameters of a path's segment (RFC 3986, section 3.3), such as {@code ;jsessionid=…}, also where their signs are
 * percent-encoded, once or more often.
 */
final class MatrixParameters {

    private static final int MAX_NAME = 100;

    private MatrixParameters() {}

    /** A segment without its parameters: all from the first semicolon on that a name and an equals sign follow. */
    static String cut(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            int sign = lengthOf(segment, i, ';', "3b");
            if (sign > 0 && isNameAt(segment, i + sign)) {
                return segment.substring(0, i);
            }
        }
        return segment;
    }

    private static boolean isNameAt(String segment, int from) {
        int end = Math.min(segment.length(), from + MAX_NAME + 1);
        for (int i = from; i < end && segment.charAt(i) != ';'; i++) {
            if (lengthOf(segment, i, '=', "3d") > 0) {
                return i > from;
            }
        }
        return false;
    }

    /** How many characters a sign takes at that place, bare or encoded; 0 if it is another. */
    private static int lengthOf(String text, int at, char sign, String code) {
        if (text.charAt(at) == sign) {
            return 1;
        }
        if (text.charAt(at) != '%') {
            return 0;
        }
        int i = at + 1;
        for (int layer = 0; layer < PercentEncoding.MAX_LAYERS && text.startsWith("25", i); layer++) {
            i += 2;
        }
        return text.regionMatches(true, i, code, 0, 2) ? i + 2 - at : 0;
    }
}
