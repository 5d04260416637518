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
final class TomcatRemote extends SessionRemote {

    TomcatRemote(Session session, SocketLimits limits) {
        super(session, limits);
        Map<String, Object> properties = session.getUserProperties();
        properties.put(
                "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT",
                limits.outbox().sendTimeout().toMillis());
        properties.put("org.apache.tomcat.websocket.SESSION_CLOSE_TIMEOUT", CLOSE_TIMEOUT.toMillis());
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    public void sendTogether(List<String> texts) throws IOException {
        RemoteEndpoint.Basic basic = session.getBasicRemote();
        boolean several = texts.size() > 1;
        if (several) {
            basic.setBatchingAllowed(true);
        }
        for (String text : texts) {
            basic.sendText(text);
        }
        if (several) {
            basic.setBatchingAllowed(false); // writes what is gathered
        }
    }
}
