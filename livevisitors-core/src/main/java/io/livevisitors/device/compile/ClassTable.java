package io.livevisitors.device.compile;

import io.livevisitors.device.match.PatternSet;
import io.livevisitors.device.rules.ClassRules;
import io.livevisitors.device.rules.Condition;
import io.livevisitors.device.rules.Signal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the table of classes: tab-separated, a rule a line; {@code #} begins a comment. Its columns and their meaning
 * stand in {@code docs/devices.md}.
 */
final class ClassTable {

    private static final String HEADER = "class\twhen\tunless\tgiven\treason";
    private static final Set<String> ANSWERS =
            Set.of("desktop", "mobile", "tablet", "bot", "other", ClassRules.AUTOMATED);

    /** Patterns in any case, unless they begin so. */
    private static final String CASE_COUNTS = "(?-i)";

    private static final String NOTHING = "-";

    /** Longer signs first: {@code >=} is not {@code =}. */
    private static final List<Condition.Comparison> COMPARISONS = Stream.of(Condition.Comparison.values())
            .sorted(Comparator.comparingInt(comparison -> -comparison.sign().length()))
            .toList();

    private final List<PatternSet.Pattern> patterns;

    private ClassTable(List<PatternSet.Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * The rules of a table, whose patterns are put behind those that are there.
     *
     * @throws IllegalArgumentException naming the line and what is wrong with it
     */
    static ClassRules read(List<String> lines, List<PatternSet.Pattern> patterns) {
        ClassTable table = new ClassTable(patterns);
        List<ClassRules.Rule> rules = new ArrayList<>();
        boolean headed = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                if (!headed) {
                    headed = table.isHeader(line);
                } else {
                    rules.add(table.rule(line));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + " of the table: " + e.getMessage(), e);
            }
        }
        return new ClassRules(rules);
    }

    private boolean isHeader(String line) {
        if (!line.equals(HEADER)) {
            throw new IllegalArgumentException("the first line must name the columns: " + HEADER);
        }
        return true;
    }

    private ClassRules.Rule rule(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 5) {
            throw new IllegalArgumentException("has " + columns.length + " columns, not 5");
        }
        if (!ANSWERS.contains(columns[0])) {
            throw new IllegalArgumentException("no such class: " + columns[0]);
        }
        if (columns[4].isBlank()) {
            throw new IllegalArgumentException("has no reason");
        }
        return new ClassRules.Rule(
                columns[0], anyOf(columns[1]), anyOf(columns[2]), conditions(columns[3]), columns[4].strip());
    }

    private ClassRules.AnyOf anyOf(String source) {
        if (source.equals(NOTHING)) {
            return ClassRules.AnyOf.NONE;
        }
        int first = patterns.size();
        for (Regex alternative : Alternatives.of(parse(source))) {
            List<List<String>> required = RequiredLiterals.of(alternative);
            boolean isLiteral = required.equals(List.of(List.of(Alternatives.literal(alternative))));
            patterns.add(new PatternSet.Pattern(isLiteral ? null : Assembler.assemble(alternative, 0), required));
        }
        return new ClassRules.AnyOf(first, patterns.size());
    }

    private static Regex parse(String source) {
        boolean caseCounts = source.startsWith(CASE_COUNTS);
        return RegexParser.parse(caseCounts ? source.substring(CASE_COUNTS.length()) : source, !caseCounts);
    }

    /** A pattern that is looked for in a signal, and never in a User-Agent: its literals are of no use. */
    private int signalPattern(String source) {
        patterns.add(new PatternSet.Pattern(Assembler.assemble(parse(source), 0), List.of()));
        return patterns.size() - 1;
    }

    private List<Condition> conditions(String source) {
        return source.equals(NOTHING)
                ? List.of()
                : Stream.of(source.split(",")).map(this::condition).toList();
    }

    private Condition condition(String source) {
        int nameEnds = 0;
        while (nameEnds < source.length()
                && (Character.isLetter(source.charAt(nameEnds)) || source.charAt(nameEnds) == '_')) {
            nameEnds++;
        }
        String name = source.substring(0, nameEnds);
        Signal signal = Stream.of(Signal.values())
                .filter(candidate -> candidate.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such signal: " + name));
        int signAt = nameEnds;
        Condition.Comparison comparison = COMPARISONS.stream()
                .filter(candidate -> source.startsWith(candidate.sign(), signAt))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no comparison in the condition " + source));
        if (!comparison.isFor(signal)) {
            throw new IllegalArgumentException("a %s is compared by %s, not %s: %s"
                    .formatted(
                            signal.isNumber() ? "number" : "text",
                            signal.isNumber() ? "= != >= <" : "= != ~ !~",
                            comparison.sign(),
                            source));
        }
        String value = source.substring(signAt + comparison.sign().length());
        if (comparison.isPattern()) {
            return new Condition(signal, comparison, "", signalPattern(value));
        }
        return signal.isNumber()
                ? new Condition(signal, comparison, "", number(value, source))
                : new Condition(signal, comparison, value, 0);
    }

    private static int number(String value, String source) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: " + source, e);
        }
    }
}
