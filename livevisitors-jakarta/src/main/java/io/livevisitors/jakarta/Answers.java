package io.livevisitors.jakarta;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes answers over HTTP: JSON, with its length, kept by no cache and shown in no frame. */
final class Answers {

    private Answers() {}

    static void json(HttpServletResponse response, int status, String json) throws IOException {
        byte[] body = PusherCodec.wellFormed(json).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** {@code {"error":…,"message":…}}. */
    static void refusal(HttpServletResponse response, int status, String error, String message) throws IOException {
        refusal(response, status, error, null, message);
    }

    /** {@code {"error":…,"field":…,"message":…}}. */
    static void refusal(HttpServletResponse response, int status, String error, @Nullable String field, String message)
            throws IOException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("error", error);
        if (field != null) {
            body.put("field", field);
        }
        body.put("message", message);
        json(response, status, PusherCodec.json(body));
    }
}
