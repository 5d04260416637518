package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A container's session. Sets the limits that containers otherwise leave open, each in its own way. */
final class SessionRemote implements Remote {

    /** Time for the client to answer a close frame; the idle timeout ends it where the container has none. */
    private static final long CLOSE_TIMEOUT_MILLIS = 5_000;

    private final Session session;
    private final RemoteEndpoint.Async async;

    SessionRemote(Session session, SocketLimits limits) {
        this.session = session;
        this.async = session.getAsyncRemote();
        long sendTimeout = limits.outbox().sendTimeout().toMillis();
        async.setSendTimeout(sendTimeout);
        session.setMaxIdleTimeout(0); // silence is the outbox's business
        session.setMaxTextMessageBufferSize(limits.messages().maxBytes());
        session.setMaxBinaryMessageBufferSize(limits.messages().maxBytes());
        session.getUserProperties().put("org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT", sendTimeout);
        session.getUserProperties().put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", CLOSE_TIMEOUT_MILLIS);
    }

    @Override
    public void send(String text, Consumer<@Nullable Throwable> done) {
        async.sendText(text, result -> done.accept(result.isOK() ? null : failure(result.getException())));
    }

    @Override
    public void ping() throws IOException {
        async.sendPing(ByteBuffer.allocate(0));
    }

    @Override
    public void close(int code, String reason) throws IOException {
        session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
        try {
            // Only now: a connection that was silent for longer would be idle at once, and close with 1001.
            session.setMaxIdleTimeout(CLOSE_TIMEOUT_MILLIS);
        } catch (IllegalStateException e) {
            // The client answered already, and the session is closed.
        }
    }

    @Override
    public void abort() {
        try {
            close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "");
        } catch (IOException | RuntimeException e) {
            // it is gone, which is what was wanted
        }
    }

    private static Throwable failure(@Nullable Throwable exception) {
        return exception == null ? new IOException("not sent, without a reason") : exception;
    }
}
