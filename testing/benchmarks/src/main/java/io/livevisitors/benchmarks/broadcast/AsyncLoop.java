package io.livevisitors.benchmarks.broadcast;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What most hosts write: a loop over the sessions with {@code getAsyncRemote().sendText}. Tomcat refuses a text while
 * another is under way, so there each session has a queue from which the end of one send takes the next; Jetty has a queue
 * of its own. Neither queue has a bound. A session to which nothing can be sent any more is left out from then on.
 */
final class AsyncLoop implements Sender {

    private final boolean queues;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    /** @param queues whether each session has a queue, since its container has none */
    AsyncLoop(boolean queues) {
        this.queues = queues;
    }

    /** One session. Its lock guards the queue and whether something is under way, and is not held while it sends. */
    private final class Reader implements SendHandler {

        private final RemoteEndpoint.Async remote;
        private final Queue<String> waiting = new ArrayDeque<>();
        private boolean underWay;

        Reader(RemoteEndpoint.Async remote) {
            this.remote = remote;
        }

        void send(String text) {
            if (queues) {
                synchronized (this) {
                    if (underWay) {
                        waiting.add(text);
                        return;
                    }
                    underWay = true;
                }
            }
            start(text);
        }

        private void start(String text) {
            try {
                remote.sendText(text, this);
            } catch (IllegalStateException e) {
                readers.remove(this); // it is closed
            }
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                readers.remove(this);
                return;
            }
            String next = queues ? next() : null;
            if (next != null) {
                start(next);
            }
        }

        private synchronized @Nullable String next() {
            String next = waiting.poll();
            underWay = next != null;
            return next;
        }
    }

    @Override
    public void add(Session session) {
        readers.add(new Reader(session.getAsyncRemote()));
    }

    @Override
    public void send(String text) {
        for (Reader reader : readers) {
            reader.send(text);
        }
    }

    @Override
    public void flush() {
        // every text is under way, or follows one that is
    }

    @Override
    public void close() {
        // the container closes the sessions
    }
}
