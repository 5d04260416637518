package io.livevisitors.channel;

/**
 * A user left a presence channel with its last connection.
 *
 * @param channel full name, for example {@code presence-room}
 * @param userId who
 */
public record MemberRemoved(String channel, String userId) implements ChannelEvent {}
