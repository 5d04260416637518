package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has the lock does the work of those who would have waited for it. */
class CombiningLockTest {

    private static final int WAITING_AT_MOST = 1_024;

    private final List<String> done = new ArrayList<>(); // guarded by the lock
    private final AtomicInteger released = new AtomicInteger();
    private final CombiningLock<String> lock = new CombiningLock<>(this::perform, released::incrementAndGet);

    private void perform(String task) {
        if (task.equals("fail")) {
            throw new IllegalArgumentException(task);
        }
        done.add(task);
    }

    @Test
    void doesAtOnceWhatIsHandedOverWhileItIsFree() {
        assertThat(lock.handOver("a")).isTrue();

        assertThat(done).containsExactly("a");
        assertThat(released).hasValue(1);
    }

    @Test
    void doesWhatWasHandedOverWhenItIsGivenBack() {
        lock.enter();
        handOverFromElsewhere("a");
        handOverFromElsewhere("b");
        assertThat(done).isEmpty();
        lock.leave();

        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void isNotTakenByWhoWillNotWait() {
        lock.enter();
        assertThat(elsewhere(lock::tryEnter)).isFalse();
        lock.leave();

        assertThat(elsewhere(() -> {
                    boolean taken = lock.tryEnter();
                    lock.leave();
                    return taken;
                }))
                .isTrue();
    }

    /** A clock of the host's that asks for a count is in the midst of a change, which nothing may come between. */
    @Test
    void doesNothingInTheMidstOfATurn() {
        lock.enter();
        handOverFromElsewhere("a");
        lock.enter();
        lock.leave();
        assertThat(done).isEmpty();
        assertThat(released).hasValue(0);
        lock.leave();

        assertThat(done).containsExactly("a");
    }

    @Test
    void takesNoMoreThanItsBound() {
        lock.enter();
        boolean all = elsewhere(() -> IntStream.range(0, WAITING_AT_MOST).allMatch(i -> lock.handOver("" + i)));
        assertThat(all).isTrue();
        assertThat(elsewhere(() -> lock.handOver("too much"))).isFalse();
        lock.leave();

        assertThat(done).hasSize(WAITING_AT_MOST).doesNotContain("too much");
        assertThat(lock.handOver("room again")).isTrue();
    }

    @Test
    void isFreeAfterWhatFailed() {
        lock.enter();
        handOverFromElsewhere("fail");
        handOverFromElsewhere("a");
        assertThatThrownBy(lock::leave).isInstanceOf(IllegalArgumentException.class);

        assertThat(elsewhere(() -> lock.handOver("b"))).isTrue();
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void losesNothingBetweenManyThreads() throws Exception {
        int threads = 4;
        int rounds = 20_000;
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Void>> crowd = IntStream.range(0, threads)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                    await(start);
                    for (int i = 0; i < rounds; i++) {
                        if (i % 3 == thread % 3 || !lock.handOver(thread + ":" + i)) {
                            lock.enter();
                            done.add(thread + ":" + i);
                            lock.leave();
                        }
                    }
                }))
                .toList();
        start.countDown();
        for (CompletableFuture<Void> one : crowd) {
            one.get(1, TimeUnit.MINUTES);
        }

        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + ":";
            assertThat(done.stream().filter(task -> task.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, rounds).mapToObj(i -> prefix + i).toList());
        }
    }

    private void handOverFromElsewhere(String task) {
        assertThat(elsewhere(() -> lock.handOver(task))).isTrue();
    }

    private static boolean elsewhere(BooleanSupplier question) {
        return CompletableFuture.supplyAsync(question::getAsBoolean).join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
