package io.livevisitors.benchmarks.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Report;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PresenceHarnessTest {

    /** As on a machine on which the time for acting was over before anybody could act. */
    @Test
    void whereTimeWasTooShortItGoesOnUntilThereIsSomethingToMeasure() throws Exception {
        Report report = new Report();
        PresenceHarness.run(plan(Duration.ofMinutes(1)), Effort.QUICK, report);
        assertThat(report.toMarkdown()).contains("a closed tab to \"left\" on the dashboard");
        assertThat(report.broken()).isEmpty();
    }

    @Test
    void whereNothingHappenedItSaysSo() throws Exception {
        Report report = new Report();
        PresenceHarness.run(plan(Duration.ZERO), Effort.QUICK, report);
        assertThat(report.broken())
                .singleElement()
                .asString()
                .startsWith("enough happens to be measured: 100 browsers in ");
    }

    private static Plan plan(Duration patience) {
        return new Plan(
                100,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofMillis(1),
                Duration.ofSeconds(1),
                40,
                patience,
                Duration.ofSeconds(4));
    }
}
