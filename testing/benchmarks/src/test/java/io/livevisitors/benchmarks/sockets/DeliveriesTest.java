package io.livevisitors.benchmarks.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private static final int FIRST = 40;

    private final Deliveries deliveries = new Deliveries(FIRST, 3, 2);

    @Test
    void everyTickAtEveryReaderInOrderIsAsItShouldBe() throws InterruptedException {
        for (int tick = FIRST; tick < deliveries.end(); tick++) {
            deliveries.arrived(0, tick, 10);
            deliveries.arrived(1, tick, 20);
        }

        assertThat(deliveries.await(FIRST + 2, Duration.ZERO)).isTrue();
        assertThat(deliveries.expected()).isEqualTo(6);
        assertThat(deliveries.missing()).isZero();
        assertThat(deliveries.misplaced()).isZero();
        assertThat(deliveries.times(FIRST).median()).isEqualTo(10);
        assertThat(deliveries.times().max()).isEqualTo(20);
        assertThat(deliveries.times().size()).isEqualTo(6);
    }

    @Test
    void aTickThatOneReaderDoesNotGetIsMissing() throws InterruptedException {
        deliveries.arrived(0, FIRST, 10);

        assertThat(deliveries.await(FIRST, Duration.ofMillis(1))).isFalse();
        assertThat(deliveries.missing()).isEqualTo(5);
        assertThat(deliveries.misplaced()).isZero();
    }

    @Test
    void aTickThatComesAfterALostOneIsCounted() {
        deliveries.arrived(0, FIRST, 10);
        deliveries.arrived(0, FIRST + 2, 10);

        assertThat(deliveries.misplaced()).isEqualTo(1);
        assertThat(deliveries.missing()).isEqualTo(4);
    }

    @Test
    void aTickThatComesTwiceIsCountedAndFillsNoGap() {
        deliveries.arrived(0, FIRST, 10);
        deliveries.arrived(0, FIRST, 10);

        assertThat(deliveries.misplaced()).isEqualTo(1);
        assertThat(deliveries.missing()).isEqualTo(5);
    }

    @Test
    void ticksInTheWrongOrderAreCounted() {
        deliveries.arrived(0, FIRST + 1, 10);
        deliveries.arrived(0, FIRST, 10);

        assertThat(deliveries.misplaced()).isEqualTo(2);
    }

    @Test
    void aTickOfTheSeriesBeforeIsCounted() {
        deliveries.arrived(0, FIRST - 1, 10);

        assertThat(deliveries.misplaced()).isEqualTo(1);
        assertThat(deliveries.missing()).isEqualTo(6);
    }
}
