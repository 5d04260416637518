package io.livevisitors.presence;

import io.livevisitors.model.VisitorEvent;
import java.util.ArrayList;
import java.util.List;

/** A stream that hands nothing on, but writes down what it is told. For one thread. */
final class WrittenStream implements EventStream {

    private final boolean watched;
    private final List<VisitorEvent> events = new ArrayList<>();

    /** @param watched whether somebody wants single events; if not, none may come */
    WrittenStream(boolean watched) {
        this.watched = watched;
    }

    /** The events since this was asked last, in order. */
    List<VisitorEvent> take() {
        List<VisitorEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    @Override
    public boolean isWatched() {
        return watched;
    }

    @Override
    public void enqueue(VisitorEvent event) {
        if (!watched) {
            throw new AssertionError("made for nobody: " + event);
        }
        events.add(event);
    }

    @Override
    public void enqueue(Runnable action) {
        throw new AssertionError("not used");
    }

    @Override
    public void totalsChanged() {}

    @Override
    public void deliver() {}

    @Override
    public long sampled() {
        return 0;
    }
}
