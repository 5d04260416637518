package io.livevisitors.benchmarks.startup;

/** What is in the host application beside its own pages. */
enum Contents {
    /** Nothing. */
    NOTHING("nothing else"),
    /** Nothing, but the container's WebSockets are there, as the library needs them. */
    SOCKETS("the container's WebSockets"),
    /** The library: pixel, sockets, filter and dashboard. */
    LIBRARY("the library");

    private final String label;

    Contents(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}
