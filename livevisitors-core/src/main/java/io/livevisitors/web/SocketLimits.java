package io.livevisitors.web;

import java.time.Duration;

/**
 * What one socket, and all together, may cost. Immutable; the builder sets each value.
 *
 * @param keepAlive how silence is broken and ended
 * @param quota how many connections there may be
 * @param messages what a client may send
 * @param channels what a client may join
 * @param outbox what may wait for a reader
 * @param api what a request to the Pusher HTTP API may carry
 */
public record SocketLimits(
        KeepAlive keepAlive, Quota quota, Messages messages, ChannelBounds channels, OutboxBounds outbox, Api api) {

    /**
     * How silence is broken and ended.
     *
     * @param activityTimeout silence after which a client is asked to ping; whole seconds, at least 1
     * @param pingInterval silence after which the server pings
     * @param pongTimeout silence after a ping after which a connection is closed with 4201
     * @param subscriptionTimeout time without any channel after which a connection is closed with 4202
     */
    public record KeepAlive(
            Duration activityTimeout, Duration pingInterval, Duration pongTimeout, Duration subscriptionTimeout) {}

    /**
     * How many connections there may be.
     *
     * @param connections at once; beyond it 4004
     * @param connectionsPerAddress at once of one client address; beyond it 4004
     * @param handshakesPerMinute upgrades of one client address in a minute; beyond it 429
     */
    public record Quota(int connections, int connectionsPerAddress, int handshakesPerMinute) {}

    /**
     * What a client may send.
     *
     * @param maxBytes bytes of one message; beyond it close code 1009
     * @param perWindow messages of one connection in a window; beyond it error 4301
     * @param window length of that window
     * @param closeBeyondRate whether 4301 also closes the connection
     * @param clientEvents whether members of a channel may send each other events
     */
    public record Messages(
            int maxBytes, int perWindow, Duration window, boolean closeBeyondRate, boolean clientEvents) {}

    /**
     * What a client may join.
     *
     * @param perConnection channels of one connection
     * @param members distinct users in one presence channel
     * @param memberBytes what is told of one member, bytes of JSON
     * @param cachedBytes all last events of cache channels together
     */
    public record ChannelBounds(int perConnection, int members, int memberBytes, int cachedBytes) {}

    /**
     * What may wait for a reader.
     *
     * @param bytes of memory for what waits, beyond which single events are dropped
     * @param age time a reader may stay behind before 4100
     * @param sendTimeout time after which a send that does not complete drops the connection
     */
    public record OutboxBounds(int bytes, Duration age, Duration sendTimeout) {}

    /**
     * What a request to the Pusher HTTP API may carry.
     *
     * @param requestBytes bytes of a body, its lists of channels aside; beyond it 413
     * @param channelsPerEvent channels that one event goes to
     * @param eventsPerBatch events of one batch
     */
    public record Api(int requestBytes, int channelsPerEvent, int eventsPerBatch) {}
}
