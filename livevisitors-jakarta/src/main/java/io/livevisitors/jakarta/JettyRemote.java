package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;

/**
 * A session of Jetty, whose two remotes share one queue, but only the asynchronous one gathers messages in it: until one
 * comes that is not to be gathered, and takes all with it.
 */
final class JettyRemote extends SessionRemote {

    /** The message that takes all with it fails, too, and says so. */
    private static final SendHandler NOBODY = result -> {};

    private final RemoteEndpoint.Basic basic;

    JettyRemote(Session session, SocketLimits limits) {
        super(session, limits);
        this.basic = session.getBasicRemote();
    }

    @Override
    public boolean costsLessTogether(int messages) {
        return messages > 1;
    }

    @Override
    public void sendTogether(List<String> texts) throws IOException {
        int last = texts.size() - 1;
        async.setBatchingAllowed(true);
        for (String text : texts.subList(0, last)) {
            async.sendText(text, NOBODY);
        }
        basic.sendText(texts.get(last));
        async.setBatchingAllowed(false); // nothing is gathered now
    }
}
