package io.livevisitors.dashboard;

import io.livevisitors.web.Access;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.StrippedUpgrade;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what a path below {@code dashboard/} answers, and to whom. Thread-safe. */
final class Dashboard {

    private static final String CONFIG = "config.json";
    private static final String PIXEL_ID = "pixel_id";
    private static final String ATTEMPT = "attempt";

    private final Gateway gateway;
    private final Map<String, Asset> assets = Asset.all();

    Dashboard(Gateway gateway) {
        this.gateway = gateway;
    }

    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityHeaders.of(request.getHeader("Host")).forEach(response::setHeader);
        Answer answer = new Answer(request, response);
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            answer.refuse(405);
            return;
        }
        String path = request.getPathInfo();
        if (path == null) {
            answer.redirect(withSlash(request));
            return;
        }
        ClientRequest client = Requests.toClientRequest(request, "/dashboard" + path);
        switch (path) {
            case "/" -> page(client, request.getQueryString(), answer);
            case "/" + CONFIG -> config(client, answer);
            case "/doctor" -> doctor(client, request.getQueryString(), answer);
            default -> asset(client, path.substring(1), answer);
        }
    }

    private void page(ClientRequest client, @Nullable String query, Answer answer) throws IOException {
        String token = client.parameter(TokenLink.PARAMETER);
        if (token != null) {
            signIn(client, token, "./" + TokenLink.without(query), answer);
            return;
        }
        String pixelId = client.parameter(PIXEL_ID);
        Access access = access(client, pixelId);
        if (access != Access.GRANTED) {
            answer.refuse(access.status());
        } else if (pixelId != null) {
            pageOf(pixelId, answer);
        } else {
            firstPage(client, answer);
        }
    }

    /** Only for those whom the pixel's page was granted: to others, unknown and forbidden look the same. */
    private void pageOf(String pixelId, Answer answer) throws IOException {
        Asset page = assets.get(Asset.PAGE);
        if (page == null || !gateway.isPixel(pixelId)) {
            answer.refuse(404);
        } else {
            answer.html(page.plain());
        }
    }

    private void firstPage(ClientRequest client, Answer answer) throws IOException {
        Optional<String> first = gateway.visiblePixels(client).findFirst();
        if (first.isEmpty()) {
            answer.refuse(404);
        } else {
            answer.redirect("./?" + PIXEL_ID + "=" + first.get());
        }
    }

    /**
     * Takes a token out of the address, where it would stay in histories, into a cookie. The cookie is set only if it
     * alone opens the page: whoever is let in for another reason gets none.
     */
    private void signIn(ClientRequest client, String token, String location, Answer answer) throws IOException {
        String pixelId = client.parameter(PIXEL_ID);
        Access byToken =
                TokenLink.isWellFormed(token) ? access(TokenLink.asCookie(client, token), pixelId) : Access.FORBIDDEN;
        if (byToken == Access.GRANTED) {
            answer.cookie(TokenLink.setCookie(token, gateway.isSecure(client)));
        } else if (access(client, pixelId) != Access.GRANTED) {
            answer.refuse(byToken.status());
            return;
        }
        answer.redirect(location);
    }

    private void config(ClientRequest client, Answer answer) throws IOException {
        String pixelId = client.parameter(PIXEL_ID);
        Access access = access(client, pixelId);
        if (access != Access.GRANTED) {
            answer.refuse(access.status());
            return;
        }
        List<String> visible = gateway.visiblePixels(client).toList();
        String shown = pixelId != null ? pixelId : visible.isEmpty() ? "" : visible.get(0);
        if (gateway.isPixel(shown)) {
            String attempt = client.parameter(ATTEMPT);
            StrippedUpgrade stripped =
                    attempt == null ? null : gateway.strippedUpgrade(attempt).orElse(null);
            answer.json(PageConfig.json(shown, visible, gateway.appKey(), gateway.warnings(), stripped));
        } else {
            answer.refuse(404);
        }
    }

    /** A page for a browser that asks for one, else JSON. */
    private void doctor(ClientRequest client, @Nullable String query, Answer answer) throws IOException {
        String token = client.parameter(TokenLink.PARAMETER);
        if (token != null) {
            signIn(client, token, "doctor" + TokenLink.without(query), answer);
            return;
        }
        Access access = access(client, client.parameter(PIXEL_ID));
        String accepted = client.header("Accept");
        if (access != Access.GRANTED) {
            answer.refuse(access.status());
        } else if (accepted != null && accepted.contains("text/html")) {
            answer.html(DoctorPage.html(gateway.diagnose(client)));
        } else {
            answer.json(gateway.diagnose(client).toJson());
        }
    }

    private void asset(ClientRequest client, String name, Answer answer) throws IOException {
        Access access = access(client, null);
        Asset asset = assets.get(name);
        if (access != Access.GRANTED) {
            answer.refuse(access.status());
        } else if (asset == null || name.equals(Asset.PAGE)) {
            answer.refuse(404);
        } else {
            answer.asset(asset);
        }
    }

    /** Without a pixel: whether there is any that the request may see. */
    private Access access(ClientRequest client, @Nullable String pixelId) {
        if (pixelId != null) {
            return gateway.access(client, pixelId);
        }
        boolean any = gateway.visiblePixels(client).findFirst().isPresent();
        return any ? Access.GRANTED : gateway.access(client, "none");
    }

    /** Relative, so that it also holds behind a proxy that takes a prefix away. */
    private static String withSlash(HttpServletRequest request) {
        String path = request.getRequestURI().replaceFirst(";.*", "");
        String query = request.getQueryString();
        return "./" + path.substring(path.lastIndexOf('/') + 1) + "/" + (query == null ? "" : "?" + query);
    }
}
