package io.livevisitors.channel;

/**
 * A connection ended, however it did; its channels were left before.
 *
 * @param socketId the connection, {@code digits.digits}
 */
public record ConnectionClosed(String socketId) implements ChannelEvent {}
