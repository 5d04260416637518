package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;

/**
 * A session of Tomcat, where a send that does not block hands its completion to another thread, which costs more than the
 * send, and where messages are gathered in a buffer only between the two calls of {@code setBatchingAllowed}.
 */
final class TomcatRemote extends SessionRemote {

    private final RemoteEndpoint.Basic basic;

    TomcatRemote(Session session, SocketLimits limits) {
        super(session, limits);
        this.basic = session.getBasicRemote();
    }

    @Override
    public boolean costsLessTogether(int messages) {
        return true;
    }

    @Override
    public void sendTogether(List<String> texts) throws IOException {
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
