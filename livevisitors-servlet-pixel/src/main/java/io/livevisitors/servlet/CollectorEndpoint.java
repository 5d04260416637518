package io.livevisitors.servlet;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Collector;
import io.livevisitors.web.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Hands what browsers send to the core. Only what the core cannot see is decided here, in this order: method, media
 * type, content coding, size.
 */
final class CollectorEndpoint {

    private static final String METHODS = "POST, OPTIONS";
    private static final Set<String> MEDIA_TYPES = Set.of("application/json", "text/plain");

    private final Collector collector;

    CollectorEndpoint(Collector collector) {
        this.collector = collector;
    }

    void event(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientRequest client = Requests.toClientRequest(request, "/event");
        answer(request, response, client, collector.maxEventBytes(), collector::event);
    }

    void batch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientRequest client = Requests.toClientRequest(request, "/batch");
        answer(request, response, client, collector.maxBatchBytes(), collector::batch);
    }

    /** Reads nothing, whatever its type. */
    void identify(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientRequest client = Requests.toClientRequest(request, "/identify");
        Reply reply = switch (request.getMethod()) {
            case "POST" -> collector.identify(client);
            case "OPTIONS" -> collector.preflight(client);
            default -> refuseMethod(client, response);
        };
        Replies.write(request, response, reply);
    }

    private void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientRequest client,
            int maxBytes,
            BiFunction<ClientRequest, byte[], Reply> take)
            throws IOException {
        Reply reply = switch (request.getMethod()) {
            case "POST" -> post(request, response, client, maxBytes, take);
            case "OPTIONS" -> collector.preflight(client);
            default -> refuseMethod(client, response);
        };
        Replies.write(request, response, reply);
    }

    private Reply post(
            HttpServletRequest request,
            HttpServletResponse response,
            ClientRequest client,
            int maxBytes,
            BiFunction<ClientRequest, byte[], Reply> take) {
        boolean isKnownType = MEDIA_TYPES.contains(Requests.mediaType(request.getContentType()));
        byte[] body = Bodies.read(request, response, maxBytes);
        if (!isKnownType) {
            // its body was read all the same, for a connection with an unread body cannot be used again
            return collector.refusal(
                    client, 415, "unsupported_media_type", "use Content-Type application/json or text/plain");
        }
        if (isEncoded(request)) {
            response.setHeader("Accept-Encoding", "identity");
            return collector.refusal(
                    client, 415, "unsupported_content_encoding", "send the body as it is, without Content-Encoding");
        }
        if (body == null) {
            return collector.refusal(client, 413, "body_too_large", "use at most " + maxBytes + " bytes");
        }
        return take.apply(client, body);
    }

    /** Whether the body would have to be unpacked (RFC 9110, section 15.5.16): a small one may become a very large one. */
    private static boolean isEncoded(HttpServletRequest request) {
        String coding = Requests.header(request, "Content-Encoding");
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    private Reply refuseMethod(ClientRequest client, HttpServletResponse response) {
        response.setHeader("Allow", METHODS);
        return collector.refusal(client, 405, "method_not_allowed", "use " + METHODS);
    }
}
