package io.livevisitors.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.Effort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTest {

    @ParameterizedTest
    @EnumSource
    void wholeBatchesArePublishedAtOnceAndSeveralAreUnderWay(Effort effort) {
        Plan plan = Plan.of(effort);
        for (int readers : plan.readers()) {
            assertThat(plan.eventsAtOnce(readers) % WriterThread.BATCH).isZero();
            assertThat(plan.eventsAtOnce(readers)).isBetween(WriterThread.BATCH, plan.eventsUnderWay(readers) / 2);
            assertThat(plan.eventsUnderWay(readers)).isLessThanOrEqualTo(Arrivals.MAX_UNDER_WAY);
        }
    }
}
