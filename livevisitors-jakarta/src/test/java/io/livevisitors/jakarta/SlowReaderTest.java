package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.jakarta.TestClient.Event;
import io.livevisitors.web.FeedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets that do not read: the server's sends stop for want of room. */
class SlowReaderTest {

    private static final String KILOBYTE = "x".repeat(1_000);

    private final TestServer server =
            TestServer.start(Limits.of().maxOutboxBytes(50_000).build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsALossByAGapThenSendsANewSnapshot() {
        TestClient slow = server.watchShop(server.connectSlow());
        stall(100);
        long before = 1;
        Event event = slow.event();
        while (!event.event().equals("visitors.snapshot")) {
            before = event.seq();
            event = slow.event();
        }
        assertThat(server.gateway.counted("outbox_dropped")).isPositive();
        assertThat(event.seq()).isGreaterThan(before);

        server.shop.active("after");
        Event next = slow.event();
        assertThat(next.event()).isEqualTo("visitor.active");
        assertThat(next.seq()).isEqualTo(event.seq() + 1);
        slow.close();
    }

    @Test
    void showsAGapWhereEventsWereLost() {
        TestClient slow = server.watchShop(server.connectSlow());
        stall(100);
        long expected = 2;
        boolean gap = false;
        Event event = slow.event();
        while (!event.event().equals("visitors.snapshot")) {
            gap |= event.seq() != expected;
            expected = event.seq() + 1;
            event = slow.event();
        }
        assertThat(gap).isTrue();
        slow.close();
    }

    @Test
    void keepsOnlyTheNewestTotals() {
        TestClient slow = server.watchShop(server.connectSlow());
        stall(1);
        for (int i = 1; i <= 1_000; i++) {
            server.shop.stats(i);
        }
        Event stats = slow.event("visitors.stats");
        while (stats.data().path("count").asInt() < 1_000) {
            stats = slow.event("visitors.stats");
        }
        assertThat(stats.seq()).as("what was replaced took no number").isLessThan(600);
        slow.close();
    }

    /** Fills what the network and the outbox take, and goes on for as many events. */
    private void stall(int more) {
        for (int i = 0; i < 20_000 && server.gateway.counted("outbox_dropped") == 0; i++) {
            emit(1);
        }
        emit(more);
    }

    private void emit(int events) {
        for (int i = 0; i < events; i++) {
            server.shop.emit(new FeedMessage("visitor.active", "{\"page_title\":\"" + KILOBYTE + "\"}", false));
        }
    }
}
