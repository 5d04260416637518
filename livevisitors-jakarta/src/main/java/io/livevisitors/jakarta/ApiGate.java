package io.livevisitors.jakarta;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reads requests to the HTTP API from the container, and writes its answers. Thread-safe. */
final class ApiGate {

    private final HttpApi api;

    ApiGate(HttpApi api) {
        this.api = api;
    }

    /** Answers a request to {@code apps/}. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        try {
            ApiRequest read = new ApiRequest(
                    request.getMethod(),
                    Handshake.rawPath(request),
                    ApiQuery.of(request.getQueryString()),
                    body(request, response));
            Answers.json(response, 200, api.answer(read));
        } catch (ApiException e) {
            if (e.allow() != null) {
                response.setHeader("Allow", e.allow());
            }
            Answers.refusal(response, e.status(), e.error(), e.field(), e.remedy());
        }
    }

    /**
     * Never more than one byte beyond what may be there: that is enough to know that it is too large. The container closes
     * the connection after a body whose rest was left unread, so the client is told not to send its next request on it
     * (RFC 9112, section 9.6; HTTP/2 has no such header: RFC 9113, section 8.2.2).
     */
    private byte[] body(HttpServletRequest request, HttpServletResponse response) throws ApiException {
        try {
            byte[] body = request.getInputStream().readNBytes(api.maxBodyBytes() + 1);
            if (body.length > api.maxBodyBytes() && request.getProtocol().startsWith("HTTP/1.")) {
                response.setHeader("Connection", "close");
            }
            return body;
        } catch (IOException | RuntimeException e) {
            // The client stopped or broke the framing midway; Jetty reports bad chunks by a RuntimeException.
            throw new ApiException(400, "unreadable_body", null, "the body ended too early or was badly framed");
        }
    }
}
