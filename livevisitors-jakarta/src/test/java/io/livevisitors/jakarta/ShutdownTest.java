package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {

    @Test
    void closesEveryConnectionWith1001() {
        TestServer server = TestServer.start();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(server.watchShop());
        }
        server.servlet.destroy();

        for (RawClient client : clients) {
            assertThat(client.closeCode()).isEqualTo(1001);
            client.close();
        }
        assertThat(server.servlet.connections()).isZero();
        assertThat(server.shop.readers).isEmpty();
        server.close();
    }

    @Test
    void closesWith1001WhenTheApplicationStops() {
        TestServer server = TestServer.start();
        RawClient client = server.watchShop();
        server.stopApplication();

        assertThat(client.closeCode()).isEqualTo(1001);
        client.close();
        server.close();
    }

    @Test
    void leavesNoThreadBehind() {
        TestServer server = TestServer.start();
        server.watchShop().close();
        server.close();

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("livevisitors-socket")));
    }

    @Test
    void refusesHandshakesWhileItGoesAway() {
        TestServer server = TestServer.start();
        server.servlet.destroy();

        assertThat(server.handshake(TestServer.TARGET).status).isEqualTo(503);
        server.close();
    }
}
