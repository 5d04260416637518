package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads request bodies, and never more than may be there. */
final class Bodies {

    private static final byte[] UNREADABLE = {};

    private Bodies() {}

    /**
     * The body of a request.
     *
     * @param max most bytes it may have
     * @return null if it has more: a declared length is believed without reading, another is read until it is one byte
     *     over. Empty if the client stopped or broke the framing midway, so that half a body is never taken for one
     */
    static byte @Nullable [] read(HttpServletRequest request, int max) {
        long declared = request.getContentLengthLong();
        if (declared > max) {
            return null;
        }
        try {
            byte[] body = read(request.getInputStream(), declared < 0 ? max : (int) declared, max);
            return body.length > max ? null : body;
        } catch (IOException | RuntimeException e) {
            // Jetty reports bad chunks by a RuntimeException, the others by an IOException
            return UNREADABLE;
        }
    }

    /**
     * Reads to the end, or to one byte over. What is read takes no more room than was expected: a body is longer than
     * declared only where a filter of the host's unpacked it.
     */
    private static byte[] read(InputStream in, int expected, int max) throws IOException {
        byte[] body = in.readNBytes(expected + 1);
        if (body.length <= expected || expected == max) {
            return body;
        }
        byte[] rest = in.readNBytes(max - expected);
        byte[] whole = Arrays.copyOf(body, body.length + rest.length);
        System.arraycopy(rest, 0, whole, body.length, rest.length);
        return whole;
    }
}
