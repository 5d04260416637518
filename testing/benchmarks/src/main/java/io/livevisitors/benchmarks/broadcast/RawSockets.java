package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.load.Tick;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * WebSockets without the library: all that it does with a session is to give it to a {@link Sender}, and to say so, since
 * the client is connected before that.
 */
final class RawSockets extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String CONTAINER_ATTRIBUTE = "jakarta.websocket.server.ServerContainer";

    /** What a Pusher server says when a client has joined a channel. */
    private static final String JOINED = "{\"event\":\"pusher_internal:subscription_succeeded\",\"channel\":\""
            + Tick.CHANNEL + "\",\"data\":\"{}\"}";

    private final transient Sender sender;

    RawSockets(Sender sender) {
        this.sender = sender;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ServerContainer container =
                (ServerContainer) Objects.requireNonNull(getServletContext().getAttribute(CONTAINER_ATTRIBUTE));
        ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Giver.class, request.getServletPath())
                .configurator(new Plain(sender))
                .build();
        try {
            container.upgradeHttpToWebSocket(request, response, config, Map.of());
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }

    /** Gives its session to the sender. Public because the container asks for that. */
    public static final class Giver extends Endpoint {

        private final Sender sender;

        Giver(Sender sender) {
            this.sender = sender;
        }

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.setMaxIdleTimeout(0);
            sender.add(session);
            try {
                RemoteEndpoint.Basic remote = session.getBasicRemote();
                remote.sendText(JOINED);
                remote.flushBatch();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** No extension, as the library takes none. */
    private static final class Plain extends ServerEndpointConfig.Configurator {

        private final Sender sender;

        Plain(Sender sender) {
            this.sender = sender;
        }

        @Override
        public boolean checkOrigin(String originHeaderValue) {
            return true;
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
            return endpointClass.cast(new Giver(sender));
        }
    }
}
