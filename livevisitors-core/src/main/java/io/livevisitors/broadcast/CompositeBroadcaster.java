package io.livevisitors.broadcast;

import io.livevisitors.model.VisitorEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends to each of several broadcasters; the failures of all are reported together after the last. */
record CompositeBroadcaster(List<Broadcaster> broadcasters) implements Broadcaster {

    @Override
    public void broadcast(VisitorEvent event) throws Exception {
        forEach(broadcaster -> broadcaster.broadcast(event));
    }

    @Override
    public void close() throws Exception {
        forEach(Broadcaster::close);
    }

    private void forEach(Step step) throws Exception {
        @Nullable Exception failure = null;
        for (Broadcaster broadcaster : broadcasters) {
            try {
                step.on(broadcaster);
            } catch (Exception e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Step {
        void on(Broadcaster broadcaster) throws Exception;
    }
}
