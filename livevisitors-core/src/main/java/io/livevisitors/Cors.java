package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.util.Map;

/** What lets a page of another origin read an answer (Fetch standard, section 3.2). */
final class Cors {

    /** For an origin that may not read the answer. */
    static final Map<String, String> NONE = Map.of("Vary", "Origin");

    private Cors() {}

    /** Headers that echo the request's origin. Credentials are allowed because NetSendo's beacon sends them. */
    static Map<String, String> headers(ClientRequest request) {
        String origin = request.header("Origin");
        if (origin == null || !isPrintable(origin)) {
            return NONE;
        }
        return Map.of(
                "Access-Control-Allow-Origin", origin,
                "Access-Control-Allow-Credentials", "true",
                "Vary", "Origin");
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
