package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.RawClient.Event;
import io.livevisitors.web.FeedMessage;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets that do not read: the server's sends stop for want of room. */
class SlowReaderTest {

    private static final String KILOBYTE = "x".repeat(1_000);

    private TestServer server =
            TestServer.start(Limits.of().maxOutboxBytes(50_000).build());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsALossByAGapThenSendsANewSnapshot() {
        RawClient slow = server.watchShop(server.connectSlow());
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
        RawClient slow = server.watchShop(server.connectSlow());
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
        RawClient slow = server.watchShop(server.connectSlow());
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

    @Test
    void delaysNobodyElse() {
        RawClient slow = server.watchShop(server.connectSlow());
        RawClient quick = server.watchShop();
        stall(50);
        for (int i = 0; i < 2_000; i++) {
            server.shop.active("visitor-" + i);
            assertThat(quick.event("visitor.active").event()).isEqualTo("visitor.active");
        }
        slow.close();
        quick.close();
    }

    @Test
    void dropsAReaderThatTakesNothingAtAll() {
        restart(Limits.of().sendTimeout(Duration.ofSeconds(1)));
        RawClient stuck = server.watchShop(server.connectSlow());
        stall(100);

        await().atMost(Duration.ofSeconds(20)).until(() -> server.servlet.connections() == 0);
        assertThat(server.gateway.counted("slow_consumer")).isEqualTo(1);
        assertThat(server.shop.readers).isEmpty();
        assertThat(stuck.closeCode()).as("it never sees 4100").isNotEqualTo(4100);
        stuck.close();
    }

    @Test
    void closesAReaderThatStaysBehindWith4100() {
        restart(Limits.of().maxOutboxAge(Duration.ofSeconds(1)).maxOutboxBytes(50_000));
        RawClient slow = server.watchShop(server.connectSlow());
        stall(100);
        await("nothing more is taken for it").until(() -> {
            int before = server.gateway.counted("outbox_dropped");
            emit(100);
            return server.gateway.counted("outbox_dropped") == before;
        });

        assertThat(slow.closeCode()).isEqualTo(4100);
        assertThat(server.gateway.counted("slow_reader")).isEqualTo(1);
        await().until(() -> server.servlet.connections() == 0);
        slow.close();
    }

    @Test
    void dropsAClientThatAsksWithoutReading() {
        restart(Limits.of().maxOutboxBytes(20_000).sendTimeout(Duration.ofSeconds(1)));
        RawClient greedy = server.connectSlow();
        Thread asking = new Thread(() -> {
            try {
                while (server.servlet.connections() == 1) {
                    greedy.send("{\"event\":\"pusher:ping\",\"data\":{}}");
                }
            } catch (UncheckedIOException e) {
                // closed under its hands, as it should be
            }
        });
        asking.start();

        await().atMost(Duration.ofSeconds(30)).until(() -> server.servlet.connections() == 0);
        assertThat(server.gateway.counted("slow_consumer") + server.gateway.counted("slow_reader"))
                .as("told with 4100 if it took that much, else dropped")
                .isEqualTo(1);
        greedy.close();
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

    private void restart(Limits limits) {
        server.close();
        server = TestServer.start(limits.build());
    }
}
