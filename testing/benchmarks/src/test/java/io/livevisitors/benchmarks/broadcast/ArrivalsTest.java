package io.livevisitors.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final int FIRST = 40;
    private static final int READERS = 3;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Arrivals arrivals = new Arrivals(READERS, FIRST);

    @Test
    void anEventHasComeWhenItCameToEveryReader() {
        arrived(0, FIRST);
        arrived(1, FIRST);
        assertThat(hasCome(FIRST)).isFalse();

        arrived(2, FIRST);
        assertThat(hasCome(FIRST)).isTrue();
        assertThat(hasCome(FIRST + 1)).isFalse();
        assertThat(arrivals.misplaced()).isZero();
    }

    @Test
    void nothingNeedComeBeforeTheFirst() {
        assertThat(hasCome(FIRST - 1)).isTrue();
    }

    @Test
    void readersMayBeApartByManyEvents() {
        for (int number = FIRST; number < FIRST + Arrivals.MAX_UNDER_WAY; number++) {
            arrived(0, number);
            arrived(1, number);
        }
        assertThat(hasCome(FIRST)).isFalse();

        for (int number = FIRST; number < FIRST + Arrivals.MAX_UNDER_WAY; number++) {
            arrived(2, number);
        }
        assertThat(hasCome(FIRST + Arrivals.MAX_UNDER_WAY - 1)).isTrue();
        assertThat(arrivals.misplaced()).isZero();
    }

    @Test
    void moreEventsThanMayBeUnderWayAreCountedOneRoundAfterTheOther() {
        int end = FIRST + 3 * Arrivals.MAX_UNDER_WAY;
        for (int number = FIRST; number < end; number++) {
            everybody(number);
            assertThat(hasCome(number)).isTrue();
        }
        assertThat(hasCome(end)).isFalse();
        assertThat(arrivals.misplaced()).isZero();
    }

    @Test
    void anEventThatOneReaderDidNotGetHasNotComeEvenIfLaterOnesDid() {
        arrived(0, FIRST);
        arrived(2, FIRST);
        everybody(FIRST + 1);

        assertThat(hasCome(FIRST + 1)).isFalse();
        assertThat(arrivals.misplaced()).isEqualTo(1);
    }

    @Test
    void anEventThatComesTwiceIsCountedAndFillsNoGap() {
        arrived(0, FIRST);
        arrived(0, FIRST);
        arrived(1, FIRST);

        assertThat(hasCome(FIRST)).isFalse();
        assertThat(arrivals.misplaced()).isEqualTo(1);
    }

    @Test
    void eventsInTheWrongOrderAreCounted() {
        arrived(0, FIRST + 1);
        arrived(0, FIRST);

        assertThat(arrivals.misplaced()).isEqualTo(2);
        assertThat(hasCome(FIRST)).isFalse();
    }

    @Test
    void theTimesAreThoseOfTheLastReader() {
        arrivals.arrived(0, FIRST, 100, 250);
        arrivals.arrived(1, FIRST, 100, 900);
        arrivals.arrived(2, FIRST, 100, 300);

        assertThat(hasCome(FIRST)).isTrue();
        assertThat(arrivals.lastPublishedAt()).isEqualTo(100);
        assertThat(arrivals.lastAt()).isEqualTo(900);
    }

    @Test
    void oneReaderAloneIsEverybody() {
        Arrivals alone = new Arrivals(1, FIRST);
        alone.arrived(0, FIRST, 100, 200);

        assertThat(alone.await(FIRST, Duration.ZERO)).isTrue();
        assertThat(alone.lastAt()).isEqualTo(200);
    }

    @Test
    void whoWaitsIsToldByTheLastArrival() throws InterruptedException {
        arrived(0, FIRST);
        arrived(1, FIRST);
        CountDownLatch told = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            if (arrivals.await(FIRST, LONG)) {
                told.countDown();
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        long start = System.nanoTime();
        arrived(2, FIRST);
        waiting.join();
        assertThat(told.getCount()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }

    private void everybody(int number) {
        for (int reader = 0; reader < READERS; reader++) {
            arrived(reader, number);
        }
    }

    private void arrived(int reader, int number) {
        arrivals.arrived(reader, number, 0, 0);
    }

    private boolean hasCome(int number) {
        return arrivals.await(number, Duration.ZERO);
    }
}
