package io.livevisitors.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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
        if (request.getContentLengthLong() > max) {
            return null;
        }
        try {
            byte[] body = request.getInputStream().readNBytes(max + 1);
            return body.length > max ? null : body;
        } catch (IOException | RuntimeException e) {
            // Jetty reports bad chunks by a RuntimeException, the others by an IOException
            return UNREADABLE;
        }
    }
}
