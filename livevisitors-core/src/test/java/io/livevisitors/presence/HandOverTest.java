package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.presence.PixelRegistry.Outcome;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody waits for a thread that is at work on a pixel and was put to sleep there, unless the answer depends on it. */
class HandOverTest {

    private static final int VISITORS = 3_000;
    private static final int MOST_WAITING = 1_024;
    private static final Device DESKTOP = new Device(DeviceType.DESKTOP, "Firefox", "128", "Linux", null, false);

    private final CountDownLatch asleep = new CountDownLatch(1);
    private final CountDownLatch awake = new CountDownLatch(1);
    private volatile @Nullable Thread sleeper;
    private final PixelRegistry registry = new PixelRegistry(
            "shop",
            new PresenceSettings(300_000, 5_000, 60_000, 86_400_000, VISITORS, 100, 100, 100, 100, 20, 16_384, false),
            new TimeSource(InstantSource.system(), this::ticker),
            new WrittenStream(false),
            new Population(VISITORS));
    private final List<Thread> threads = new ArrayList<>();

    /** Is asked under the registry's lock: the sleeper stays there until it is woken. */
    private long ticker() {
        if (Thread.currentThread().equals(sleeper)) {
            asleep.countDown();
            try {
                assertThat(awake.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return 1_000_000_000L;
    }

    @AfterEach
    void wakeEverybody() throws InterruptedException {
        awake.countDown();
        for (Thread thread : threads) {
            thread.join(60_000);
        }
    }

    @Test
    void aSignOfLifeOfAKnownTabIsHandedOver() throws Exception {
        arrive(1, 2);
        Thread holder = fallAsleepAtWork();
        Queue<Thread> told = new ConcurrentLinkedQueue<>();

        Outcome outcome = registry.applyOrHandOver(
                List.of(visit(EventType.VISIBILITY, 1, true)), () -> true, applied -> told.add(Thread.currentThread()));

        assertThat(outcome).isEqualTo(Outcome.TAKEN);
        assertThat(told).isEmpty();
        awake.countDown();
        holder.join(60_000);
        assertThat(told).as("who applied it, before it went").containsExactly(holder);
        assertThat(registry.totals().idle()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = "OPT_OUT", mode = EnumSource.Mode.EXCLUDE)
    void whateverElseAKnownTabSendsIsHandedOver(EventType type) throws Exception {
        arrive(1, 2);
        Thread holder = fallAsleepAtWork();
        Queue<Thread> told = new ConcurrentLinkedQueue<>();

        Outcome outcome = registry.applyOrHandOver(
                List.of(visit(type, 1, false)), () -> false, applied -> told.add(Thread.currentThread()));

        assertThat(outcome).isEqualTo(Outcome.TAKEN);
        awake.countDown();
        holder.join(60_000);
        assertThat(told).as("who applied it, before it went").containsExactly(holder);
        assertThat(registry.totals().leaving()).isEqualTo(type == EventType.PAGE_LEAVE ? 1 : 0);
    }

    @Test
    void anOptOutIsDoneWhenItIsAnswered() throws Exception {
        arrive(1, 2);
        Thread unused = fallAsleepAtWork();
        Queue<Integer> left = new ConcurrentLinkedQueue<>();
        Thread leaver = start(() -> {
            var unusedOutcome =
                    registry.applyOrHandOver(List.of(visit(EventType.OPT_OUT, 1, null)), () -> true, applied -> {});
            left.add(registry.count());
        });
        await().until(() -> leaver.getState() == Thread.State.WAITING);

        awake.countDown();
        leaver.join(60_000);

        assertThat(left).containsExactly(1);
    }

    @Test
    void whatIsHandedOverToAnOptOutBringsNobodyBack() throws Exception {
        arrive(1, 2);
        Thread holder = fallAsleepAt(visit(EventType.OPT_OUT, 1, null));
        Queue<Outcome> told = new ConcurrentLinkedQueue<>();

        Outcome outcome =
                registry.applyOrHandOver(List.of(visit(EventType.PAGE_VIEW, 1, false)), () -> true, told::add);
        awake.countDown();
        holder.join(60_000);

        assertThat(outcome).isEqualTo(Outcome.TAKEN);
        assertThat(told).containsExactly(Outcome.OPTED_OUT);
        assertThat(registry.count()).isEqualTo(1);
    }

    @Test
    void whetherATabIsKnownIsAnsweredMeanwhile() throws Exception {
        arrive(1, 2);
        Thread unused = fallAsleepAtWork();

        assertThat(registry.knowsTab(id(1, 7))).isTrue();
    }

    @Test
    void aReadingSeesWhatWasHandedOverBefore() throws Exception {
        arrive(1, 2);
        Thread holder = fallAsleepAtWork();
        var unused = registry.applyOrHandOver(List.of(visit(EventType.VISIBILITY, 1, true)), () -> true, applied -> {});
        AtomicInteger idle = new AtomicInteger();
        Thread reader = start(() -> idle.set(registry.totals().idle()));
        await().until(() -> reader.getState() == Thread.State.WAITING);

        awake.countDown();
        reader.join(60_000);

        assertThat(idle).hasValue(1);
        holder.join(60_000);
    }

    @Test
    void theEventsOfATabKeepTheirOrder() throws Exception {
        arrive(1, 2);
        Thread unused = fallAsleepAtWork();
        for (int i = 0; i < 10; i++) {
            // Without numbers it is the order alone that says which was last.
            var unusedOutcome = registry.applyOrHandOver(
                    List.of(visit(EventType.VISIBILITY, 1, i % 2 == 0)), () -> true, applied -> {});
        }

        awake.countDown();

        assertThat(registry.totals().idle())
                .as("shown again by the last of them")
                .isZero();
    }

    @Test
    void aNewcomerWaitsForItsAnswer() throws Exception {
        arrive(2);
        Thread unused = fallAsleepAtWork();
        Queue<Outcome> answers = new ConcurrentLinkedQueue<>();
        Thread newcomer = start(() -> answers.add(
                registry.applyOrHandOver(List.of(visit(EventType.PAGE_VIEW, 3, false)), () -> false, applied -> {})));
        await().until(() -> newcomer.getState() == Thread.State.WAITING);
        assertThat(answers).isEmpty();

        awake.countDown();
        newcomer.join(60_000);

        assertThat(answers).containsExactly(Outcome.REFUSED);
    }

    @Test
    void whoCannotHandOverAnyMoreWaitsAndNothingIsLost() throws Exception {
        int all = MOST_WAITING + 1;
        int[] visitors = new int[all];
        for (int i = 0; i < all; i++) {
            visitors[i] = i + 10;
        }
        arrive(visitors);
        arrive(2);
        Thread holder = fallAsleepAtWork();
        for (int i = 0; i < MOST_WAITING; i++) {
            var unused = registry.applyOrHandOver(
                    List.of(visit(EventType.VISIBILITY, visitors[i], true)), () -> true, applied -> {});
        }
        Thread last = start(() -> {
            var unused = registry.applyOrHandOver(
                    List.of(visit(EventType.VISIBILITY, visitors[MOST_WAITING], true)), () -> true, applied -> {});
        });
        await().until(() -> last.getState() == Thread.State.WAITING);

        awake.countDown();
        last.join(60_000);
        holder.join(60_000);

        assertThat(registry.totals().idle()).isEqualTo(all);
    }

    @Test
    void aLeaveThatIsHandedOverIsFinal() throws Exception {
        arrive(1, 2);
        Thread holder = fallAsleepAtWork();
        Queue<Outcome> told = new ConcurrentLinkedQueue<>();
        var leave = registry.applyOrHandOver(List.of(visit(EventType.PAGE_LEAVE, 1, null)), () -> true, told::add);
        var late = registry.applyOrHandOver(List.of(visit(EventType.HEARTBEAT, 1, false)), () -> true, told::add);

        awake.countDown();
        holder.join(60_000);

        assertThat(List.of(leave, late)).containsOnly(Outcome.TAKEN);
        assertThat(told).containsExactly(Outcome.TAKEN, Outcome.TAKEN);
        assertThat(registry.totals().leaving()).isEqualTo(1);
    }

    private void arrive(int... visitors) {
        for (int visitor : visitors) {
            assertThat(registry.apply(List.of(visit(EventType.PAGE_VIEW, visitor, false)), () -> true))
                    .isEqualTo(Outcome.TAKEN);
        }
    }

    /** A thread that has the registry's lock and does not go on. */
    private Thread fallAsleepAtWork() throws InterruptedException {
        return fallAsleepAt(visit(EventType.HEARTBEAT, 2, false));
    }

    private Thread fallAsleepAt(Visit visit) throws InterruptedException {
        Thread holder = new Thread(() -> {
            var unused = registry.apply(List.of(visit), () -> true);
        });
        sleeper = holder;
        threads.add(holder);
        holder.start();
        assertThat(asleep.await(60, TimeUnit.SECONDS)).isTrue();
        return holder;
    }

    private Thread start(Runnable work) {
        Thread thread = new Thread(work);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private static Pseudonym id(int visitor, int which) {
        return new Pseudonym(which, visitor);
    }

    private static Visit visit(EventType type, int visitor, @Nullable Boolean hidden) {
        AnonymousVisit who = new AnonymousVisit(
                id(visitor, 1),
                null,
                id(visitor, 7),
                "https://shop.example/",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        return new Visit(
                type,
                null,
                Map.of(),
                who,
                false,
                DESKTOP,
                PageViewSource.PIXEL,
                Visit.NONE,
                hidden,
                Visit.NONE,
                Visit.NONE,
                visitor);
    }
}
