package io.livevisitors.channel;

/**
 * A client connected and was let in.
 *
 * @param socketId the connection, {@code digits.digits}
 */
public record ConnectionOpened(String socketId) implements ChannelEvent {}
