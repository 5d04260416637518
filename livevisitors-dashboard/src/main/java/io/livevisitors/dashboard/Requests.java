package io.livevisitors.dashboard;

import io.livevisitors.web.ClientRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows a container's request to the core. Neither the session nor the body of the request is touched. */
final class Requests {

    private Requests() {}

    /** A view of the request, valid only while the container handles it. */
    static ClientRequest toClientRequest(HttpServletRequest request, String path) {
        String query = request.getQueryString();
        Principal principal = request.getUserPrincipal();
        return new ClientRequest(
                request.getMethod(),
                path,
                request.getRemoteAddr(),
                host(request),
                request.isSecure(),
                name -> header(request, name),
                name -> parameter(query, name),
                principal == null ? null : principal.getName(),
                request::isUserInRole);
    }

    /** The authority of the request: {@code Host}, or what the container knows where HTTP/2 sends none. */
    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host != null) {
            return host;
        }
        String name = request.getServerName();
        return name == null ? "" : name + ":" + request.getServerPort();
    }

    /** All lines of a header as one value (RFC 9110, section 5.3; cookies: RFC 6265, section 5.4). */
    private static @Nullable String header(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        List<String> all = lines == null ? List.of() : Collections.list(lines);
        return all.isEmpty() ? null : String.join(name.equalsIgnoreCase("Cookie") ? "; " : ", ", all);
    }

    /** The first value of a name in the query; null if it is absent or badly escaped. */
    private static @Nullable String parameter(@Nullable String query, String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (name.equals(decode(parts[0]))) {
                return parts.length == 2 ? decode(parts[1]) : "";
            }
        }
        return null;
    }

    /** The text behind {@code %XX} and {@code +}; null if it is badly escaped. */
    static @Nullable String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null; // a name or value that nobody meant: as if it were not there
        }
    }
}
