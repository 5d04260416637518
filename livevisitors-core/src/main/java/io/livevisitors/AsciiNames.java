package io.livevisitors;

/** Names of ASCII letters, digits and a few other characters, as IDs and names of events are. */
final class AsciiNames {

    private AsciiNames() {}

    /**
     * Whether a text is such a name.
     *
     * @param others characters that it may have beside letters and digits
     * @param max most characters that it may have; it has at least one
     */
    static boolean isName(String text, String others, int max) {
        if (text.isEmpty() || text.length() > max) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !isDigit(c) && others.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
