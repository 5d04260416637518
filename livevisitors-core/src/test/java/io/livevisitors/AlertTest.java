package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Alerts on the number of visitors: every crossing, once. */
class AlertTest {

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder().pixel("shop").pixel("blog").build();
    private final List<Alert> alerts = new ArrayList<>();
    private int seq;

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void itIsRaisedAboveTheUpperThresholdAndClearedBelowTheLower() {
        subscribe(4, 2);
        arrive(1, 2, 3, 4);
        time.run();
        assertThat(alerts).as("as many as the threshold").isEmpty();
        arrive(5);
        time.run();
        assertThat(alerts).containsExactly(new Alert("shop", true, 5, time.now().getEpochSecond()));

        leave(5, 4, 3);
        time.run();
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(2);
        assertThat(alerts).as("as few as the threshold").hasSize(1);
        leave(2);
        time.run();
        assertThat(alerts).extracting(Alert::raised).containsExactly(true, false);
        assertThat(alerts).extracting(Alert::count).containsExactly(5, 1);
    }

    @Test
    void betweenTheThresholdsItStaysWhatItIs() {
        subscribe(3, 2);
        for (int i = 0; i < 10; i++) {
            arrive(1, 2, 3, 4);
            leave(4, 3);
            time.run();
        }
        assertThat(alerts).extracting(Alert::raised).containsExactly(true);
    }

    @Test
    void aCrossingIsSeenHoweverShort() {
        subscribe(2, 2);
        arrive(1, 2, 3);
        forgetNewest(2);
        arrive(4, 5);
        forgetNewest(3);
        time.run();
        assertThat(alerts).extracting(Alert::raised).containsExactly(true, false, true, false);
        assertThat(alerts).extracting(Alert::count).containsExactly(3, 1, 3, 1);
    }

    @Test
    void whoChangesPageOrTabIsNotCountedTwice() {
        arrive(1, 2);
        subscribe(2, 2);
        for (int i = 0; i < 5; i++) {
            visitor(1).views("/" + i);
            new Browser(live, "192.0.2.1").tab("more" + i).views("/");
        }
        time.run();
        assertThat(alerts).isEmpty();
    }

    @Test
    void tooManyAtTheBeginningRaiseItOnce() {
        arrive(1, 2, 3);
        time.run();
        subscribe(2, 1);
        time.run();
        arrive(4);
        time.run();
        assertThat(alerts).containsExactly(new Alert("shop", true, 3, time.now().getEpochSecond()));
    }

    @Test
    void fewAtTheBeginningAreNoAlert() {
        subscribe(2, 1);
        time.run();
        assertThat(alerts).isEmpty();
    }

    @Test
    void visitorsWhoExpireClearItWithoutAnyTraffic() {
        subscribe(1, 1);
        arrive(1, 2);
        time.run();
        alerts.clear();
        time.advance(Duration.ofSeconds(61));
        assertThat(alerts).extracting(Alert::raised).containsExactly(false);
    }

    @Test
    void withoutALowerThresholdItIsTheUpperOne() {
        var unused = live.alert("shop").whenAbove(2).subscribe(alerts::add);
        arrive(1, 2, 3);
        leave(3);
        time.run();
        assertThat(alerts).hasSize(1);
        leave(2);
        time.run();
        assertThat(alerts).extracting(Alert::count).containsExactly(3, 1);
    }

    @Test
    void anotherPixelIsNotCounted() {
        var unused = live.alert("blog").whenAbove(1).subscribe(alerts::add);
        arrive(1, 2, 3);
        time.run();
        assertThat(alerts).isEmpty();
    }

    @Test
    void aRemovedAlertIsSilent() {
        Subscription subscription = live.alert("shop").whenAbove(1).subscribe(alerts::add);
        arrive(1, 2);
        subscription.close();
        subscription.close();
        leave(1, 2);
        time.run();
        assertThat(alerts).isEmpty();
    }

