package io.livevisitors.channel;

import org.jspecify.annotations.Nullable;

/**
 * A connection joined a channel. To ask again for a channel that it has joined is no event.
 *
 * @param channel full name, for example {@code private-orders}
 * @param socketId the connection, {@code digits.digits}
 * @param userId who joined, on a presence channel; null elsewhere
 */
public record Subscribed(
        String channel, String socketId, @Nullable String userId) implements ChannelEvent {}
