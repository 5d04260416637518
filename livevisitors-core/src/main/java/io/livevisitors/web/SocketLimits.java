package io.livevisitors.web;

import java.time.Duration;

/**
 * What one socket, and all together, may cost. Immutable; the builder sets each value.
 *
 * @param activityTimeout silence after which a connection is pinged; whole seconds, at least 1
 * @param pongTimeout silence after a ping after which a connection is closed with 4201
 * @param sendTimeout time after which a send that does not complete drops the connection
 * @param maxConnections connections at once; beyond it 4004
 * @param maxConnectionsPerAddress connections at once of one client address
 * @param maxHandshakesPerMinute upgrades of one client address in a minute; beyond it 429
 * @param maxMessageBytes bytes of a client's message; beyond it close code 1009
 * @param maxMessagesPerSecond messages of one connection in a second; beyond it error 4301
 * @param maxChannelsPerConnection subscriptions of one connection
 * @param maxOutboxBytes bytes that may wait for one reader before single events are dropped
 * @param maxOutboxAge time a reader may stay behind before 4100
 */
public record SocketLimits(
        Duration activityTimeout,
        Duration pongTimeout,
        Duration sendTimeout,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxHandshakesPerMinute,
        int maxMessageBytes,
        int maxMessagesPerSecond,
        int maxChannelsPerConnection,
        int maxOutboxBytes,
        Duration maxOutboxAge) {}
