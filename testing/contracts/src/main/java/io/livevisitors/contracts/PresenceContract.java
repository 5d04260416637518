package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.RawClient.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presence channels (WIRE.md, section 4): who is there, and how the others hear of it. */
public class PresenceContract {

    @RegisterExtension
    static final Host host = Host.plain();

    @Test
    void tellsTheFirstMemberOfItself() {
        RawClient client = host.connect();
        host.subscribePresence(client, "presence-first", "{\"user_id\":\"7\",\"user_info\":{\"name\":\"Ada\"}}");

        Event joined = client.event();
        assertThat(joined.event()).isEqualTo(RawClient.SUCCEEDED);
        assertThat(joined.channel()).isEqualTo("presence-first");
        assertThat(joined.data().toString())
                .isEqualTo("{\"presence\":{\"count\":1,\"ids\":[\"7\"],\"hash\":{\"7\":{\"name\":\"Ada\"}}}}");
    }
}
