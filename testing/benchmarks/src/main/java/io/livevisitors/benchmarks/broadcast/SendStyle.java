package io.livevisitors.benchmarks.broadcast;

/** How an event gets to all its readers. */
enum SendStyle {
    /** {@link AsyncLoop}. */
    ASYNC("the asynchronous loop", "/async", true),
    /** The same once more, to the same readers: how far two equal slices differ on this machine. */
    ASYNC_AGAIN("the asynchronous loop, once more", "/async", true),
    /** {@link WriterThread}. */
    WRITER("one writing thread", "/writer", false),
    /** {@link WriterThread} that batches. */
    BATCHES("one writing thread, batches of " + WriterThread.BATCH, "/batches", false),
    /** {@link io.livevisitors.jakarta.LiveSocketServlet}. */
    LIBRARY("the library", Host.SOCKETS, true);

    private final String label;
    private final String path;
    private final boolean isSafe;

    SendStyle(String label, String path, boolean isSafe) {
        this.label = label;
        this.path = path;
        this.isSafe = isSafe;
    }

    /** For the report. */
    String label() {
        return label;
    }

    /** Where its readers connect to. */
    String path() {
        return path;
    }

    /** Whether it is a host's own. */
    boolean isRaw() {
        return this != LIBRARY;
    }

    /**
     * Whether it may be used: any thread may send, every reader gets the events in their order, and nobody waits for a
     * reader that takes nothing.
     */
    boolean isSafe() {
        return isSafe;
    }
}
