package io.livevisitors.channel;

/**
 * A user joined a presence channel with its first connection.
 *
 * @param channel full name, for example {@code presence-room}
 * @param userId who
 * @param userInfo what the other members see, JSON; {@code {}} if nothing was said
 */
public record MemberAdded(String channel, String userId, String userInfo) implements ChannelEvent {}
