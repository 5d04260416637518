package io.livevisitors;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.livevisitors.web.ClientRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pages may send events and open sockets. A missing {@code Origin} passes: servers and old browsers send none, and
 * no page can leave it out. A refusal is logged once for each origin, with the setting that would allow it. Thread-safe.
 */
final class OriginRules {

    private static final Logger LOG = System.getLogger(OriginRules.class.getName());
    private static final int MAX_LOGGED = 100;
    private static final int MAX_PARSED = 1_000;

    private final List<OriginPattern> everywhere;
    private final TrustedProxies proxies;
    private final LoadingCache<List<String>, List<OriginPattern>> parsed = Caffeine.newBuilder()
            .maximumSize(MAX_PARSED)
            .executor(Runnable::run) // else a thread of the common pool is ours, and has no name of ours
            .build(origins -> origins.stream().map(OriginPattern::parse).toList());
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    OriginRules(List<OriginPattern> everywhere, TrustedProxies proxies) {
        this.everywhere = everywhere;
        this.proxies = proxies;
    }

    /** Whether a page of the request's origin may send events to a pixel. */
    boolean matches(ClientRequest request, Pixel pixel) {
        return matches(request, pixel.allowedOrigins().isEmpty() ? everywhere : parsed.get(pixel.allowedOrigins()));
    }

    /** Whether a page of the request's origin may open a socket. The dashboard's own host always may. */
    boolean isSocketAllowed(ClientRequest request) {
        boolean allowed = matches(request, List.of()) || matches(request, everywhere);
        if (!allowed) {
            logRefusal(request, "sockets", remedy(request));
        }
        return allowed;
    }

    /** Whether a page of an origin may open a socket that it asks for under a host. */
    boolean isSocketAllowed(String origin, String host) {
        return OriginPattern.isSameHost(origin, host)
                || everywhere.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    /** Without patterns the request's own host is allowed. */
    private boolean matches(ClientRequest request, List<OriginPattern> patterns) {
        String origin = request.header("Origin");
        if (origin == null) {
            return true;
        }
        return patterns.isEmpty()
                ? isOwnHost(request, origin)
                : patterns.stream().anyMatch(pattern -> pattern.matches(origin));
    }

    /** Whether an origin is that of the request itself, as the browser sees it. */
    boolean isOwnHost(ClientRequest request, String origin) {
        return OriginPattern.isSameHost(origin, proxies.host(request));
    }

    /** Whether the host allows an origin by name: neither {@code *} nor {@code null} names anybody. */
    boolean isNamed(String origin) {
        return everywhere.stream().anyMatch(pattern -> pattern.isNamed() && pattern.matches(origin));
    }

    /** Logs the refusal of an origin for a pixel's events, once for each; a preflight that names none is nobody's page. */
    void logRefusal(ClientRequest request, String what) {
        if (request.header("Origin") != null) {
            logRefusal(request, what, remedy(request) + " or withAllowedOrigins to the pixel");
        }
    }

    private static String remedy(ClientRequest request) {
        return "if it is yours, add allowedOrigins(\"" + request.header("Origin") + "\") to the builder";
    }

    /**
     * Logs the refusal of an origin, once for each. A header that names none may be anything, and quote anybody: it is not
     * shown.
     */
    void logRefusal(ClientRequest request, String what, String remedy) {
        String origin = request.header("Origin");
        boolean isOrigin = origin != null && OriginPattern.isOrigin(origin);
        if (logged.size() < MAX_LOGGED && logged.add(what + ' ' + (isOrigin ? origin : ""))) {
            LOG.log(
                    Level.WARNING,
                    isOrigin
                            ? "refused origin " + origin + " for " + what + "; " + remedy
                            : "refused a page of another site for " + what
                                    + ", whose Origin header is missing or names no origin");
        }
    }
}
