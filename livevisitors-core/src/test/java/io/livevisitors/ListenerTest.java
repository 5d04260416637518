package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
    void aListenerMayCallAnythingOfTheLibrary() {
        try (LiveVisitors live = builder().build()) {
            List<String> done = new CopyOnWriteArrayList<>();
            Browser bob = new Browser(live, "192.0.2.2").tab("b");
            AtomicReference<@Nullable Subscription> own = new AtomicReference<>();
            own.set(live.onPage("/first", event -> {
                done.add("count " + live.snapshot("shop").totals().count());
                var unused = live.onPage("/third", third -> done.add("third"));
                bob.views("/second");
                done.add("forgotten " + live.forget(event.visitor().visitorToken()));
                Objects.requireNonNull(own.get()).close();
            }));
            var unused = live.onPage("/second", event -> bob.views("/third"));
            new Browser(live, "192.0.2.1").tab("a").views("/first");
            await().untilAsserted(
                            () -> assertThat(done).containsExactlyInAnyOrder("count 1", "forgotten true", "third"));
            bob.views("/first");
            bob.views("/third");
            await().until(() -> done.size() == 4);
            assertThat(done.get(3)).isEqualTo("third");
        }
    }

    @Test
    void aListenerMayCloseTheLibrary() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        List<String> afterwards = new CopyOnWriteArrayList<>();
        AtomicInteger broadcasterClosed = new AtomicInteger();
        Broadcaster broadcaster = new Broadcaster() {
            @Override
            public void broadcast(VisitorEvent event) {}

            @Override
            public void close() {
                broadcasterClosed.incrementAndGet();
            }
        };
        LiveVisitors live = builder().broadcaster(broadcaster).build();
        var unused = live.onVisitorActive(event -> {
            afterwards.add(event.visitor().pageUrl());
            live.close();
            closed.countDown();
        });
        Browser ann = new Browser(live, "192.0.2.1").tab("a");
        ann.views("/");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        ann.views("/more");
        assertThat(broadcasterClosed).hasValue(1);
        assertThat(afterwards).hasSize(1);
    }

    @Test
    void aListenerThatIsAlwaysBehindSharesItsOnlyThread() {
        ExecutorService onlyThread = Executors.newSingleThreadExecutor();
        try (LiveVisitors live = builder()
                .executor(onlyThread)
                .limit(Limit.EVENTS_PER_ADDRESS, 1_000_000)
                .build()) {
            Browser bob = new Browser(live, "192.0.2.2").tab("b");
            List<VisitorEvent> heard = new CopyOnWriteArrayList<>();
            CountDownLatch end = new CountDownLatch(1);
            var insatiable = live.onPage("/again", event -> {
                // More comes than it takes, for as long as the other was not heard.
                while (end.getCount() > 0 && live.counters().getOrDefault("listener_dropped", 0L) == 0) {
                    bob.views("/again");
                }
                if (end.getCount() > 0) {
                    bob.views("/again");
                    bob.views("/again");
                }
            });
            var other = live.onPage("/other", event -> {
                heard.add(event);
                end.countDown();
            });
            bob.views("/again");
            await().until(() -> live.counters().getOrDefault("listener_dropped", 0L) > 0);
            new Browser(live, "192.0.2.1").tab("a").views("/other");
            await().until(() -> heard.size() == 1);
            assertThat(List.of(insatiable, other)).hasSize(2);
        } finally {
            onlyThread.shutdownNow();
        }
    }

    @Test
    void aListenerThatIsBehindOrThrowsIsLoggedByName() {
        ManualTime time = new ManualTime();
        try (LogLines log = new LogLines(Mailbox.class);
                LiveVisitors live = time.builder()
                        .pixel("shop")
                        .limit(Limit.LISTENER_QUEUE, 4)
                        .build()) {
            var throwing = live.onPage("/**", event -> {
                throw new IllegalStateException("broken listener");
            });
            Browser ann = new Browser(live, "192.0.2.1").tab("a");
            for (int i = 0; i < 10; i++) {
                ann.views("/" + i);
            }
            time.run();
            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines()).anyMatch(line -> line.startsWith("onPage listener") && line.contains("too slow"));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("onPage listener") && line.contains("threw"));
            assertThat(live.counters()).containsEntry("listener_dropped", 6L).containsEntry("listener_failed", 4L);
            time.advance(Duration.ofMinutes(1));
            ann.views("/later");
            time.run();
            assertThat(log.lines()).last().asString().contains("3 more of this kind since the last line");
            assertThat(throwing).isNotNull();
        }
    }

    @Test
    void whatAnExecutorRefusesIsReceivedOnceItTakesAgainThoughNothingElseHappens() {
        ManualTime time = new ManualTime();
        AtomicBoolean full = new AtomicBoolean(true);
        List<VisitorEvent> heard = new CopyOnWriteArrayList<>();
        List<Alert> alerts = new CopyOnWriteArrayList<>();
        try (LiveVisitors live = builder()
                .ticker(time::nanos)
                .scheduler(time)
                .executor(task -> {
                    if (full.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .build()) {
            var listener = live.onVisitorActive(heard::add);
            var alert = live.alert("shop").whenAbove(1).subscribe(alerts::add);
            new Browser(live, "192.0.2.1").tab("a").views("/");
            new Browser(live, "192.0.2.2").tab("b").views("/");
            time.advance(Duration.ofSeconds(1));
            assertThat(heard).isEmpty();
            full.set(false);
            time.advance(Duration.ofSeconds(1));
            assertThat(heard).hasSize(2);
            assertThat(alerts).extracting(Alert::count).containsExactly(2);
            assertThat(live.counters().get("executor_refused")).isPositive();
            assertThat(List.of(listener, alert)).hasSize(2);
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
