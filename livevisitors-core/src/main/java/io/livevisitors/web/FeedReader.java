package io.livevisitors.web;

/** Receives a feed. Called by one thread at a time; it must not block, since others wait behind it. */
@FunctionalInterface
public interface FeedReader {

    /** The next message, in order. */
    void onMessage(FeedMessage message);
}
