package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may send events and open sockets. A missing {@code Origin} passes: servers and old browsers send none, and
 * no page can leave it out. A refusal is logged once for each origin, with the setting that would allow it. Thread-safe.
 */
final class OriginRules {

    private static final Logger LOG = System.getLogger(OriginRules.class.getName());
    private static final int MAX_LOGGED = 100;
    private static final int MAX_ORIGIN = 300;

    private final List<OriginPattern> everywhere;
    private final TrustedProxies proxies;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    OriginRules(List<OriginPattern> everywhere, TrustedProxies proxies) {
        this.everywhere = everywhere;
        this.proxies = proxies;
    }

    /** Whether a page of the request's origin may send events to a pixel. */
    boolean isAllowed(ClientRequest request, Pixel pixel) {
        List<OriginPattern> own =
                pixel.allowedOrigins().stream().map(OriginPattern::parse).toList();
        return isAllowed(request, own.isEmpty() ? everywhere : own, "pixel " + pixel.id());
    }

    /** Whether a page of the request's origin may open a socket. The dashboard's own host always may. */
    boolean isSocketAllowed(ClientRequest request) {
        String origin = request.header("Origin");
        return (origin != null && OriginPattern.isSameHost(origin, host(request)))
                || isAllowed(request, everywhere, "sockets");
    }

    private boolean isAllowed(ClientRequest request, List<OriginPattern> patterns, String what) {
        String origin = request.header("Origin");
        if (origin == null) {
            return true;
        }
        boolean allowed = patterns.isEmpty()
                ? OriginPattern.isSameHost(origin, host(request))
                : patterns.stream().anyMatch(pattern -> pattern.matches(origin));
        if (!allowed) {
            logOnce(what, origin);
        }
        return allowed;
    }

    /** The host that the browser asked for: what a trusted proxy says it was, else what the request says. */
    private String host(ClientRequest request) {
        @Nullable String forwarded = proxies.isPeerTrusted(request) ? request.header("X-Forwarded-Host") : null;
        return Objects.requireNonNullElse(forwarded, request.host());
    }

    private void logOnce(String what, String origin) {
        String shown = Printable.of(origin, MAX_ORIGIN);
        if (logged.size() < MAX_LOGGED && logged.add(what + ' ' + shown)) {
            LOG.log(
                    Level.WARNING,
                    "refused origin " + shown + " for " + what + "; if it is yours, add allowedOrigins(\"" + shown
                            + "\") to the builder or withAllowedOrigins to the pixel");
        }
    }
}
