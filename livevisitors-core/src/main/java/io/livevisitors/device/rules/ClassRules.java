package io.livevisitors.device.rules;

import io.livevisitors.device.match.PatternSet;
import io.livevisitors.device.match.Texts;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Our own table: which class of device. Rules are asked in order, and the first that holds decides; those that only
 * mark a device as automated let the next ones be asked. Immutable, thread-safe.
 */
public final class ClassRules {

    /** What stands in the table for a rule that marks and does not decide. */
    public static final String AUTOMATED = "automated";

    /**
     * Patterns that follow one another in the set: the alternatives of one expression, each with literals of its own, so
     * that only those worth trying are tried.
     *
     * @param first number of the first
     * @param bound number behind the last
     */
    public record AnyOf(int first, int bound) {

        /** No pattern. */
        public static final AnyOf NONE = new AnyOf(0, 0);

        boolean isEmpty() {
            return first == bound;
        }

        private boolean isFound(PatternSet.Scan scan) {
            for (int pattern = scan.nextCandidate(first, bound);
                    pattern >= 0;
                    pattern = scan.nextCandidate(pattern + 1, bound)) {
                if (scan.find(pattern)) {
                    return true;
                }
            }
            return false;
        }

        private void write(DataOutput out) throws IOException {
            out.writeShort(first);
            out.writeShort(bound);
        }

        private static AnyOf read(ByteBuffer in) {
            return new AnyOf(in.getShort(), in.getShort());
        }
    }

    /**
     * One line of the table.
     *
     * @param answer {@code desktop}, {@code mobile}, {@code tablet}, {@code bot}, {@code other} or {@link #AUTOMATED}
     * @param when the patterns of which one must be found in the User-Agent, if there are any
     * @param unless the patterns of which none must be found
     * @param given what must hold of the signals
     * @param reason why the rule is right, for people
     */
    public record Rule(String answer, AnyOf when, AnyOf unless, List<Condition> given, String reason) {

        private boolean holds(PatternSet.Scan scan, Signals signals, PatternSet patterns) {
            for (Condition condition : given) {
                if (!condition.holds(signals, patterns)) {
                    return false;
                }
            }
            return (when.isEmpty() || when.isFound(scan)) && !unless.isFound(scan);
        }
    }

    /**
     * What the table says.
     *
     * @param answer one of the five classes
     * @param automated whether a program drives the browser
     * @param reason the reason of the rule that decided
     */
    public record Verdict(String answer, boolean automated, String reason) {}

    private final List<Rule> rules;

    /**
     * The rules in their order.
     *
     * @throws IllegalArgumentException if the last one does not hold for every device
     */
    public ClassRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
        Rule last = rules.isEmpty() ? null : rules.get(rules.size() - 1);
        if (last == null
                || !last.when().isEmpty()
                || !last.unless().isEmpty()
                || !last.given().isEmpty()) {
            throw new IllegalArgumentException("the last rule of the table must hold for every device");
        }
    }

    /** The rules in the order in which they are asked. */
    public List<Rule> rules() {
        return rules;
    }

    Verdict decide(PatternSet.Scan scan, Signals signals, PatternSet patterns) {
        boolean automated = false;
        for (Rule rule : rules) {
            if (rule.holds(scan, signals, patterns)) {
                if (!rule.answer().equals(AUTOMATED)) {
                    return new Verdict(rule.answer(), automated, rule.reason());
                }
                automated = true;
            }
        }
        throw new IllegalStateException("no rule held, though the last one always does");
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(rules.size());
        for (Rule rule : rules) {
            out.writeUTF(rule.answer());
            rule.when().write(out);
            rule.unless().write(out);
            out.writeByte(rule.given().size());
            for (Condition condition : rule.given()) {
                condition.write(out);
            }
            out.writeUTF(rule.reason());
        }
    }

    static ClassRules read(ByteBuffer in) {
        int size = in.getShort();
        List<Rule> rules = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String answer = Texts.read(in);
            AnyOf when = AnyOf.read(in);
            AnyOf unless = AnyOf.read(in);
            int conditions = in.get();
            List<Condition> given = new ArrayList<>(conditions);
            for (int c = 0; c < conditions; c++) {
                given.add(Condition.read(in));
            }
            rules.add(new Rule(answer, when, unless, List.copyOf(given), Texts.read(in)));
        }
        return new ClassRules(rules);
    }
}
