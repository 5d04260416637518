package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session of Jetty, whose two remotes share one queue, but only the asynchronous one gathers messages in it: until one
 * comes that is not to be gathered, and takes all with it.
 */
final class JettyRemote extends SessionRemote implements GatheringRemote {

    /** The message that takes all with it fails, too, and says so. */
    private static final SendHandler NOBODY = result -> {};

    JettyRemote(Session session, SocketLimits limits) {
        super(session, limits);
    }

    @Override
    public void send(String text, Consumer<@Nullable Throwable> done) {
        try {
            if (async.getBatchingAllowed()) {
                async.setBatchingAllowed(false);
            }
        } catch (IOException e) {
            done.accept(e);
            return;
        }
        super.send(text, done);
    }

    @Override
    public void sendTogether(List<String> texts) throws IOException {
        int last = texts.size() - 1;
        if (last > 0 && !async.getBatchingAllowed()) {
            async.setBatchingAllowed(true);
        }
        for (String text : texts.subList(0, last)) {
            async.sendText(text, NOBODY);
        }
        session.getBasicRemote().sendText(texts.get(last));
    }
}
