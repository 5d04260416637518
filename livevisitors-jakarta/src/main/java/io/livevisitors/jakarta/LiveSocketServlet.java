package io.livevisitors.jakarta;

import io.livevisitors.LiveVisitors;
import io.livevisitors.jakarta.Admission.Refusal;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.Gateway;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets that speak the Pusher Channels protocol 7, so that {@code pusher-js}, Laravel Echo and
 * {@code pusher-java-client} read visitors from the host's own server.
 *
 * <p>Map one instance at {@code {base}/app/*} and {@code {base}/apps/*}, where {@code base} is {@code /livevisitors}
 * unless the host chose another; also at {@code /app/*} and {@code /apps/*} for clients that know only a host and a
 * port:
 *
 * <pre>{@code
 * context.addServlet("livevisitors-socket", new LiveSocketServlet(live))
 *     .addMapping("/livevisitors/app/*", "/livevisitors/apps/*");
 * }</pre>
 *
 * <p>In {@code web.xml} the servlet finds its instance in the servlet context, attribute {@value
 * LiveVisitors#CONTEXT_ATTRIBUTE}. It owns its connections and threads from {@link #init()} to {@link #destroy()},
 * which closes the connections with 1001; it never closes the {@link LiveVisitors}. Thread-safe, as servlets are.
 */
public final class LiveSocketServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String CONTAINER_ATTRIBUTE = "jakarta.websocket.server.ServerContainer";
    private static final String ENDPOINT_PATH = "/livevisitors-socket";
    private static final int UPGRADE_REQUIRED = 426;
    private static final int TOO_MANY_REQUESTS = 429;

    private final transient @Nullable Gateway given;
    private transient @Nullable Sockets sockets;

    /** For {@code web.xml}: finds its instance in the servlet context when it is initialised. */
    public LiveSocketServlet() {
        this.given = null;
    }

    /** Serves that instance, which the caller owns and closes after the server has stopped. */
    public LiveSocketServlet(LiveVisitors live) {
        this(live.gateway());
    }

    LiveSocketServlet(Gateway gateway) {
        this.given = gateway;
    }

    /**
     * Starts.
     *
     * @throws ServletException if there is no instance to serve
     */
    @Override
    public void init() throws ServletException {
        sockets = new Sockets(given == null ? gatewayOfContext() : given);
    }

    /** Closes all connections with 1001, staggered, and ends the threads; takes a few seconds at most. */
    @Override
    public void destroy() {
        Sockets stopped = sockets;
        if (stopped != null) {
            stopped.close();
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = Handshake.path(request);
        if (path.equals("/app") || path.startsWith("/app/")) {
            if (Handshake.isUpgrade(request)) {
                handshake(request, response, path);
            } else if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) {
                response.setHeader("Upgrade", "websocket");
                response.setHeader("Connection", "Upgrade");
                answer(
                        response,
                        UPGRADE_REQUIRED,
                        "upgrade_required",
                        "Connect with a WebSocket client, such as pusher-js");
            } else {
                response.setHeader("Allow", "GET");
                answer(response, 405, "method_not_allowed", "Use GET with a WebSocket upgrade");
            }
        } else {
            answer(response, 404, "not_found", "There is nothing at this path");
        }
    }

    /** Number of connections now; for tests. */
    int connections() {
        return sockets().connections();
    }

    /** Number of channels that have readers now; for tests. */
    int channels() {
        return sockets().channels().size();
    }

    private void handshake(HttpServletRequest request, HttpServletResponse response, String path)
            throws ServletException, IOException {
        Sockets shared = sockets();
        Gateway gateway = shared.gateway();
        ClientRequest client = Handshake.client(request, path);
        String key = Handshake.key(path);
        if (key == null) {
            answer(response, 403, "malformed_path", "The path is app/ and the application key");
            return;
        }
        if (!Handshake.isHostValid(client.host())) {
            answer(response, 403, "malformed_host", "The Host header is no host and port");
            return;
        }
        String address = gateway.clientAddress(client);
        if (!shared.countHandshake(address)) {
            gateway.count("handshake_flood");
            response.setHeader("Retry-After", "60");
            answer(response, TOO_MANY_REQUESTS, "rate_limited", "Too many handshakes from one address");
            return;
        }
        if (shared.isClosing()) {
            answer(response, 503, "going_away", "The server is going away");
            return;
        }
        Refusal refusal = refusal(gateway, client, key);
        Admission admission = refusal == null ? shared.admit(address) : Admission.refused(refusal);
        if (admission.refusal() != null) {
            gateway.count("socket_refused");
        }
        upgrade(request, response, shared, admission);
    }

    private static @Nullable Refusal refusal(Gateway gateway, ClientRequest client, String key) {
        if (!key.equals(gateway.appKey())) {
            return new Refusal(4001, "Application does not exist");
        }
        Refusal version = PusherProtocol.refuseVersion(client.parameter("protocol"));
        if (version != null) {
            return version;
        }
        return gateway.isSocketOriginAllowed(client) ? null : new Refusal(4009, "Origin not allowed");
    }

    private void upgrade(HttpServletRequest request, HttpServletResponse response, Sockets shared, Admission admission)
            throws ServletException, IOException {
        boolean done = false;
        try {
            SocketEndpoint endpoint = new SocketEndpoint(shared, admission);
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(SocketEndpoint.class, ENDPOINT_PATH)
                    .configurator(new OneEndpoint(endpoint))
                    .build();
            container().upgradeHttpToWebSocket(request, response, config, Map.of());
            done = isUpgraded(request, response);
        } catch (IllegalStateException e) {
            if (response.isCommitted()) {
                throw e;
            }
            // Jetty's word for a handshake that is none; it is answered below.
            shared.count("socket_bad_handshake");
        } catch (DeploymentException e) {
            throw new ServletException("The container refused the WebSocket endpoint", e);
        } finally {
            if (!done) {
                admission.abandon();
            }
        }
        if (!done && !response.isCommitted() && response.getStatus() < 400) {
            answer(response, 400, "bad_handshake", "The request is no WebSocket handshake of version 13");
        }
    }

    /** Containers return as if all were well when they refused: only the status tells. */
    private static boolean isUpgraded(HttpServletRequest request, HttpServletResponse response) {
        int status = response.getStatus();
        return status == HttpServletResponse.SC_SWITCHING_PROTOCOLS
                || ("CONNECT".equals(request.getMethod()) && status == HttpServletResponse.SC_OK);
    }

    private ServerContainer container() throws ServletException {
        if (getServletContext().getAttribute(CONTAINER_ATTRIBUTE) instanceof ServerContainer container) {
            return container;
        }
        throw new ServletException("The servlet context has no attribute " + CONTAINER_ATTRIBUTE
                + ": this server has no Jakarta WebSocket 2.1. Add the server's WebSocket module (Jetty:"
                + " jetty-ee10-websocket-jakarta-server, and JakartaWebSocketServletContainerInitializer when"
                + " embedded; Tomcat: tomcat-websocket or tomcat-embed-websocket; Undertow: undertow-websockets-jsr)");
    }

    private Gateway gatewayOfContext() throws ServletException {
        if (getServletContext().getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE) instanceof LiveVisitors live) {
            return live.gateway();
        }
        throw new ServletException("The servlet context has no attribute " + LiveVisitors.CONTEXT_ATTRIBUTE
                + ": set it to your LiveVisitors in a ServletContextListener, or register new"
                + " LiveSocketServlet(live) in code");
    }

    private Sockets sockets() {
        Sockets current = sockets;
        if (current == null) {
            throw new IllegalStateException("LiveSocketServlet is not initialised");
        }
        return current;
    }

    private static void answer(HttpServletResponse response, int status, String error, String message)
            throws IOException {
        byte[] body =
                PusherCodec.json(Map.of("error", error, "message", message)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /**
     * Hands the container the endpoint that was made for this handshake: no other way to pass state works on all of
     * them. Takes no extension, since deflate costs memory for each connection.
     */
    private static final class OneEndpoint extends ServerEndpointConfig.Configurator {

        private final SocketEndpoint endpoint;

        OneEndpoint(SocketEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return true; // checked before the upgrade, refused after it
        }

        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return "";
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        @Override
        public <T> T getEndpointInstance(Class<T> endpointClass) {
            return endpointClass.cast(endpoint);
        }
    }
}
