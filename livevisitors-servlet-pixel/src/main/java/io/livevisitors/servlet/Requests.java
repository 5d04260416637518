package io.livevisitors.servlet;

import io.livevisitors.web.ClientRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shows a container's request to the core. Neither the session nor the body of the request is touched. */
final class Requests {

    private Requests() {}

    /**
     * A view of the request, valid only while the container handles it.
     *
     * @param path path below the adapter's base
     */
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
                name -> QueryText.first(query, name),
                principal == null ? null : principal.getName(),
                request::isUserInRole);
    }

    /**
     * A copy that outlives the request, for what is known only when an asynchronous response is complete. Roles cannot
     * be copied: it has none, so ask for them before.
     */
    static ClientRequest toDetachedClientRequest(HttpServletRequest request, String path) {
        ClientRequest view = toClientRequest(request, path);
        Map<String, @Nullable String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Enumeration<String> names = request.getHeaderNames();
        for (String name : names == null ? List.<String>of() : Collections.list(names)) {
            headers.put(name, view.header(name));
        }
        return new ClientRequest(
                view.method(),
                view.path(),
                view.remoteAddress(),
                view.host(),
                view.secure(),
                headers::get,
                view.parameter(),
                view.principal(),
                role -> false);
    }

    /**
     * All lines of a header as one value (RFC 9110, section 5.3; cookies: RFC 6265, section 5.4). The first line alone
     * would let a client forge its address in front of the line that a proxy adds.
     */
    static @Nullable String header(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        if (lines == null || !lines.hasMoreElements()) {
            return null;
        }
        String first = lines.nextElement();
        if (!lines.hasMoreElements()) {
            return first;
        }
        String separator = name.equalsIgnoreCase("Cookie") ? "; " : ", ";
        StringBuilder all = new StringBuilder(first);
        while (lines.hasMoreElements()) {
            all.append(separator).append(lines.nextElement());
        }
        return all.toString();
    }

    /** The media type without parameters, in lower case; empty if there is none. */
    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    static boolean isUpgrade(HttpServletRequest request) {
        return request.getHeader("Upgrade") != null;
    }

    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host != null) {
            return host;
        }
        String name = request.getServerName();
        return name == null ? "" : name + ':' + request.getServerPort();
    }
}
