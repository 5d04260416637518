package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A session of Tomcat, where a send that does not block hands its completion to another thread, which costs more than the
 * send, and where messages are gathered in a buffer only between the two calls of {@code setBatchingAllowed}.
 */
final class TomcatRemote extends SessionRemote implements GatheringRemote {

    /**
     * So many have to have gathered to be worth batching: a client that is found to have gone meanwhile has Tomcat log a
     * warning, with a stack trace, on batched messages that it could not flush.
     */
    private static final int WORTH_BATCHING = 4;

    /** What Tomcat gathers for each session. */
    private static final int BUFFER_BYTES = 8_192;

    /** Of a frame from the server, at most (RFC 6455, section 5.2). */
    private static final int HEADER_BYTES = 10;

    TomcatRemote(Session session, SocketLimits limits) {
        super(session, limits);
        Map<String, Object> properties = session.getUserProperties();
        properties.put(
                "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT",
                limits.outbox().sendTimeout().toMillis());
        properties.put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", CLOSE_TIMEOUT.toMillis());
    }

    @Override
    public void sendTogether(List<String> texts) throws IOException {
        RemoteEndpoint.Basic basic = session.getBasicRemote();
        for (int from = 0, to; from < texts.size(); from = to) {
            to = gathered(texts, from);
            boolean batched = to - from >= WORTH_BATCHING;
            if (batched) {
                basic.setBatchingAllowed(true);
            }
            for (String text : texts.subList(from, to)) {
                basic.sendText(text);
            }
            if (batched) {
                basic.setBatchingAllowed(false); // writes what is gathered
            }
        }
    }

    /** The end of those that fit into the buffer, so that nothing is written while batching is allowed; all of a few. */
    private static int gathered(List<String> texts, int from) {
        if (texts.size() - from < WORTH_BATCHING) {
            return texts.size();
        }
        int room = BUFFER_BYTES;
        int to = from;
        while (to < texts.size()) {
            room -= HEADER_BYTES + Utf8.length(texts.get(to));
            if (room < 0 && to > from) {
                break;
            }
            to++;
        }
        return to;
    }
}
