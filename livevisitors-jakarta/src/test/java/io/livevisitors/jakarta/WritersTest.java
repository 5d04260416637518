package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WritersTest {

    private static final int PLACES = 2;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final Writers writers = new Writers(
            PLACES,
            task -> {
                Thread thread = new Thread(task);
                threads.add(thread);
                return thread;
            },
            timer);

    @AfterEach
    void stop() {
        stuck.countDown();
        writers.shutdown();
        timer.shutdownNow();
    }

    @Test
    void startsNoThreadBeforeThereIsATurn() {
        assertThat(threads).isEmpty();
    }

    @Test
    void runsEveryTurnOnceOnNoMoreThreadsThanItHasPlaces() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                for (int j = 0; j < 50_000; j++) {
                    writers.execute(() -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        ran.incrementAndGet();
                        atOnce.decrementAndGet();
                    });
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }

        await().untilAsserted(() -> assertThat(ran).hasValue(200_000));
        // One that the machine itself held up may be replaced, too.
        assertThat(most.get()).isBetween(1, PLACES + Writers.MAX_HELD_UP);
    }

    @Test
    void losesNoTurnThatComesWhenTheLastIsDone() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            writers.execute(ran::countDown);
            assertThat(ran.await(10, TimeUnit.SECONDS)).as("turn %d", i).isTrue();
        }
    }

    @Test
    void replacesWritersThatAreHeldUp() throws Exception {
        block(PLACES);
        CountDownLatch ran = new CountDownLatch(1);
        writers.execute(ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(writers.mayBlock()).isTrue();
    }

    @Test
    void allowsNoMoreToBlockThanCanBeReplacedAndGoesOn() throws Exception {
        int most = Writers.MAX_HELD_UP - PLACES;
        block(most);
        await().until(() -> !writers.mayBlock());
        assertThat(blocked).hasValue(most);

        block(PLACES); // two that asked before they could know
        CountDownLatch ran = new CountDownLatch(1);
        writers.execute(ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();

        stuck.countDown();
        await().until(writers::mayBlock);
    }

    @Test
    void goesOnAfterATurnThatThrew() throws Exception {
        for (int i = 0; i < 10; i++) {
            writers.execute(() -> {
                throw new IllegalStateException("thrown by a turn");
            });
        }
        CountDownLatch ran = new CountDownLatch(1);
        writers.execute(ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWritesThatAreHeldUpWhenItEnds() throws Exception {
        block(PLACES + 1); // the last runs only when one of the others has been replaced
        await().until(() -> blocked.get() == PLACES + 1);

        writers.shutdown();

        await().until(() -> {
            writers.shutdown(); // for the last, which may not have been held up for long enough
            return interrupted.get() == PLACES + 1;
        });
        await().until(() -> threads.stream().noneMatch(Thread::isAlive));
        assertThatThrownBy(() -> writers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    private void block(int turns) {
        for (int i = 0; i < turns; i++) {
            writers.execute(() -> {
                blocked.incrementAndGet();
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    interrupted.incrementAndGet();
                }
            });
        }
    }
}
