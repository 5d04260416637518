package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads request bodies, and never more than may be there. */
final class Bodies {

    private static final byte[] UNREADABLE = {};

    private Bodies() {}

    /**
     * The body of a request. If it is too long, the answer says that the connection ends with it.
     *
     * @param max most bytes it may have
     * @return null if it has more: a declared length is believed without reading, another is read until it is one byte
     *     over. Empty if the client stopped or broke the framing midway, so that half a body is never taken for one
     */
    static byte @Nullable [] read(HttpServletRequest request, HttpServletResponse response, int max) {
        long declared = request.getContentLengthLong();
        if (declared > max) {
            endConnection(request, response);
            return null;
        }
        try {
            byte[] body = read(request.getInputStream(), declared < 0 ? max : (int) declared, max);
            if (body.length > max) {
                endConnection(request, response);
                return null;
            }
            return body;
        } catch (IOException | RuntimeException e) {
            // Jetty reports bad chunks by a RuntimeException, the others by an IOException
            return UNREADABLE;
        }
    }

    /**
     * Tells the client not to send its next request after a body that was left unread: the container closes the connection
     * then, and what was sent meanwhile is lost (RFC 9112, section 9.6). HTTP/2 has no such header (RFC 9113, section 8.2.2).
     */
    private static void endConnection(HttpServletRequest request, HttpServletResponse response) {
        if (request.getProtocol().startsWith("HTTP/1.")) {
            response.setHeader("Connection", "close");
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
