package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {

    private final Report report = new Report();

    @Test
    void aMissedGoalIsSaidAndBreaksNothing() {
        report.goal("as fast as light", "slower", false);
        assertThat(report.toMarkdown()).contains("| as fast as light | slower | **missed** |");
        assertThat(report.broken()).isEmpty();
    }

    @Test
    void aRuleThatDoesNotHoldIsSaidAndBreaksTheRun() {
        report.require("exact", "off by one", false);
        report.require("whole", "all there", true);
        assertThat(report.toMarkdown())
                .contains("| exact | off by one | **broken** |", "| whole | all there | holds |");
        assertThat(report.broken()).containsExactly("exact: off by one");
    }
}
