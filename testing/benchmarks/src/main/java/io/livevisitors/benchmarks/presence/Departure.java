package io.livevisitors.benchmarks.presence;

/** The closing of a browser's last tab, and when a dashboard saw what came of it. */
final class Departure {

    /** When the leave was sent, by {@link System#nanoTime()}. */
    final long sentAt;

    /** Whether the dashboard has shown it as leaving. */
    boolean shown;

    Departure(long sentAt) {
        this.sentAt = sentAt;
    }
}
