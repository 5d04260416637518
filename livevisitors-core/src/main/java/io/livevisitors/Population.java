package io.livevisitors;

import java.util.concurrent.atomic.AtomicInteger;

/** How many visitors all pixels hold together, never more than a limit. Thread-safe. */
final class Population {

    private final int max;
    private final AtomicInteger present = new AtomicInteger();

    Population(int max) {
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
