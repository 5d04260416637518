package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container's session. Sets the limits that containers otherwise leave open, each in its own way, and sends in the way
 * that is cheapest there; docs/benchmarks.md, "Broadcast", has the figures.
 */
class SessionRemote implements Remote {

    /**
     * What containers call the end of a connection without ceremony: Jetty, Undertow. Jakarta WebSocket has only a close
     * frame, after which both wait for as long as the client likes to go on sending.
     */
    private static final List<String> ABORTS = List.of("abort", "forceClose");

    final Session session;
    final RemoteEndpoint.Async async;

    /** As it fits the container whose session that is. */
    static SessionRemote of(Session session, SocketLimits limits) {
        String container = session.getClass().getName();
        if (container.startsWith("org.apache.tomcat.")) {
            return new TomcatRemote(session, limits);
        }
        return container.startsWith("org.eclipse.jetty.")
                ? new JettyRemote(session, limits)
                : new SessionRemote(session, limits);
    }

    SessionRemote(Session session, SocketLimits limits) {
        this.session = session;
        this.async = session.getAsyncRemote();
        async.setSendTimeout(limits.outbox().sendTimeout().toMillis());
        session.setMaxIdleTimeout(0); // silence is the outbox's business
        session.setMaxTextMessageBufferSize(limits.messages().maxBytes());
        session.setMaxBinaryMessageBufferSize(limits.messages().maxBytes());
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
            session.setMaxIdleTimeout(CLOSE_TIMEOUT.toMillis());
        } catch (IllegalStateException e) {
            // The client answered already, and the session is closed.
        }
    }

    @Override
    public void abort() {
        if (abortAsTheContainerDoes()) {
            return;
        }
        try {
            close(CloseReason.CloseCodes.GOING_AWAY.getCode(), "");
        } catch (IOException | RuntimeException e) {
            // it is gone, which is what was wanted
        }
    }

    private boolean abortAsTheContainerDoes() {
        for (Method method : session.getClass().getMethods()) {
            if (method.getParameterCount() == 0 && ABORTS.contains(method.getName())) {
                try {
                    method.invoke(session);
                    return true;
                } catch (ReflectiveOperationException | RuntimeException e) {
                    return false; // not to be had from here
                }
            }
        }
        return false;
    }

    private static Throwable failure(@Nullable Throwable exception) {
        return exception == null ? new IOException("not sent, without a reason") : exception;
    }
}
