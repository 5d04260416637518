package io.livevisitors.jakarta;

/** Lengths on the wire. */
final class Utf8 {

    private Utf8() {}

    /** Bytes that the text takes in UTF-8 (RFC 3629). */
    static int length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x800 && !Character.isSurrogate(c)) {
                bytes += 2;
            } else if (c >= 0x80) {
                bytes++; // a surrogate pair is two chars and four bytes
            }
        }
        return bytes;
    }
}
