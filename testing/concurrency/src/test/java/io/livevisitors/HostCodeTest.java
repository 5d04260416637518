package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.device.Device;
import io.livevisitors.model.PageView;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.web.ChannelGrant;
import io.livevisitors.web.ClientRequest;
import io.livevisitors.web.FeedSubscription;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Host code that hangs holds nobody else up: no lock is held while it runs. And it may call back. */
@Timeout(60)
class HostCodeTest {

    private static final long BOUND_SECONDS = 15;
    private static final String PAGE = "https://shop.example/";

    /** Stops the first caller until it is let go; the others pass. */
    private static final class Parking {

        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch parked = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);

        void pass() {
            if (taken.compareAndSet(false, true)) {
                parked.countDown();
                await(letGo);
            }
        }

        void awaitParked() {
            await(parked);
        }

        void letGo() {
            letGo.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final Parking parking = new Parking();

    @Test
    void listenerOfArrivals() throws Exception {
        try (LiveVisitors live = builder().build()) {
            var unused = live.onVisitorActive(event -> parking.pass());
            assertThat(view(live, 1)).isTrue();
            assertOthersGoOn(live);
        }
    }

    @Test
    void listenerOfDepartures() throws Exception {
        try (LiveVisitors live = builder().build()) {
            var unused = live.onVisitorLeft(event -> parking.pass());
            assertThat(view(live, 1)).isTrue();
            assertThat(live.forget(live.snapshot("shop").visitors().get(0).visitorToken()))
                    .isTrue();
            assertOthersGoOn(live);
        }
    }

    @Test
    void listenerOfTotals() throws Exception {
        try (LiveVisitors live = builder().build()) {
            var unused = live.onTotals(event -> parking.pass());
            assertThat(view(live, 1)).isTrue();
            assertOthersGoOn(live);
        }
    }

    @Test
    void subscriber() throws Exception {
        try (LiveVisitors live = builder().build()) {
            live.events().subscribe(new Flow.Subscriber<VisitorEvent>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(VisitorEvent event) {
                    parking.pass();
                }

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onComplete() {}
            });
            assertThat(view(live, 1)).isTrue();
            assertOthersGoOn(live);
        }
    }

    @Test
    void broadcaster() throws Exception {
        try (LiveVisitors live = builder().broadcaster(event -> parking.pass()).build()) {
            assertThat(view(live, 1)).isTrue();
            assertOthersGoOn(live);
        }
    }

