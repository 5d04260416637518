package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The host's own code: told of everything, and unable to hurt anybody. */
class ListenerTest {

    @Test
    void listenersAreToldInOrderUntilTheyAreRemoved() {
        try (LiveVisitors live = builder().build()) {
            List<String> pages = new CopyOnWriteArrayList<>();
            Subscription subscription =
                    live.onVisitorActive(event -> pages.add(event.visitor().pageUrl()));
            Browser ann = new Browser(live, "192.0.2.1").tab("a");
            for (int i = 0; i < 20; i++) {
                ann.views("/" + i);
            }
            await().until(() -> pages.size() == 20);
            assertThat(pages.get(0)).isEqualTo("https://shop.example/0");
            assertThat(pages.get(19)).isEqualTo("https://shop.example/19");

            subscription.close();
            List<VisitorEvent> others = new CopyOnWriteArrayList<>();
            var unused = live.onVisitorActive(others::add);
            ann.views("/more");
            await().until(() -> others.size() == 1);
            assertThat(pages).hasSize(20);
        }
    }

    @Test
    void aListenerThatHangsOrThrowsHurtsNobody() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (LiveVisitors live = builder().limit(Limit.LISTENER_QUEUE, 8).build()) {
            AtomicInteger told = new AtomicInteger();
            CountDownLatch hanging = new CountDownLatch(1);
            var hangs = live.onVisitorActive(event -> {
                hanging.countDown();
                awaitForever(never);
            });
            var throwing = live.onVisitorActive(event -> {
                throw new IllegalStateException("broken listener");
            });
            var counting = live.onVisitorActive(event -> told.incrementAndGet());
            Browser ann = new Browser(live, "192.0.2.1").tab("a");
            ann.views("/0");
            hanging.await();
            for (int i = 1; i < 50; i++) {
                int expected = i;
                ann.views("/" + i);
                await().until(() -> told.get() > expected);
            }
            assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);
            await().until(() -> live.counters().getOrDefault("listener_failed", 0L) == 50);
            assertThat(live.counters().get("listener_dropped")).isBetween(40L, 41L);
            assertThat(List.of(hangs, throwing, counting)).hasSize(3);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aSubscriberIsGivenAsMuchAsItAsksFor() {
        try (LiveVisitors live = builder().limit(Limit.LISTENER_QUEUE, 4).build()) {
            List<VisitorEvent> received = new CopyOnWriteArrayList<>();
            List<Flow.Subscription> subscription = new CopyOnWriteArrayList<>();
            live.events().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription s) {
                    subscription.add(s);
                    s.request(2);
                }

                @Override
                public void onNext(VisitorEvent event) {
                    received.add(event);
                }

                @Override
                public void onError(Throwable e) {
                    throw new AssertionError(e);
                }

                @Override
                public void onComplete() {}
            });
            Browser ann = new Browser(live, "192.0.2.1").tab("a");
            for (int i = 0; i < 30; i++) {
                ann.views("/" + i);
            }
            await().until(() -> live.counters().getOrDefault("subscriber_dropped", 0L) > 0);
            assertThat(received).hasSizeLessThanOrEqualTo(2);
            subscription.get(0).request(2);
            await().until(() -> received.size() == 4);
        }
    }

    @Test
    void aBroadcasterReceivesEveryEventAndIsClosedOnce() {
        AtomicInteger closed = new AtomicInteger();
        List<VisitorEvent> sent = new CopyOnWriteArrayList<>();
        Broadcaster broadcaster = new Broadcaster() {
            @Override
            public void broadcast(VisitorEvent event) {
                sent.add(event);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        LiveVisitors live = builder().broadcaster(broadcaster).build();
        Browser ann = new Browser(live, "192.0.2.1").tab("a");
        ann.views("/");
        ann.send("signup", Map.of("custom_data", Map.of("plan", "pro", "seats", 3, "nested", Map.of("x", 1))));
        await().untilAsserted(() -> assertThat(sent)
                .hasAtLeastOneElementOfType(PixelVisitorActive.class)
                .hasAtLeastOneElementOfType(CustomEvent.class));
        CustomEvent signup = sent.stream()
                .filter(CustomEvent.class::isInstance)
                .map(CustomEvent.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(signup.eventName()).isEqualTo("signup");
        assertThat(signup.data()).isEqualTo(Map.of("plan", "pro", "seats", 3L));
        assertThat(live.snapshot("shop").totals().events()).isEqualTo(Map.of("signup", 1));
        live.close();
        live.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void aBroadcasterThatHangsHoldsUpNoOther() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch hanging = new CountDownLatch(1);
        List<VisitorEvent> sent = new CopyOnWriteArrayList<>();
        Broadcaster hangs = event -> {
            hanging.countDown();
            awaitForever(never);
        };
        try (LiveVisitors live =
                builder().broadcaster(hangs).broadcaster(sent::add).build()) {
            new Browser(live, "192.0.2.1").tab("a").views("/");
            hanging.await();
            await().until(() -> !sent.isEmpty());
        } finally {
            never.countDown();
        }
    }

    @Test
    void anExecutorThatThrowsOnceLosesNoListener() {
        AtomicInteger calls = new AtomicInteger();
        List<VisitorEvent> heard = new CopyOnWriteArrayList<>();
        try (LiveVisitors live = builder()
                .executor(task -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IllegalStateException("no thread to be had");
                    }
                    task.run();
                })
                .build()) {
            var unused = live.onVisitorActive(heard::add);
            Browser ann = new Browser(live, "192.0.2.1").tab("a");
            ann.views("/");
            await().until(() -> calls.get() == 1);
            ann.views("/tea");
            await().until(() -> heard.size() == 2);
        }
    }

    @Test
    void compositeKeepsAFailureFromTheOthers() {
        List<VisitorEvent> sent = new CopyOnWriteArrayList<>();
        Broadcaster failing = event -> {
            throw new java.io.IOException("down");
        };
        Broadcaster composite = Broadcaster.composite(List.of(failing, sent::add));
        assertThat(Broadcaster.composite(List.of())).isSameAs(Broadcaster.noop());
        assertThat(Broadcaster.composite(List.of(failing))).isSameAs(failing);
        try (LiveVisitors live = builder().broadcaster(composite).build()) {
            new Browser(live, "192.0.2.1").tab("a").views("/");
            await().until(() -> !sent.isEmpty());
        }
    }

    private static LiveVisitorsBuilder builder() {
        return LiveVisitors.builder().pixel("shop").keys("app", "key", "secret");
    }

    private static void awaitForever(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
