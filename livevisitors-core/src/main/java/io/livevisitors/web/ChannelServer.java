package io.livevisitors.web;

import org.jspecify.annotations.Nullable;

/** What an adapter that serves channels does for the host's own code. Thread-safe; no call blocks. */
public interface ChannelServer {

    /**
     * Gives an event to all who have joined the channel.
     *
     * @param channel a valid channel name
     * @param event the event's name
     * @param data JSON as text, or any text
     * @param exceptSocketId the connection that does not get it; null if all do
     */
    void publish(String channel, String event, String data, @Nullable String exceptSocketId);

    /** Ends every connection of a user, signed in or member of a presence channel, with 4009, so that it stays away. */
    void disconnectUser(String userId);
}
