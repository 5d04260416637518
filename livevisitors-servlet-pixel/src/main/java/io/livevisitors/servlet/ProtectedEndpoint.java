package io.livevisitors.servlet;

import io.livevisitors.web.Gateway;
import io.livevisitors.web.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What only those may see whom the host's authorizers let in. The core decides; no answer here is ever cached. */
final class ProtectedEndpoint {

    /** Most bytes of the form of {@code auth}: both fields at their longest take less than 1 KiB. */
    static final int MAX_FORM_BYTES = 4096;

    private final Gateway gateway;

    ProtectedEndpoint(Gateway gateway) {
        this.gateway = gateway;
    }

    void visitors(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replies.write(request, response, gateway.visitors(Requests.toClientRequest(request, "/api/visitors")));
    }

    void journey(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replies.write(request, response, gateway.journey(Requests.toClientRequest(request, "/api/journey")));
    }

    /** Signs a subscription. Other form fields, which clients may be told to send, are ignored. */
    void auth(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Replies.write(request, response, sign(request, response));
    }

    private Reply sign(HttpServletRequest request, HttpServletResponse response) {
        // whatever its type, for a connection with an unread body cannot be used again
        byte[] body = Bodies.read(request, response, MAX_FORM_BYTES);
        if (!Requests.mediaType(request.getContentType()).equals("application/x-www-form-urlencoded")) {
            return Replies.refusal(415, "unsupported_media_type", "use Content-Type application/x-www-form-urlencoded");
        }
        if (body == null) {
            return Replies.refusal(413, "body_too_large", "use at most " + MAX_FORM_BYTES + " bytes");
        }
        String form = new String(body, StandardCharsets.UTF_8);
        return gateway.authorizeChannel(
                Requests.toClientRequest(request, "/auth"),
                QueryText.first(form, "socket_id"),
                QueryText.first(form, "channel_name"));
    }
}
