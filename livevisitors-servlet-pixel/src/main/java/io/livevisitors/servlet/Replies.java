package io.livevisitors.servlet;

import io.livevisitors.web.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes answers. None is sniffed for another type, and none is kept by a cache unless it says so itself. No text
 * is shown in a frame, unless it says whose.
 */
final class Replies {

    static final String JSON = "application/json; charset=utf-8";

    private static final String POLICY = "frame-ancestors 'none'";

    private static final byte[] NO_BODY = {};

    private Replies() {}

    /**
     * A refusal in the form of all others.
     *
     * @param error the name a program reads
     * @param message the sentence a person reads; nothing of the request may stand in it
     */
    static Reply refusal(int status, String error, String message) {
        return new Reply(
                status, Map.of("Content-Type", JSON), "{\"error\":\"" + error + "\",\"message\":\"" + message + "\"}");
    }

    /** Any page may load what follows, also one that embeds only what says so (COEP, {@code require-corp}). */
    static void share(HttpServletResponse response) {
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    }

    /** What follows is loaded by pages of this origin alone, and shown in no frame. */
    static void keep(HttpServletResponse response) {
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
    }

    static void write(HttpServletRequest request, HttpServletResponse response, Reply reply) throws IOException {
        String body = reply.body();
        if (body != null) {
            response.setHeader("Content-Security-Policy", POLICY);
            response.setHeader("Referrer-Policy", "no-referrer");
        }
        write(
                request,
                response,
                reply.status(),
                reply.headers(),
                body == null ? NO_BODY : body.getBytes(StandardCharsets.UTF_8));
    }

    static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            Map<String, String> headers,
            byte[] body)
            throws IOException {
        response.setStatus(status);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        headers.forEach(response::setHeader);
        if (status == HttpServletResponse.SC_NO_CONTENT || status == HttpServletResponse.SC_NOT_MODIFIED) {
            return;
        }
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }
}
