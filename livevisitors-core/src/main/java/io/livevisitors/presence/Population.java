package io.livevisitors.presence;

import java.util.concurrent.atomic.AtomicInteger;

/** How many visitors all pixels hold together, never more than a limit. Thread-safe. */
public final class Population {

    private final int max;
    private final AtomicInteger present = new AtomicInteger();

    /** @param max visitors at once, 1 or more */
    public Population(int max) {
        this.max = max;
    }

    /** Takes a place for one more visitor; false if there is none. */
    boolean enter() {
        int before = present.getAndUpdate(now -> Math.min(now + 1, max));
        return before < max;
    }

    /** Gives a place back. */
    void left() {
        present.decrementAndGet();
    }
}
