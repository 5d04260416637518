package io.livevisitors.channel;

import org.jspecify.annotations.Nullable;

/**
 * A connection left a channel, by itself or because it ended.
 *
 * @param channel full name, for example {@code private-orders}
 * @param socketId the connection, {@code digits.digits}
 * @param userId who left, on a presence channel; null elsewhere
 */
public record Unsubscribed(
        String channel, String socketId, @Nullable String userId) implements ChannelEvent {}
