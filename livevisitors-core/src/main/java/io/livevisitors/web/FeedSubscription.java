package io.livevisitors.web;

/** An open feed. Thread-safe. */
public interface FeedSubscription extends AutoCloseable {

    /**
     * Asks for the state of the pixel now ({@code visitors.snapshot}, or {@code visitors.count} on a public feed). It is
     * given to {@code receiver} on the feed's own thread, in order: every message before it is contained in it, every
     * message after it is not.
     */
    void requestSnapshot(FeedReader receiver);

    /** Ends the feed; no message comes after this returns, save one that is being handed over. Idempotent. */
    @Override
    void close();
}
