package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Admission.Refusal;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import io.livevisitors.web.StrippedUpgrade;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides about handshakes and has the container upgrade them. What a client should hear is said after the upgrade, since
 * clients try a failed one again for ever. Thread-safe.
 */
final class SocketGate {

    private static final String CONTAINER_ATTRIBUTE = "jakarta.websocket.server.ServerContainer";
    private static final int UPGRADE_REQUIRED = 426;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Gateway gateway;
    private final Sockets sockets;

    SocketGate(Gateway gateway, Sockets sockets) {
        this.gateway = gateway;
        this.sockets = sockets;
    }

    /** Answers a request to {@code app/}. */
    void answer(HttpServletRequest request, HttpServletResponse response, String path)
            throws ServletException, IOException {
        StrippedUpgrade stripped = Handshake.stripped(request);
        if (stripped != null) {
            gateway.upgradeStripped(Handshake.client(request, path), stripped);
            requireUpgrade(response, "upgrade_stripped", stripped.text());
        } else if (Handshake.isUpgrade(request)) {
            handshake(request, response, path);
        } else if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) {
            requireUpgrade(response, "upgrade_required", "Connect with a WebSocket client, such as pusher-js");
        } else {
            response.setHeader("Allow", "GET");
            Answers.refusal(response, 405, "method_not_allowed", "Use GET with a WebSocket upgrade");
        }
    }

    private static void requireUpgrade(HttpServletResponse response, String error, String message) throws IOException {
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        Answers.refusal(response, UPGRADE_REQUIRED, error, message);
    }

    private void handshake(HttpServletRequest request, HttpServletResponse response, String path)
            throws ServletException, IOException {
        ClientRequest client = Handshake.client(request, path);
        String key = Handshake.key(path);
        if (key == null) {
            Answers.refusal(response, 403, "malformed_path", "The path is app/ and the application key");
            return;
        }
        if (!Handshake.isHostValid(client.host())) {
            Answers.refusal(response, 403, "malformed_host", "The Host header is no host and port");
            return;
        }
        if (!Handshake.isQueryValid(request.getQueryString())) {
            Answers.refusal(response, 400, "malformed_query", "The query is no percent-encoded UTF-8");
            return;
        }
        String address = gateway.clientAddress(client);
        if (!sockets.countHandshake(address)) {
            gateway.count("handshake_flood");
            response.setHeader("Retry-After", "60");
            Answers.refusal(response, TOO_MANY_REQUESTS, "rate_limited", "Too many handshakes from one address");
            return;
        }
        if (sockets.isClosing()) {
            Answers.refusal(response, 503, "going_away", "The server is going away");
            return;
        }
        Refusal refusal = refusal(client, key);
        Admission admission = refusal == null ? admit(client, address) : Admission.refused(refusal);
        if (admission.refusal() != null) {
            gateway.count("socket_refused");
        }
        upgrade(request, response, admission);
    }

    private Admission admit(ClientRequest client, String address) {
        Admission admission = sockets.admit(address);
        Refusal full = admission.refusal();
        if (full != null) {
            gateway.quotaReached(client, full.message());
        }
        return admission;
    }

    private @Nullable Refusal refusal(ClientRequest client, String key) {
        if (!key.equals(gateway.appKey())) {
            gateway.keyUnknown(client, key);
            return new Refusal(4001, "Application does not exist");
        }
        Refusal version = PusherProtocol.refuseVersion(client.parameter("protocol"));
        if (version != null) {
            return version;
        }
        return gateway.isSocketOriginAllowed(client) ? null : new Refusal(4009, "Origin not allowed");
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, Admission admission)
            throws ServletException, IOException {
        boolean done = false;
        try {
            OneEndpoint endpoint = new OneEndpoint(new SocketEndpoint(sockets, admission));
            container(request).upgradeHttpToWebSocket(request, response, endpoint, Map.of());
            done = isUpgraded(request, response);
        } catch (IllegalStateException e) {
            if (response.isCommitted()) {
                throw e;
            }
            // Jetty's word for a handshake that is none; it is answered below.
            sockets.count("socket_bad_handshake");
        } catch (DeploymentException e) {
            throw new ServletException("The container refused the WebSocket endpoint", e);
        } finally {
            if (!done) {
                admission.abandon();
            }
        }
        if (!done && !response.isCommitted() && response.getStatus() < 400) {
            Answers.refusal(response, 400, "bad_handshake", "The request is no WebSocket handshake of version 13");
        }
    }

    /** Containers return as if all were well when they refused: only the status tells. */
    private static boolean isUpgraded(HttpServletRequest request, HttpServletResponse response) {
        int status = response.getStatus();
        return status == HttpServletResponse.SC_SWITCHING_PROTOCOLS
                || ("CONNECT".equals(request.getMethod()) && status == HttpServletResponse.SC_OK);
    }

    private static ServerContainer container(HttpServletRequest request) throws ServletException {
        if (request.getServletContext().getAttribute(CONTAINER_ATTRIBUTE) instanceof ServerContainer container) {
            return container;
        }
        throw new ServletException("The servlet context has no attribute " + CONTAINER_ATTRIBUTE
                + ": this server has no Jakarta WebSocket 2.1. Add the server's WebSocket module (Jetty:"
                + " jetty-ee10-websocket-jakarta-server, and JakartaWebSocketServletContainerInitializer when"
                + " embedded; Tomcat: tomcat-websocket or tomcat-embed-websocket; Undertow: undertow-websockets-jsr)");
    }
}