    @Test
    void classifier() throws Exception {
        try (LiveVisitors live = builder()
                .classifier(hints -> {
                    parking.pass();
                    return Device.UNKNOWN;
                })
                .build()) {
            CompletableFuture<Boolean> parked =
                    CompletableFuture.supplyAsync(() -> view(live, 1), HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anonymizer() throws Exception {
        Anonymizer builtIn = Anonymizer.builtIn();
        try (LiveVisitors live = builder()
                .anonymizer(raw -> {
                    parking.pass();
                    return builtIn.anonymize(raw);
                })
                .build()) {
            CompletableFuture<Boolean> parked =
                    CompletableFuture.supplyAsync(() -> view(live, 1), HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void roleOfARequest() throws Exception {
        try (LiveVisitors live = builder().leaveOutRoles("staff").build()) {
            ClientRequest slow = new ClientRequest(
                    "POST", "/", "192.0.2.200", "shop.example", true, name -> null, name -> null, "ann", role -> {
                        parking.pass();
                        return false;
                    });
            CompletableFuture<Boolean> parked = CompletableFuture.supplyAsync(
                    () -> live.track(PageView.of("shop", PAGE), slow), HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void dashboardAuthorizer() throws Exception {
        try (LiveVisitors live = builder()
                .authorizer(request -> {
                    parking.pass();
                    return true;
                })
                .build()) {
            CompletableFuture<Integer> parked = CompletableFuture.supplyAsync(
                    () -> live.gateway()
                            .visitors(request(1, "pixel_id", "shop"))
                            .status(),
                    HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void channelAuthorizer() throws Exception {
        try (LiveVisitors live = builder()
                .channelAuthorizer(request -> {
                    parking.pass();
                    return ChannelGrant.allow();
                })
                .build()) {
            CompletableFuture<Integer> parked = CompletableFuture.supplyAsync(
                    () -> live.gateway()
                            .authorizeChannel(request(1, "none", "none"), "1.2", "private-orders")
                            .status(),
                    HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    @Test
    void directory() throws Exception {
        try (LiveVisitors live = LiveVisitors.builder()
                .pixels(new SlowDirectory(parking))
                .keys("app", "key", "secret")
                .build()) {
            CompletableFuture<Boolean> parked =
                    CompletableFuture.supplyAsync(() -> view(live, 1), HostCodeTest::inThread);
            assertOthersGoOn(live);
            assertThat(parked.get(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A directory whose first caller waits. */
    private record SlowDirectory(Parking parking) implements PixelDirectory {

        @Override
        public @Nullable Pixel find(String id) {
            parking.pass();
            return id.equals("shop") ? Pixel.of("shop") : null;
        }

        @Override
        public Collection<Pixel> all() {
            return List.of(Pixel.of("shop"));
        }
    }

    /** A reader must not block: others then miss the feed. Their events are taken all the same. */
    @Test
    void readerOfAFeedThatBreaksItsPromise() throws Exception {
        try (LiveVisitors live = builder().build()) {
            var unused = live.gateway().feed("shop").orElseThrow().subscribe(message -> parking.pass());
            assertThat(view(live, 1)).isTrue();
            parking.awaitParked();
            within(() -> {
                assertThat(view(live, 2)).isTrue();
                assertThat(live.snapshot("shop").totals().count()).isEqualTo(2);
            });
            parking.letGo();
        }
    }

    @Test
    void aListenerMayCallBack() throws Exception {
        try (LiveVisitors live = builder().build()) {
            Queue<String> said = new ConcurrentLinkedQueue<>();
            CountDownLatch left = new CountDownLatch(1);
            AtomicInteger calls = new AtomicInteger();
            var gone = live.onVisitorLeft(event -> left.countDown());
            var active = live.onVisitorActive(event -> {
                if (calls.incrementAndGet() > 1) {
                    return;
                }
                said.add("count "
                        + live.snapshot(SnapshotQuery.of("shop")).totals().count());
                said.add("tracked " + view(live, 2));
                said.add("forgotten " + live.forget(event.visitor().visitorToken()));
                Subscription own = live.onTotals(totals -> {});
                own.close();
                said.add("counters " + live.counters().isEmpty());
            });
            within(() -> assertThat(view(live, 1)).isTrue());
            assertThat(left.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            within(() -> {
                while (said.size() < 4 || calls.get() < 2) {
                    Thread.onSpinWait();
                }
            });
            assertThat(said).containsExactly("count 1", "tracked true", "forgotten true", "counters true");
            assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);
            gone.close();
            active.close();
        }
    }

    @Test
    void aReaderMayCallBack() throws Exception {
        try (LiveVisitors live = builder().build()) {
            CountDownLatch snapshot = new CountDownLatch(1);
            CompletableFuture<FeedSubscription> own = new CompletableFuture<>();
            FeedSubscription feed = live.gateway().feed("shop").orElseThrow().subscribe(message -> {
                own.join().requestSnapshot(state -> snapshot.countDown());
                assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);
                own.join().close();
            });
            own.complete(feed);
            within(() -> assertThat(view(live, 1)).isTrue());
            assertThat(snapshot.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(live.counters()).isEmpty();
        }
    }

    @Test
    void closingWhileEventsCome() throws Exception {
        for (int round = 0; round < 20; round++) {
            LiveVisitors live = builder().build();
            var unused = live.onVisitorActive(event -> {});
            CompletableFuture<?>[] writers = new CompletableFuture<?>[4];
            CountDownLatch begun = new CountDownLatch(writers.length);
            for (int i = 0; i < writers.length; i++) {
                int address = i;
                writers[i] = CompletableFuture.runAsync(
                        () -> {
                            begun.countDown();
                            for (int n = 0; n < 200; n++) {
                                assertThat(view(live, address * 50 + n % 50)).isTrue();
                            }
                        },
                        HostCodeTest::inThread);
            }
            assertThat(begun.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
            live.close();
            CompletableFuture.allOf(writers).get(BOUND_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** While host code is parked, everything else works; then the host code is let go. */
    private void assertOthersGoOn(LiveVisitors live) throws Exception {
        parking.awaitParked();
        CountDownLatch heard = new CountDownLatch(1);
        CountDownLatch read = new CountDownLatch(1);
        within(() -> {
            var listener = live.onVisitorActive(event -> heard.countDown());
            FeedSubscription feed = live.gateway().feed("shop").orElseThrow().subscribe(message -> {});
            feed.requestSnapshot(message -> read.countDown());
            assertThat(view(live, 2)).isTrue();
            Parking.await(heard);
            Parking.await(read);
            String token = live.snapshot("shop").visitors().get(0).visitorToken();
            assertThat(live.forget(token)).isTrue();
            feed.close();
            listener.close();
        });
        parking.letGo();
    }

    private static void within(Runnable action) throws Exception {
        CompletableFuture.runAsync(action, HostCodeTest::inThread).get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    /** A thread for each, so that none waits for another. */
    private static void inThread(Runnable action) {
        Thread thread = new Thread(action, "test");
        thread.setDaemon(true);
        thread.start();
    }

    private static boolean view(LiveVisitors live, int address) {
        return live.track(PageView.of("shop", PAGE + address), request(address, "none", "none"));
    }

    private static ClientRequest request(int address, String parameter, String value) {
        return new ClientRequest(
                "POST",
                "/",
                "192.0.2." + address,
                "shop.example",
                true,
                name -> null,
                name -> name.equals(parameter) ? value : null,
                null,
                role -> false);
    }

    private static LiveVisitorsBuilder builder() {
        return LiveVisitors.builder()
                .pixel("shop")
                .keys("app", "key", "secret")
                .limit(Limit.EVENTS_PER_ADDRESS, 100_000)
                .limit(Limit.NEW_VISITORS_PER_NETWORK, 100_000);
    }
}
