package io.livevisitors.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one harness found, as Markdown. Not thread-safe. */
public final class Report {

    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> goals = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private @Nullable String leftOut;

    /** Adds a heading of the third level. */
    public void heading(String heading) {
        paragraph("### " + heading);
    }

    /** Adds a paragraph. */
    public void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    /** Adds a table; the first column is words, the others are numbers. */
    public void table(List<String> header, List<List<String>> rows) {
        row(header);
        text.append("|---|").append("--:|".repeat(header.size() - 1)).append('\n');
        rows.forEach(this::row);
        text.append('\n');
    }

    /** A goal that depends on the machine: met or not, and said either way. */
    public void goal(String goal, String measured, boolean met) {
        goals.add(List.of(goal, measured, met ? "met" : "**missed**"));
    }

    /** What must hold on any machine; if it does not, the run has failed. */
    public void require(String rule, String measured, boolean holds) {
        goals.add(List.of(rule, measured, holds ? "holds" : "**broken**"));
        if (!holds) {
            broken.add(rule + ": " + measured);
        }
    }

    /** Nothing was measured, and why: no document is written. */
    public void leaveOut(String why) {
        leftOut = why;
    }

    /** Why nothing was measured; null if something was. */
    @Nullable String leftOut() {
        return leftOut;
    }

    /** The rules that were broken. */
    public List<String> broken() {
        return List.copyOf(broken);
    }

    /** Everything, the goals at its end. */
    public String toMarkdown() {
        StringBuilder all = new StringBuilder(text);
        if (!goals.isEmpty()) {
            all.append("| goal | measured | |\n|---|---|---|\n");
            goals.forEach(
                    goal -> all.append("| ").append(String.join(" | ", goal)).append(" |\n"));
        }
        return all.toString().strip() + "\n";
    }

    private void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
