package io.livevisitors.servlet;

import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.PageViewSource;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks browsers for the model and the form factor of the device, with the headers of a page (RFC 8942; UA Client Hints;
 * Permissions Policy). Adds to what the host has set and changes none of it: a header that names a hint already is left
 * as it is, so asking twice is asking once. Immutable and thread-safe.
 *
 * @param asked whether browsers are asked at all
 * @param critical whether a browser that did not send the hints shall repeat its request with them
 * @param origins where they are sent beside the page's own origin, each as {@code scheme://host[:port]}
 */
record ClientHints(boolean asked, boolean critical, List<String> origins) {

    /** A hint's header, and the feature by which a policy lets another origin have it. */
    private record Hint(String header, String feature) {}

    private static final List<Hint> HINTS = List.of(
            new Hint("Sec-CH-UA-Model", "ch-ua-model"), new Hint("Sec-CH-UA-Form-Factors", "ch-ua-form-factors"));

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** What {@code Sec-Fetch-Dest} calls a document, in a window or in a frame (Fetch standard, section 2.2.7). */
    private static final Set<String> DOCUMENTS = Set.of("document", "iframe", "frame");

    private static final int MAX_PORT = 65_535;

    /** An origin as browsers serialise it; those over plain HTTP only of the machine itself, which browsers trust. */
    private static final Pattern ORIGIN = Pattern.compile(
            "(?:https://(?:LABEL\\.)*LABEL|http://(?:(?:LABEL\\.)*localhost|127(?:\\.[0-9]{1,3}){3}))(?::([0-9]{1,5}))?"
                    .replace("LABEL", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"));

    private static final int MAX_ORIGIN_LENGTH = 300;

    /** A string of a structured field (RFC 8941, section 3.3.3). */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");

    /**
     * Reads the filter's two settings.
     *
     * @param mode {@code off}, {@code on} or {@code critical}; null for off
     * @param origins separated by commas; null for none
     * @throws ServletException if one of them will not do; names it, its value and what will
     */
    static ClientHints parse(@Nullable String mode, @Nullable String origins) throws ServletException {
        String given = mode == null ? "off" : mode.strip();
        boolean critical = given.equals("critical");
        boolean asked = critical || given.equals("on");
        if (!asked && !given.equals("off")) {
            throw new ServletException(LiveVisitorsFilter.CLIENT_HINTS + ": \"" + mode
                    + "\" will not do; use on, critical, or off, which is the default");
        }
        List<String> items = PathPatterns.items(origins);
        if (!asked && !items.isEmpty()) {
            throw new ServletException(LiveVisitorsFilter.CLIENT_HINT_ORIGINS + ": \"" + origins
                    + "\" has no effect while no hints are asked for; set " + LiveVisitorsFilter.CLIENT_HINTS
                    + " to on, or remove it");
        }
        for (String item : items) {
            if (!isOrigin(item)) {
                throw new ServletException(LiveVisitorsFilter.CLIENT_HINT_ORIGINS + ": \"" + item
                        + "\" will not do; use the collector's origin, which is https://, its host and perhaps a port,"
                        + " without path, wildcard or closing slash: https://collector.example;"
                        + " http:// is for localhost and 127.0.0.1 alone");
            }
        }
        return new ClientHints(
                asked,
                critical,
                items.stream()
                        .map(item -> item.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList());
    }

    private static boolean isOrigin(String text) {
        if (text.length() > MAX_ORIGIN_LENGTH) {
            return false;
        }
        Matcher form = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
        return form.matches()
                && (form.group(1) == null
                        || (Integer.parseInt(form.group(1)) > 0 && Integer.parseInt(form.group(1)) <= MAX_PORT));
    }

    /**
     * Whether the answer to this request may ask: it is for a document, and its sender would hear. A browser says what
     * it asks for in {@code Sec-Fetch-Dest}, and says so only where it trusts the connection: over TLS, wherever that
     * ends, and to the machine itself. Without that header the container has to know of the TLS, and {@code Accept} has
     * to name HTML. Who asks not to be tracked is asked nothing.
     */
    boolean concern(HttpServletRequest request) {
        return asked
                && METHODS.contains(request.getMethod())
                && !Requests.isUpgrade(request)
                && !"1".equals(request.getHeader("DNT"))
                && !"1".equals(request.getHeader("Sec-GPC"))
                && isForDocument(request);
    }

    private static boolean isForDocument(HttpServletRequest request) {
        String destination = request.getHeader("Sec-Fetch-Dest");
        if (destination != null) {
            return DOCUMENTS.contains(destination);
        }
        String accept = Requests.header(request, "Accept");
        return request.isSecure()
                && accept != null
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"))
                && Arrays.stream(accept.split(",", -1))
                        .anyMatch(range -> Requests.mediaType(range).equals("text/html"));
    }

    /** What a page view of this request is seen by: a repeated request is told from the first by its hints. */
    PageViewSource source(ClientRequest request) {
        return critical && HINTS.stream().anyMatch(hint -> request.header(hint.header()) != null)
                ? PageViewSource.FILTER_WITH_HINTS
                : PageViewSource.FILTER;
    }

    /** Adds the headers, as far as they are not there already. Call it before the page writes. */
    void ask(HttpServletResponse response) {
        add(response, "Accept-CH", Hint::header, Hint::header);
        if (critical) {
            add(response, "Critical-CH", Hint::header, Hint::header);
        }
        if (!origins.isEmpty()) {
            String allowed = origins.stream().collect(Collectors.joining("\" \"", "=(self \"", "\")"));
            add(response, "Permissions-Policy", Hint::feature, hint -> hint.feature() + allowed);
        }
    }

    /**
     * One more line of a header whose lines are one list (RFC 8941, section 4.2).
     *
     * @param key what a list that has the hint already names it by
     */
    private static void add(
            HttpServletResponse response, String header, Function<Hint, String> key, Function<Hint, String> member) {
        Set<String> named = keys(response.getHeaders(header));
        String missing = HINTS.stream()
                .filter(hint -> !named.contains(key.apply(hint).toLowerCase(Locale.ROOT)))
                .map(member)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            response.addHeader(header, missing);
        }
    }

    /** The members' keys, in lower case: what stands before {@code =} and {@code ;}. */
    private static Set<String> keys(@Nullable Collection<String> lines) {
        return lines == null
                ? Set.of()
                : lines.stream()
                        .map(line -> QUOTED.matcher(line).replaceAll(""))
                        .flatMap(line -> Arrays.stream(line.split(",", -1)))
                        .map(member -> member.split("[=;]", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }
}
