package io.livevisitors.jakarta;

import io.livevisitors.LiveVisitors;
import io.livevisitors.web.Gateway;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A Pusher server inside the host's own: WebSockets that speak the Pusher Channels protocol 7, for {@code pusher-js},
 * Laravel Echo and {@code pusher-java-client}, and the Pusher HTTP API, for backends that publish as they do to Pusher or
 * Laravel Reverb.
 *
 * <p>Map one instance at {@code {base}/app/*}, the sockets, and {@code {base}/apps/*}, the API, where {@code base} is
 * {@code /livevisitors} unless the host chose another; also at {@code /app/*} and {@code /apps/*} for clients that know
 * only a host and a port; it may answer {@code /up}, too. Several instances in one web application serve the same channels:
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

    /** What runs between {@link #init()} and {@link #destroy()}. */
    private record Serving(Sockets sockets, SocketGate gate, ApiGate api) {

        static Serving of(Gateway gateway, Sockets sockets) {
            return new Serving(sockets, new SocketGate(gateway, sockets), new ApiGate(new HttpApi(gateway, sockets)));
        }
    }

    private final transient @Nullable Gateway given;
    private transient @Nullable Serving serving;

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
        Gateway gateway = given == null ? gatewayOfContext() : given;
        serving = Serving.of(gateway, SharedSockets.join(getServletContext(), gateway));
    }

    /**
     * The last instance of a core closes all connections with 1001, staggered, and ends the threads; takes a few seconds at
     * most.
     */
    @Override
    public void destroy() {
        Serving stopped = serving;
        if (stopped != null) {
            SharedSockets.leave(getServletContext(), stopped.sockets.gateway());
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = Handshake.path(request);
        if (path.equals("/app") || path.startsWith("/app/")) {
            serving().gate.answer(request, response, path);
        } else if (path.equals("/apps") || path.startsWith("/apps/")) {
            serving().api.answer(request, response);
        } else if (path.equals("/up")) {
            up(request, response);
        } else {
            Answers.refusal(response, 404, "not_found", "There is nothing at this path");
        }
    }

    private static void up(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod())) {
            Answers.json(response, 200, "{\"health\":\"OK\"}");
        } else {
            response.setHeader("Allow", "GET, HEAD");
            Answers.refusal(response, 405, "method_not_allowed", "Use GET");
        }
    }

    /** Number of connections now; for tests. */
    int connections() {
        return serving().sockets.connections();
    }

    private Gateway gatewayOfContext() throws ServletException {
        if (getServletContext().getAttribute(LiveVisitors.CONTEXT_ATTRIBUTE) instanceof LiveVisitors live) {
            return live.gateway();
        }
        throw new ServletException("The servlet context has no attribute " + LiveVisitors.CONTEXT_ATTRIBUTE
                + ": set it to your LiveVisitors in a ServletContextListener, or register new"
                + " LiveSocketServlet(live) in code");
    }

    private Serving serving() {
        Serving current = serving;
        if (current == null) {
            throw new IllegalStateException("LiveSocketServlet is not initialised");
        }
        return current;
    }
}
