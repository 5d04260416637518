package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static final String SIGN_OF_LIFE = "{\"event\":\"pusher:pong\",\"data\":{}}";

    private final TestServer server = TestServer.start(Limits.of()
            .activityTimeout(Duration.ofSeconds(1))
            .pongTimeout(Duration.ofSeconds(1))
            .build());
    private final RawClient client = server.connect();

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void answersAPing() {
        client.send("{\"event\":\"pusher:ping\",\"data\":{}}");

        assertThat(client.frame().text()).isEqualTo("{\"event\":\"pusher:pong\",\"data\":\"{}\"}");
    }

    @Test
    void pingsASilentClientInBothWays() {
        assertThat(client.frame().text()).isEqualTo("{\"event\":\"pusher:ping\",\"data\":\"{}\"}");
        assertThat(client.frame().opcode()).isEqualTo(RawClient.PING);
    }

    @Test
    void closesAConnectionFromWhichNothingComesBack() {
        assertThat(client.closeCode()).isEqualTo(4201);
        await().until(() -> server.servlet.connections() == 0);
    }

    @Test
    void says4201HoweverLongTheClientWasSilent() {
        try (TestServer patient = TestServer.start(Limits.of()
                        .activityTimeout(Duration.ofSeconds(6))
                        .pongTimeout(Duration.ofSeconds(1))
                        .build());
                RawClient silent = patient.connect()) {
            assertThat(silent.closeCode()).isEqualTo(4201);
        }
    }

    @Test
    void takesAPongOfEitherKindAsASignOfLife() {
        client.event("pusher:ping");
        client.frame();
        client.send(SIGN_OF_LIFE);
        client.event("pusher:ping");
        client.frame();
        client.send(RawClient.PONG, new byte[0]);
        assertThat(client.event().event()).as("pinged again, not closed").isEqualTo("pusher:ping");
    }

    @Test
    void doesNotPingAClientThatTalks() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(2).toNanos()) {
            client.send("{\"event\":\"pusher:ping\",\"data\":{}}");
            assertThat(client.event().event()).isEqualTo("pusher:pong");
        }
    }
}
