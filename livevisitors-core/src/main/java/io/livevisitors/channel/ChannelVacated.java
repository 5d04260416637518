package io.livevisitors.channel;

/**
 * A channel lost its last reader.
 *
 * @param channel full name, for example {@code private-orders}
 */
public record ChannelVacated(String channel) implements ChannelEvent {}
