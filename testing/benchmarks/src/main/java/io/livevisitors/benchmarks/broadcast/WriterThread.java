package io.livevisitors.benchmarks.broadcast;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One thread that sends every text to all sessions with {@code getBasicRemote().sendText}, which returns when the system has
 * taken it: all wait for a reader that takes nothing. If it batches, the container keeps texts together until they are
 * flushed, which waits likewise: after every {@value #BATCH}, and when no further one follows soon. A session to which nothing can be sent any
 * more is left out from then on.
 */
final class WriterThread implements Sender {

    /** Texts that go out together. */
    static final int BATCH = 10;

    /** Nobody waits for the end of a text that the container keeps. */
    private static final SendHandler NOBODY = result -> {};

    private final boolean batches;
    private final boolean isJetty;
    private final List<RemoteEndpoint> remotes = new CopyOnWriteArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "writer");
        made.setDaemon(true);
        return made;
    });

    /** The thread's own. */
    private int unflushed;

    /** @param isJetty whether the container is Jetty, whose {@code getBasicRemote()} never batches */
    WriterThread(boolean batches, boolean isJetty) {
        this.batches = batches;
        this.isJetty = isJetty;
    }

    @Override
    public void add(Session session) {
        RemoteEndpoint remote = batches && isJetty ? session.getAsyncRemote() : session.getBasicRemote();
        if (batches) {
            try {
                remote.setBatchingAllowed(true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        remotes.add(remote);
    }

    @Override
    public void send(String text) {
        thread.execute(() -> write(text));
    }

    @Override
    public void flush() {
        if (batches) {
            thread.execute(this::flushBatches);
        }
    }

    private void write(String text) {
        each(remote -> send(remote, text));
        unflushed++;
        if (batches && unflushed == BATCH) {
            flushBatches();
        }
    }

    private static void send(RemoteEndpoint remote, String text) throws IOException {
        if (remote instanceof RemoteEndpoint.Basic basic) {
            basic.sendText(text);
        } else if (remote instanceof RemoteEndpoint.Async async) {
            async.sendText(text, NOBODY);
        }
    }

    private void flushBatches() {
        if (unflushed > 0) {
            unflushed = 0;
            each(RemoteEndpoint::flushBatch);
        }
    }

    /** What is done with a session. */
    private interface Step {

        void take(RemoteEndpoint remote) throws IOException;
    }

    private void each(Step step) {
        List<RemoteEndpoint> gone = new ArrayList<>(0);
        for (RemoteEndpoint remote : remotes) {
            try {
                step.take(remote);
            } catch (IOException | IllegalStateException e) {
                gone.add(remote);
            }
        }
        if (!gone.isEmpty()) {
            remotes.removeAll(gone);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
