package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SlicesTest {

    private static final long MILLISECOND = 1_000_000;

    private final Slices slices = new Slices();
    private final Slices others = new Slices();

    @Test
    void ratesAreOfEachSliceAndProcessorTimeOfAllTogether() {
        slices.add(1_000, 100 * MILLISECOND, 10 * MILLISECOND);
        slices.add(3_000, 100 * MILLISECOND, 0);
        slices.add(6_000, 200 * MILLISECOND, 20 * MILLISECOND);

        assertThat(slices.count()).isEqualTo(3);
        assertThat(slices.rates().median()).isEqualTo(30_000);
        assertThat(slices.ratesFrom(1).max()).isEqualTo(30_000);
        assertThat(slices.processorMicros()).isCloseTo(3, within(1e-9));
        assertThat(slices.perProcessorSecond()).isCloseTo(333_333, within(1.0));
    }

    @Test
    void ratiosAreOfTheSameRound() {
        slices.add(1_000, 100 * MILLISECOND, 10 * MILLISECOND);
        slices.add(4_000, 100 * MILLISECOND, 10 * MILLISECOND);
        others.add(2_000, 100 * MILLISECOND, 60 * MILLISECOND);
        others.add(8_000, 100 * MILLISECOND, 60 * MILLISECOND);

        assertThat(slices.rateRatios(others).quantile(0)).isEqualTo(500);
        assertThat(slices.rateRatios(others).max()).isEqualTo(500);
        assertThat(slices.timesAsManyAs(others)).isCloseTo(3, within(1e-9));
    }
}
