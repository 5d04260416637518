package io.livevisitors.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Escapes of RFC 3986, section 2.1. */
final class PercentEncoding {

    /** How often a text may be encoded; no page needs more, so that what is encoded more often is a token. */
    static final int MAX_LAYERS = 4;

    private static final HexFormat ESCAPES = HexFormat.of().withUpperCase().withPrefix("%");

    private PercentEncoding() {}

    /** Takes one layer of percent-encoding away; escapes that are no UTF-8 stay. */
    static String decoded(String text) {
        int escape = text.indexOf('%');
        if (escape < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        byte[] bytes = new byte[text.length() / 3 + 1];
        int i = 0;
        while (i < text.length()) {
            int count = 0;
            boolean ascii = true;
            for (int value; (value = escapeAt(text, i)) >= 0; i += 3) {
                bytes[count++] = (byte) value;
                ascii &= value < 0x80;
            }
            if (count == 0) {
                result.append(text.charAt(i++));
            } else if (ascii) {
                result.append(new String(bytes, 0, count, StandardCharsets.US_ASCII));
            } else {
                result.append(utf8(bytes, count, text.substring(i - 3 * count, i)));
            }
        }
        return result.toString();
    }

    /** The byte that an escape at that place stands for; less than 0 if there is none. */
    private static int escapeAt(String text, int at) {
        if (at + 2 >= text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = hexDigit(text.charAt(at + 1));
        int low = hexDigit(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static String utf8(byte[] bytes, int count, String escapes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, count))
                    .toString();
        } catch (CharacterCodingException e) {
            // Another encoding, or bytes: what is ASCII among them is still read.
            StringBuilder readable = new StringBuilder();
            for (int i = 0; i < count; i++) {
                readable.append(bytes[i] >= 0 ? String.valueOf((char) bytes[i]) : escapes.substring(3 * i, 3 * i + 3));
            }
            return readable.toString();
        }
    }

    static String encoded(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || "-._~!$'()*,:@{}".indexOf(c) >= 0) {
                result.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    ESCAPES.formatHex(result, new byte[] {b});
                }
            }
        });
        return result.toString();
    }
}
