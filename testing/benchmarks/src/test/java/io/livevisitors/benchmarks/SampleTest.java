package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void aQuantileIsTheSmallestValueThatSoManyDoNotExceed() {
        Sample sample = new Sample(0);
        for (int i = 100; i > 0; i--) {
            sample.add(i);
        }
        assertThat(sample.quantile(0)).isEqualTo(1);
        assertThat(sample.median()).isEqualTo(50);
        assertThat(sample.quantile(0.99)).isEqualTo(99);
        assertThat(sample.max()).isEqualTo(100);
        sample.add(7);
        assertThat(sample.median()).isEqualTo(50);
        assertThat(sample.size()).isEqualTo(101);
    }

    @Test
    void ratiosAreThousandthsOfTheOtherAtTheSamePlace() {
        Sample ratios = Sample.ofRatios(List.of(90L, 300L, 50L), List.of(100L, 200L, 100L));
        assertThat(ratios.quantile(0)).isEqualTo(500);
        assertThat(ratios.median()).isEqualTo(900);
        assertThat(ratios.max()).isEqualTo(1_500);
    }

    @Test
    void nothingMeasuredIsNoNumber() {
        assertThatThrownBy(() -> new Sample(9).median()).isInstanceOf(IllegalStateException.class);
    }
}
