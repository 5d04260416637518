package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import java.time.Duration;

/** Limits for one test: those of {@link TestServer#LIMITS}, save what is named. */
final class Limits {

    private Duration activityTimeout = TestServer.LIMITS.activityTimeout();
    private Duration pongTimeout = TestServer.LIMITS.pongTimeout();
    private Duration sendTimeout = TestServer.LIMITS.sendTimeout();
    private Duration maxOutboxAge = TestServer.LIMITS.maxOutboxAge();
    private int maxConnections = TestServer.LIMITS.maxConnections();
    private int maxConnectionsPerAddress = TestServer.LIMITS.maxConnectionsPerAddress();
    private int maxHandshakesPerMinute = TestServer.LIMITS.maxHandshakesPerMinute();
    private int maxMessagesPerSecond = TestServer.LIMITS.maxMessagesPerSecond();
    private int maxOutboxBytes = TestServer.LIMITS.maxOutboxBytes();

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

    Limits maxOutboxBytes(int value) {
        maxOutboxBytes = value;
        return this;
    }

    SocketLimits build() {
        return new SocketLimits(
                activityTimeout,
                pongTimeout,
                sendTimeout,
                maxConnections,
                maxConnectionsPerAddress,
                maxHandshakesPerMinute,
                TestServer.LIMITS.maxMessageBytes(),
                maxMessagesPerSecond,
                TestServer.LIMITS.maxChannelsPerConnection(),
                maxOutboxBytes,
                maxOutboxAge);
    }
}
