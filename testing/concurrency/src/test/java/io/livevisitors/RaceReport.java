package io.livevisitors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What jcstress wrote, read.
 *
 * @param outcomes how often each race ended how, by race and by outcome with its grade
 * @param notOk races that did not pass, with what was written of them
 * @param failures failed and broken runs, as jcstress counts them in the end; -1 if it did not come to an end
 */
record RaceReport(Map<String, Map<String, Long>> outcomes, List<String> notOk, int failures) {

    private static final String TEST_LIST = "/META-INF/TestList";
    private static final Pattern COMPILED = Pattern.compile("JCTEST(\\d+)S");
    private static final Pattern RACE = Pattern.compile("\\.{3,} \\[([^]]+)] (\\S+)");
    private static final Pattern OUTCOME = Pattern.compile(
            "\\s+(\\S.*?)\\s+([\\d,]+)\\s+[<>]?[\\d.]+%\\s+(Acceptable|Interesting|Forbidden|Unknown)\\b.*");
    private static final Pattern RESULTS = Pattern.compile(
            "\\(Results: (\\d+) planned; (\\d+) passed, (\\d+) failed, (\\d+) soft errs, (\\d+) hard errs\\)");

    static RaceReport parse(String output) {
        Map<String, Map<String, Long>> outcomes = new TreeMap<>();
        List<String> notOk = new ArrayList<>();
        int failures = -1;
        String race = "";
        boolean ok = true;
        for (String line : output.split("\n")) {
            if (line.startsWith("RUN RESULTS")) {
                break; // from here on it repeats itself
            }
            Matcher begin = RACE.matcher(line);
            Matcher outcome = OUTCOME.matcher(line);
            Matcher results = RESULTS.matcher(line);
            if (begin.matches()) {
                race = begin.group(2);
                ok = begin.group(1).equals("OK");
                outcomes.putIfAbsent(race, new TreeMap<>());
            } else if (results.matches()) {
                boolean complete = results.group(1).equals(results.group(2));
                int bad = Integer.parseInt(results.group(3))
                        + Integer.parseInt(results.group(4))
                        + Integer.parseInt(results.group(5));
                failures = bad > 0 ? bad : complete ? 0 : -1;
                ok = true;
                continue;
            } else if (outcome.matches()) {
                long samples = Long.parseLong(outcome.group(2).replace(",", ""));
                String graded = String.format(Locale.ROOT, "%-12s %s", outcome.group(3), outcome.group(1));
                Objects.requireNonNull(outcomes.get(race), race).merge(graded, samples, Long::sum);
            }
            if (!ok) {
                notOk.add(line);
            }
        }
        return new RaceReport(outcomes, notOk, failures);
    }

    /** The races that have an outcome, in the order of their names. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(outcomes.keySet());
        names.removeIf(name -> Objects.requireNonNull(outcomes.get(name)).isEmpty());
        return names;
    }

    /** The races compiled into this module, as jcstress lists them for itself. */
    static Set<String> compiledRaces() throws IOException {
        Set<String> races = new TreeSet<>();
        try (BufferedReader list = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(RaceReport.class.getResourceAsStream(TEST_LIST), TEST_LIST),
                StandardCharsets.UTF_8))) {
            for (String line = list.readLine(); line != null; line = list.readLine()) {
                Matcher compiled = COMPILED.matcher(line);
                if (compiled.lookingAt()) {
                    int end = compiled.end() + Integer.parseInt(compiled.group(1));
                    races.add(line.substring(compiled.end(), end));
                }
            }
        }
        return races;
    }

    /** One line for each outcome. */
    String table() {
        StringBuilder table = new StringBuilder();
        outcomes.forEach((race, ends) -> {
            table.append(race).append(System.lineSeparator());
            ends.forEach(
                    (outcome, samples) -> table.append(String.format(Locale.ROOT, "%,15d  %s%n", samples, outcome)));
        });
        return table.toString();
    }
}
