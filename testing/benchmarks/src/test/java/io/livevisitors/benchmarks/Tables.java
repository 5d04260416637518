package io.livevisitors.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the tables of Markdown. */
final class Tables {

    private Tables() {}

    /** The rows below the header that begins with a cell, each as its cells. */
    static List<List<String>> rows(String markdown, String firstCell) {
        List<List<String>> rows = new ArrayList<>();
        List<String> lines = markdown.lines().toList();
        int header = 0;
        while (!lines.get(header).startsWith("| " + firstCell + " |")) {
            header++;
        }
        for (int i = header + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
            String line = lines.get(i);
            rows.add(Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                    .map(String::strip)
                    .toList());
        }
        return rows;
    }

    /** The number that a cell begins with. */
    static double number(String cell) {
        return Double.parseDouble(cell.replaceFirst(" .*", "").replace(",", ""));
    }
}
