package io.livevisitors;

import io.livevisitors.web.ClientRequest;
import org.jspecify.annotations.Nullable;

/**
 * Tells which requests a page of another origin made: a browser sends the person's cookies along with them, whoever wrote
 * the page. A browser says so by {@code Sec-Fetch-Site}, an older one, or one that came without TLS, by {@code Origin};
 * what sends neither is no browser, or one that asks for the page itself. Thread-safe.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html">OWASP:
 *     Cross-Site Request Forgery Prevention</a>
 */
final class CrossSiteRules {

    private final OriginRules origins;

    CrossSiteRules(OriginRules origins) {
        this.origins = origins;
    }

    /**
     * Whether a page made the request that is neither of this origin nor of one that the host allows by name. A link that
     * somebody follows is none: it shows this site's page, and its own page learns nothing.
     */
    boolean isForeign(ClientRequest request) {
        String site = request.header("Sec-Fetch-Site");
        String origin = request.header("Origin");
        if (site == null) {
            return origin != null && !origins.isOwnHost(request, origin) && !origins.isNamed(origin);
        }
        boolean own = site.equals("same-origin") || site.equals("none");
        return !own && !isFollowedLink(request, origin) && (origin == null || !origins.isNamed(origin));
    }

    /** Whether the answer becomes a tab's own page; one in a frame is somebody else's. Forms that are posted count not. */
    private static boolean isFollowedLink(ClientRequest request, @Nullable String origin) {
        return origin == null
                && (request.method().equals("GET") || request.method().equals("HEAD"))
                && "navigate".equals(request.header("Sec-Fetch-Mode"))
                && "document".equals(request.header("Sec-Fetch-Dest"));
    }

    /** Logs that a request of another origin was refused, once for each. */
    void logRefusal(ClientRequest request) {
        boolean isOpaque = OriginPattern.OPAQUE.equals(request.header("Origin"));
        origins.logRefusal(
                request,
                "protected paths",
                isOpaque
                        ? "they answer pages of their own origin, and of those that allowedOrigins names"
                        : "if it is yours, name it in allowedOrigins; * does not open protected paths");
    }
}
