package io.livevisitors.jakarta;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection as the container sees it. Public because containers ask for that; hosts have no use for it, {@link
 * LiveSocketServlet} makes one for each handshake.
 */
public final class SocketEndpoint extends Endpoint {

    private final Sockets sockets;
    private final Admission admission;
    private volatile @Nullable Connection connection;

    SocketEndpoint(Sockets sockets, Admission admission) {
        this.sockets = sockets;
        this.admission = admission;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        Connection opened = sockets.open(admission, SessionRemote.of(session, sockets.limits()));
        if (opened == null) {
            closeUnopened(session);
            return;
        }
        connection = opened;
        PusherProtocol protocol = sockets.protocol();
        Inbox inbox = new Inbox(opened, protocol, sockets.limits().messages().maxBytes());
        session.addMessageHandler(String.class, (MessageHandler.Partial<String>) inbox::onText);
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>) inbox::onBinary);
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> opened.alive());
        protocol.greet(opened, admission.refusal());
    }

    @Override
    public void onClose(Session session, CloseReason closeReason) {
        gone();
    }

    /** Whatever the client or the network did: the container closes by itself, and one client's end is no news. */
    @Override
    public void onError(Session session, Throwable failure) {
        if (!session.isOpen()) {
            gone();
        }
    }

    private void gone() {
        Connection opened = connection;
        if (opened == null) {
            admission.release();
        } else {
            opened.gone();
        }
    }

    private static void closeUnopened(Session session) {
        try {
            session.close(new CloseReason(CloseReason.CloseCodes.GOING_AWAY, "The server is going away"));
        } catch (IOException e) {
            // it is gone already
        }
    }
}
