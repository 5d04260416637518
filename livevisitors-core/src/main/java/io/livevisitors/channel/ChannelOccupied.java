package io.livevisitors.channel;

/**
 * A channel that had no readers got its first.
 *
 * @param channel full name, for example {@code private-orders}
 */
public record ChannelOccupied(String channel) implements ChannelEvent {}
