package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.RawClient.Event;

/** What a client is told that may not join a channel. */
final class Refusals {

    private Refusals() {}

    /** The frame that clients of the protocol hand to the channel's own error handler. */
    static void assertRefused(Event event, String channel, String type, int status) {
        assertThat(event.event()).isEqualTo(RawClient.REFUSED);
        assertThat(event.channel()).isEqualTo(channel);
        assertThat(event.data().path("type").asText()).isEqualTo(type);
        assertThat(event.data().path("status").asInt()).isEqualTo(status);
        assertThat(event.data().path("error").asText()).isNotEmpty();
    }
}
