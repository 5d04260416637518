package io.livevisitors.jakarta;

import io.livevisitors.web.SocketLimits;
import java.time.Duration;

/** Limits that no test meets by accident, save those that are named. */
final class Limits {

    private Duration activityTimeout = Duration.ofSeconds(30);
    private Duration pongTimeout = Duration.ofSeconds(30);
    private Duration maxOutboxAge = Duration.ofSeconds(30);
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

    Limits maxOutboxAge(Duration value) {
        maxOutboxAge = value;
        return this;
    }

    Limits maxOutboxBytes(int value) {
        maxOutboxBytes = value;
        return this;
    }

    SocketLimits build() {
        return new SocketLimits(
                new SocketLimits.KeepAlive(activityTimeout, activityTimeout, pongTimeout, Duration.ofMinutes(5)),
                new SocketLimits.Quota(1_000, 1_000, 100_000),
                new SocketLimits.Messages(10_000, 100_000, Duration.ofSeconds(1), false, true),
                new SocketLimits.ChannelBounds(100, 1_000, 2_048, 1 << 20),
                new SocketLimits.OutboxBounds(maxOutboxBytes, maxOutboxAge, Duration.ofSeconds(10)),
                new SocketLimits.Api(10_000, 100, 10));
    }
}
