package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import java.time.Duration;

/** Limits that no test meets by accident, save those that are named. */
final class Limits {

    private Duration activityTimeout = Duration.ofSeconds(30);
    private Duration pongTimeout = Duration.ofSeconds(30);
    private Duration subscriptionTimeout = Duration.ofMinutes(5);
    private Duration sendTimeout = Duration.ofSeconds(10);
    private Duration maxOutboxAge = Duration.ofSeconds(30);
    private int maxConnections = 1_000;
    private int maxConnectionsPerAddress = 1_000;
    private int maxHandshakesPerMinute = 100_000;
    private int maxMessagesPerSecond = 100_000;
    private boolean closeBeyondRate;
    private int maxMembers = 1_000;
    private int maxCachedBytes = 1 << 20;
    private int maxOutboxBytes = 1 << 20;

    static Limits of() {
        return new Limits();
    }

    Limits activityTimeout(Duration value) {
        activityTimeout = value;
        return this;
    }

    Limits pongTimeout(Duration value) {
        pongTimeout = value;
        return this;
    }

    Limits subscriptionTimeout(Duration value) {
        subscriptionTimeout = value;
        return this;
    }

    Limits sendTimeout(Duration value) {
        sendTimeout = value;
        return this;
    }

    Limits maxOutboxAge(Duration value) {
        maxOutboxAge = value;
        return this;
    }

    Limits maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    Limits maxConnectionsPerAddress(int value) {
        maxConnectionsPerAddress = value;
        return this;
    }

    Limits maxHandshakesPerMinute(int value) {
        maxHandshakesPerMinute = value;
        return this;
    }

    Limits maxMessagesPerSecond(int value) {
        maxMessagesPerSecond = value;
        return this;
    }

    Limits closeBeyondRate() {
        closeBeyondRate = true;
        return this;
    }

    Limits maxMembers(int value) {
        maxMembers = value;
        return this;
    }

    Limits maxCachedBytes(int value) {
        maxCachedBytes = value;
        return this;
    }

    Limits maxOutboxBytes(int value) {
        maxOutboxBytes = value;
        return this;
    }

    SocketLimits build() {
        return new SocketLimits(
                new SocketLimits.KeepAlive(activityTimeout, activityTimeout, pongTimeout, subscriptionTimeout),
                new SocketLimits.Quota(maxConnections, maxConnectionsPerAddress, maxHandshakesPerMinute),
                new SocketLimits.Messages(10_000, maxMessagesPerSecond, Duration.ofSeconds(1), closeBeyondRate, true),
                new SocketLimits.ChannelBounds(100, maxMembers, 2_048, maxCachedBytes),
                new SocketLimits.OutboxBounds(maxOutboxBytes, maxOutboxAge, sendTimeout),
                new SocketLimits.Api(10_000, 100, 10));
    }
}
