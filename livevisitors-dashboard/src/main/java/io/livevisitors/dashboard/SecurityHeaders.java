package io.livevisitors.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that every answer below {@code dashboard/} carries. The page shows what strangers typed; these headers see
 * to it that even a mistake in the page could run none of it.
 */
final class SecurityHeaders {

    // A name, an IPv4 address or a bracketed IPv6 address, with or without a port: nothing that could end a directive.
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

    private SecurityHeaders() {}

    /**
     * The headers for a page requested by this {@code Host}. Browsers since Safari 15.4 count a socket to the page's own
     * host as {@code 'self'} (CSP 3, section 6.7.2.8); for older ones it is named, both ways, as behind a proxy the
     * request does not show how the browser came.
     */
    static Map<String, String> of(@Nullable String host) {
        String socket = host != null && HOST.matcher(host).matches() ? " ws://" + host + " wss://" + host : "";
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'" + socket
                        + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        + "; require-trusted-types-for 'script'; trusted-types 'none'");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
