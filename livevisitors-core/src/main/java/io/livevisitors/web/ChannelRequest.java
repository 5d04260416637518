package io.livevisitors.web;

/**
 * Somebody asks to join a private or presence channel that is not a pixel's.
 *
 * @param channel full name with its prefix, for example {@code private-orders}
 * @param socketId the connection, {@code digits.digits}
 * @param client the request
 */
public record ChannelRequest(String channel, String socketId, ClientRequest client) {}
