package io.livevisitors.servlet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code name=value&…} text, a query string or a form body, without the container: {@code getParameter} would eat
 * the body of a request and throws on bad escapes.
 *
 * @see <a href="https://url.spec.whatwg.org/#urlencoded-parsing">URL Standard: application/x-www-form-urlencoded</a>
 */
final class QueryText {

    private QueryText() {}

    /**
     * First value of a name.
     *
     * @return null if the name is absent, or if its first value is not well-formed percent-encoded UTF-8
     */
    static @Nullable String first(@Nullable String text, String name) {
        if (text == null) {
            return null;
        }
        for (int start = 0; start <= text.length(); ) {
            int end = indexOr(text, '&', start, text.length());
            int equals = indexOr(text, '=', start, end);
            if (equals > end) {
                equals = end;
            }
            if (name.equals(decode(text, start, equals))) {
                return decode(text, Math.min(equals + 1, end), end);
            }
            start = end + 1;
        }
        return null;
    }

    private static int indexOr(String text, char wanted, int from, int otherwise) {
        int index = text.indexOf(wanted, from);
        return index < 0 ? otherwise : index;
    }

    private static @Nullable String decode(String text, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= end
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    return null;
                }
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c < 0x80) {
                bytes.put((byte) (c == '+' ? ' ' : c));
            } else {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
