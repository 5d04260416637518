package io.livevisitors.channel;

import org.jspecify.annotations.Nullable;

/**
 * A client sent an event to the other members of its channel. It comes from a browser: text that nobody vouches for.
 *
 * @param channel full name, for example {@code private-room}
 * @param event the event's name, with its prefix {@code client-}
 * @param data as the other members get it: JSON, or any text that the client sent as a string
 * @param socketId the connection, {@code digits.digits}
 * @param userId who sent it, on a presence channel; null elsewhere
 */
public record ClientEvent(
        String channel,
        String event,
        String data,
        String socketId,
        @Nullable String userId) implements ChannelEvent {}