    @Test
    void aListenerThatWasTooSlowMissesPairs() {
        try (LiveVisitors small =
                time.builder().pixel("shop").limit(Limit.LISTENER_QUEUE, 1).build()) {
            var unused = small.alert("shop").whenAbove(1).subscribe(alerts::add);
            Browser ann = new Browser(small, "192.0.2.1").tab("a");
            Browser bob = new Browser(small, "192.0.2.2").tab("b");
            ann.views("/");
            bob.views("/");
            time.run();
            forgetNewest(small);
            forgetNewest(small);
            new Browser(small, "192.0.2.3").tab("c").views("/");
            new Browser(small, "192.0.2.4").tab("d").views("/");
            time.run();
            assertThat(alerts).extracting(Alert::raised).containsExactly(true);
            assertThat(small.counters()).containsEntry("listener_dropped", 1L);
            forgetNewest(small);
            forgetNewest(small);
            time.run();
            assertThat(alerts).extracting(Alert::raised).containsExactly(true, false);
        }
    }

    @Test
    void raisedAndClearedTakeTurnsWhateverManyThreadsDo() throws InterruptedException {
        List<Alert> heard = new CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (LiveVisitors busy = LiveVisitors.builder()
                .pixel("shop")
                .keys("app", "key", "secret")
                .limit(Limit.LISTENER_QUEUE, 100_000)
                .limit(Limit.NEW_VISITORS_PER_NETWORK, 100_000)
                .build()) {
            var unused = busy.alert("shop").whenAbove(2).thenBelow(2).subscribe(heard::add);
            CountDownLatch done = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                String address = "192.0.2." + (i + 1);
                threads.execute(() -> {
                    for (int j = 0; j < 150; j++) {
                        new Browser(busy, address).tab(address + "-" + j).views("/");
                        busy.snapshot("shop").visitors().forEach(visitor -> busy.forget(visitor.visitorToken()));
                    }
                    done.countDown();
                });
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            await().untilAsserted(() ->
                    assertThat(busy.snapshot("shop").totals().count()).isZero());
            await().untilAsserted(() -> assertThat(heard.size() % 2).isZero());
            for (int i = 0; i < heard.size(); i++) {
                assertThat(heard.get(i).raised()).isEqualTo(i % 2 == 0);
                assertThat(heard.get(i).count()).isEqualTo(i % 2 == 0 ? 3 : 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void thresholdsThatWillNotDoAreRefusedByName() {
        assertRefused(
                "then_below",
                "501",
                () -> live.alert("shop").whenAbove(500).thenBelow(501).subscribe(a -> {}));
        assertRefused("when_above", "", () -> live.alert("shop").thenBelow(450).subscribe(a -> {}));
        assertRefused("when_above", "0", () -> live.alert("shop").whenAbove(0));
        assertRefused("then_below", "-1", () -> live.alert("shop").thenBelow(-1));
        assertRefused("when_above", "6", () -> live.alert("shop").whenAbove(5).whenAbove(6));
        assertRefused("pixel", "ship", () -> live.alert("ship").whenAbove(5).subscribe(a -> {}));
    }

    private static void assertRefused(String setting, String value, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SettingException.class, e -> {
            assertThat(e.setting()).isEqualTo(setting);
            assertThat(e.value()).isEqualTo(value);
            assertThat(e.remedy()).isNotBlank();
        });
    }

    private void subscribe(int above, int below) {
        var unused = live.alert("shop").whenAbove(above).thenBelow(below).subscribe(alerts::add);
    }

    private void arrive(int... numbers) {
        for (int number : numbers) {
            visitor(number).send("page_view", Map.of("seq", ++seq));
        }
    }

    /** They close their tab, and the grace period passes. */
    private void leave(int... numbers) {
        for (int number : numbers) {
            visitor(number).send("page_leave", Map.of("seq", ++seq));
        }
        time.advance(Duration.ofSeconds(6));
    }

    /** At once, without time passing. */
    private void forgetNewest(int visitors) {
        for (int i = 0; i < visitors; i++) {
            forgetNewest(live);
        }
    }

    private static void forgetNewest(LiveVisitors live) {
        assertThat(live.forget(live.snapshot("shop").visitors().get(0).visitorToken()))
                .isTrue();
    }

    private Browser visitor(int number) {
        return new Browser(live, "192.0.2." + number).tab("tab" + number);
    }
}
