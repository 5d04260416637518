package io.livevisitors.model;

import io.livevisitors.model.Finding.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What a doctor found. Immutable.
 *
 * @param findings the worst first
 * @param asOf when it was looked at
 */
public record Diagnosis(List<Finding> findings, Instant asOf) {

    public Diagnosis {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::verdict).reversed())
                .toList();
    }

    /** Whether nothing is broken; there may be warnings. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(finding -> finding.verdict() == Verdict.FAULT);
    }

    /**
     * {@code {"healthy":…,"findings":[{"check","verdict","cause","cure"},…],"as_of":n}}, times in Unix seconds; verdicts
     * are {@code ok}, {@code note}, {@code unknown}, {@code warning}, {@code fault}.
     */
    public String toJson() {
        return WireJson.diagnosis(this);
    }

    /** A line for each finding, for a log or a terminal. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(finding.verdict().wireName())
                    .append("  ")
                    .append(finding.check())
                    .append(": ")
                    .append(finding.cause())
                    .append(finding.cure().isEmpty() ? "" : " " + finding.cure())
                    .append('\n');
        }
        return text.toString();
    }
}
