package io.livevisitors.servlet;

import io.livevisitors.web.Access;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.Reply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Which endpoint answers which path. */
final class Routes {

    private static final Logger LOG = System.getLogger(Routes.class.getPackageName());

    private static final Reply HEALTH = new Reply(200, Map.of("Content-Type", Replies.JSON), "{\"health\":\"OK\"}");
    private static final Reply NOT_FOUND = Replies.refusal(404, "not_found", "there is nothing at this path");
    private static final Reply NO_SOCKET =
            Replies.refusal(404, "not_found", "LiveSocketServlet is not mapped here; map it to app/* and apps/*");

    private final Gateway gateway;
    private final Map<String, Endpoint> fixed;
    private final Scripts scripts;
    private final FirstTime logged = new FirstTime();

    /** @param pixelName the host's own name for {@code pixel.js} */
    Routes(Gateway gateway, String pixelName) {
        this.gateway = gateway;
        CollectorEndpoint collector = new CollectorEndpoint(gateway.collector());
        PublicEndpoint open = new PublicEndpoint(gateway);
        ProtectedEndpoint closed = new ProtectedEndpoint(gateway);
        this.scripts = new Scripts(gateway, pixelName);
        this.fixed = Map.ofEntries(
                Map.entry("event", collector::event),
                Map.entry("batch", collector::batch),
                Map.entry("identify", collector::identify),
                Map.entry("pixel.gif", Endpoint.reading(open::gif)),
                Map.entry("badge.svg", Endpoint.reading(open::badge)),
                Map.entry("count.json", Endpoint.reading(open::countJson)),
                Map.entry("auth", Endpoint.posting(closed::auth)),
                Map.entry("api/visitors", Endpoint.reading(closed::visitors)),
                Map.entry("api/journey", Endpoint.reading(closed::journey)),
                Map.entry("up", Endpoint.reading((request, response) -> Replies.write(request, response, HEALTH))));
    }

    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isProtected(request)) {
            Replies.keep(response);
        } else {
            Replies.share(response);
        }
        String path = PixelPath.of(request);
        Endpoint endpoint = path == null ? null : fixed.get(path);
        if (endpoint == null && path != null) {
            endpoint = scripts.find(path);
        }
        if (endpoint != null) {
            endpoint.answer(request, response);
        } else {
            Replies.write(request, response, refusal(request, path == null ? "" : path));
        }
    }

    private Reply refusal(HttpServletRequest request, String path) {
        Access access =
                isBelowApi(request) ? gateway.access(Requests.toClientRequest(request, path), "") : Access.GRANTED;
        if (access != Access.GRANTED) {
            return access == Access.UNAUTHENTICATED
                    ? Replies.refusal(401, "unauthenticated", "sign in first")
                    : Replies.refusal(403, "forbidden", "these credentials do not open this path");
        }
        if (!path.startsWith("app/") || !Requests.isUpgrade(request)) {
            return NOT_FOUND;
        }
        if (logged.of("app")) {
            LOG.log(
                    Level.WARNING,
                    "A dashboard asked PixelServlet for a WebSocket, and it has none. Map LiveSocketServlet to app/* and"
                            + " apps/* below the same base, for example /livevisitors/app/*");
        }
        return NO_SOCKET;
    }

    private static boolean isProtected(HttpServletRequest request) {
        return isBelowApi(request) || "/auth".equals(request.getPathInfo());
    }

    /** What is below a protected prefix is not told to strangers, not even whether it is there. */
    private static boolean isBelowApi(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path != null && (path.equals("/api") || path.startsWith("/api/"));
    }
}
