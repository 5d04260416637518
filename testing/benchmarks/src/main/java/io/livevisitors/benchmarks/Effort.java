package io.livevisitors.benchmarks;

/** How much is measured. */
public enum Effort {
    /** Enough to see that everything works; the times mean little. */
    QUICK,
    /** What is published. */
    FULL;

    /** One of two values, by effort. */
    public <T> T choose(T quick, T full) {
        return this == QUICK ? quick : full;
    }
}
