package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.TestClient.Event;
import io.livevisitors.web.FeedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PixelChannelTest {

    private static final String CHANNEL = "private-pixel.shop";

    private final TestServer server = TestServer.start();
    private final List<TestClient> clients = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(TestClient::close);
        server.close();
    }

    @Test
    void sendsTheSnapshotRightAfterJoining() {
        TestClient client = connect();
        client.subscribe(CHANNEL, server.sign(client, CHANNEL));

        assertThat(client.event().event()).isEqualTo("pusher_internal:subscription_succeeded");
        assertThat(client.text())
                .isEqualTo("{\"event\":\"visitors.snapshot\",\"channel\":\"private-pixel.shop\","
                        + "\"data\":\"{\\\"seq\\\":1,\\\"visitors\\\":[],\\\"count\\\":0}\"}");
    }

    @Test
    void countsEventsOnWithoutAGap() {
        TestClient client = server.watchShop(connect());
        server.shop.active("a");
        server.shop.stats(1);
        server.shop.emit(
                new FeedMessage("visitor.left", "{\"visitor_token\":\"a\",\"page_title\":\"Ä \\\"q\\\"\"}", false));

        assertEvent(client.event(), "visitor.active", 2);
        assertEvent(client.event(), "visitors.stats", 3);
        Event left = client.event();
        assertEvent(left, "visitor.left", 4);
        assertThat(left.data().path("page_title").asText()).isEqualTo("Ä \"q\"");
    }

    @Test
    void readsTheFeedOnceForAllAndEndsItWithTheLast() {
        TestClient first = server.watchShop(connect());
        TestClient second = server.watchShop(connect());

        assertThat(server.shop.opened).hasValue(1);
        first.close();
        second.send("{\"event\":\"pusher:unsubscribe\",\"data\":{\"channel\":\"" + CHANNEL + "\"}}");
        await().until(() -> server.shop.readers.isEmpty());
        await().until(() -> server.servlet.connections() == 1);

        server.watchShop(second);
        assertThat(server.shop.opened).hasValue(2);
    }

    @Test
    void losesNothingBetweenTheSnapshotAndTheFirstEvent() throws Exception {
        AtomicInteger emitted = new AtomicInteger();
        FakeFeed counting =
                new FakeFeed(() -> new FeedMessage(FeedMessage.SNAPSHOT, "{\"count\":" + emitted.get() + "}", false));
        server.gateway.feeds.put("busy", counting);
        Thread feed = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                counting.emitAfter(
                        () -> new FeedMessage("visitor.active", "{\"n\":" + emitted.incrementAndGet() + "}", false));
            }
        });
        feed.start();
        for (int i = 0; i < 20; i++) {
            TestClient client = connect();
            client.subscribe("private-pixel.busy", server.sign(client, "private-pixel.busy"));
            long count = client.event("visitors.snapshot").data().path("count").asLong();
            if (count < 20_000) {
                assertThat(client.event().data().path("n").asLong()).isEqualTo(count + 1);
            }
            client.close();
        }
        feed.join();
    }

    @Test
    void carriesThePublicCountOfAPublicPixel() {
        FakeFeed feed = new FakeFeed(() -> new FeedMessage("visitors.count", "{\"count\":7}", true));
        server.gateway.publicFeeds.put("shop", feed);
        TestClient client = connect();
        client.subscribe("pixel.shop");
        client.event("pusher_internal:subscription_succeeded");
        Event first = client.event();
        feed.emit(new FeedMessage("visitors.count", "{\"count\":null,\"below\":5}", true));

        assertEvent(first, "visitors.count", 1);
        assertThat(first.data().path("count").asInt()).isEqualTo(7);
        Event second = client.event();
        assertEvent(second, "visitors.count", 2);
        assertThat(second.data().path("below").asInt()).isEqualTo(5);
    }

    @Test
    void isAnEmptyChannelForAnUnknownPixelUntilItExists() {
        TestClient early = connect();
        early.subscribe("private-pixel.new", server.sign(early, "private-pixel.new"));
        assertThat(early.event().event()).isEqualTo("pusher_internal:subscription_succeeded");

        server.gateway.feeds.put("new", FakeFeed.ofVisitors());
        TestClient late = connect();
        late.subscribe("private-pixel.new", server.sign(late, "private-pixel.new"));

        assertEvent(late.event("visitors.snapshot"), "visitors.snapshot", 1);
        assertEvent(early.event(), "visitors.snapshot", 1);
    }

    @Test
    void staysUsableWhenTheFeedFails() {
        server.gateway.feeds.put("broken", new FakeFeed(() -> {
            throw new IllegalStateException("the directory is down");
        }));
        TestClient client = connect();
        client.subscribe("private-pixel.broken", server.sign(client, "private-pixel.broken"));

        assertThat(client.event().event()).isEqualTo("pusher_internal:subscription_succeeded");
        assertThat(client.event().event()).isEqualTo("pusher:error");
        server.watchShop(client);
    }

    private static void assertEvent(Event event, String name, long seq) {
        assertThat(event.event()).isEqualTo(name);
        assertThat(event.seq()).isEqualTo(seq);
    }

    private TestClient connect() {
        TestClient client = server.connect();
        clients.add(client);
        return client;
    }
}
