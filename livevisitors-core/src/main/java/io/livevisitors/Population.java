package io.livevisitors;

import java.util.concurrent.atomic.AtomicInteger;

/** How many visitors all pixels hold together. Thread-safe; exact to within the registries that add at the same time. */
final class Population {

    private final int max;
    private final AtomicInteger present = new AtomicInteger();

    Population(int max) {
        this.max = max;
    }

    boolean hasRoom() {
        return present.get() < max;
    }

    void arrived() {
        present.incrementAndGet();
    }

    void left() {
        present.decrementAndGet();
    }
}
