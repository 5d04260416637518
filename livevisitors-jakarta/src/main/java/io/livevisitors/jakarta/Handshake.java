package io.livevisitors.jakarta;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.StrippedUpgrade;
import io.livevisitors.web.StrippedUpgrade.Part;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a servlet request as the core and the protocol need it. */
final class Handshake {

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern QUERY = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=:@/?\\[\\]-]|%[0-9A-Fa-f]{2})*+");
    private static final String APP = "/app";
    private static final String APPS = "/apps";
    private static final String UP = "/up";

    private Handshake() {}

    /** Whether the request asks for a WebSocket: RFC 6455 section 4.2.1, or RFC 8441 over HTTP/2. */
    static boolean isUpgrade(HttpServletRequest request) {
        return "CONNECT".equals(request.getMethod())
                || ("GET".equals(request.getMethod())
                        && names(request, "Upgrade", "websocket")
                        && names(request, "Connection", "upgrade"));
    }

    /**
     * What a proxy took away from a handshake, so that it came as an ordinary request. Null if nothing is missing, or the
     * request was no handshake: only who wants a WebSocket sends a {@code Sec-WebSocket-Key}.
     */
    static @Nullable StrippedUpgrade stripped(HttpServletRequest request) {
        boolean began = "GET".equals(request.getMethod())
                && request.getHeader("Sec-WebSocket-Key") != null
                && request.getProtocol().startsWith("HTTP/1.");
        if (!began) {
            return null;
        }
        Set<Part> missing = EnumSet.noneOf(Part.class);
        if (request.getProtocol().equals("HTTP/1.0")) {
            missing.add(Part.HTTP_1_1);
        }
        if (!names(request, "Upgrade", "websocket")) {
            missing.add(Part.UPGRADE);
        }
        if (!names(request, "Connection", "upgrade")) {
            missing.add(Part.CONNECTION);
        }
        return missing.isEmpty() ? null : new StrippedUpgrade(missing);
    }

    /** Whether a header that is a list has that element, in any case. */
    private static boolean names(HttpServletRequest request, String header, String element) {
        String list = header(request, header);
        return list != null
                && Arrays.stream(list.split(",")).anyMatch(each -> each.strip().equalsIgnoreCase(element));
    }

    /**
     * Path from {@code /app}, {@code /apps} or {@code /up} on, wherever the servlet is mapped; empty if it is none of
     * them.
     */
    static String path(HttpServletRequest request) {
        String mapped = request.getServletPath();
        String rest = request.getPathInfo() == null ? "" : request.getPathInfo();
        for (String start : new String[] {APP, APPS, UP}) {
            if (mapped.endsWith(start)) {
                return start + rest;
            }
            if (rest.equals(start) || rest.startsWith(start + "/")) {
                return rest;
            }
        }
        return "";
    }

    /** The same path as it came, still escaped. */
    static String rawPath(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String before = request.getContextPath() + request.getServletPath();
        if (request.getPathInfo() != null) {
            before += request.getPathInfo();
        }
        String path = path(request);
        String prefix = before.endsWith(path) ? before.substring(0, before.length() - path.length()) : before;
        // The prefix is the host's own: names without anything to escape, unless the host chose otherwise.
        return uri.startsWith(prefix) ? uri.substring(prefix.length()) : uri.substring(Math.max(0, uri.indexOf(APPS)));
    }

    /** The application key in a path of {@link #path}; null if the path has no valid one. */
    static @Nullable String key(String path) {
        String key = path.startsWith(APP + "/") ? path.substring(APP.length() + 1) : "";
        return KEY.matcher(key).matches() ? key : null;
    }

    static boolean isHostValid(String host) {
        return HOST.matcher(host).matches();
    }

    /**
     * Whether the query is one (RFC 3986, section 3.4), escaped UTF-8 at that. Containers make a URI of it when they
     * upgrade, and throw, each in its own way, if they cannot.
     */
    static boolean isQueryValid(@Nullable String query) {
        return query == null || (QUERY.matcher(query).matches() && decode(query) != null);
    }

    static ClientRequest client(HttpServletRequest request, String path) {
        Principal principal = request.getUserPrincipal();
        return new ClientRequest(
                request.getMethod(),
                path,
                request.getRemoteAddr(),
                host(request),
                request.isSecure(),
                name -> header(request, name),
                name -> parameter(request.getQueryString(), name),
                principal == null ? null : principal.getName(),
                request::isUserInRole);
    }

    /**
     * All lines of a header as one value (RFC 9110, section 5.3; cookies: RFC 6265, section 5.4). The first line alone
     * would let a client forge its address in front of the line that a proxy adds.
     */
    private static @Nullable String header(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        if (lines == null || !lines.hasMoreElements()) {
            return null;
        }
        String separator = name.equalsIgnoreCase("Cookie") ? "; " : ", ";
        StringJoiner all = new StringJoiner(separator);
        while (lines.hasMoreElements()) {
            all.add(lines.nextElement());
        }
        return all.toString();
    }

    /** HTTP/2 has no such header, but the container knows the authority. */
    private static String host(HttpServletRequest request) {
        String host = request.getHeader("Host");
        if (host != null) {
            return host;
        }
        return request.getServerName() == null ? "" : request.getServerName() + ":" + request.getServerPort();
    }

    private static @Nullable String parameter(@Nullable String query, String name) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (name.equals(decode(equals < 0 ? pair : pair.substring(0, equals)))) {
                return equals < 0 ? "" : decode(pair.substring(equals + 1));
            }
        }
        return null;
    }

    /** Null if the text is not well-formed percent-encoded UTF-8. */
    private static @Nullable String decode(String text) {
        if (text.chars().anyMatch(c -> c >= 0x80)) {
            return null;
        }
        try {
            byte[] bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        }
    }
}
