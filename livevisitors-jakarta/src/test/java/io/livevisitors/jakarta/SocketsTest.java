package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketsTest {

    /** Looks after its connections every ten seconds. */
    private final Sockets sockets = new Sockets(new FakeGateway(Limits.of().build()));

    @AfterEach
    void stop() {
        sockets.close();
    }

    @Test
    void nothingHoldsAConnectionThatHasEnded() {
        Connection connection = Objects.requireNonNull(sockets.open(sockets.admit("192.0.2.1"), new Readers.Nowhere()));
        connection.gone();
        WeakReference<Connection> trace = new WeakReference<>(connection);
        connection = null;

        await().atMost(Duration.ofSeconds(5)).until(() -> {
            System.gc();
            return trace.get() == null;
        });
        assertThat(sockets.connections()).isZero();
    }
}
