package io.livevisitors.device.rules;

import io.livevisitors.device.match.PatternSet;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of uap-core's three lists, of browsers, systems or devices: the first pattern found that yields a family answers.
 * Immutable, thread-safe.
 *
 * @see <a href="https://github.com/ua-parser/uap-core/blob/master/docs/specification.md">uap-core's specification</a>
 */
public final class FamilyRules {

    /**
     * What a pattern answers.
     *
     * @param family for example {@code Chrome Mobile}
     * @param major first part of the version; null if the rule knows none
     * @param minor second part of it; null if the rule knows none
     */
    public record Rule(
            AnswerTemplate family,
            @Nullable AnswerTemplate major,
            @Nullable AnswerTemplate minor) {}

    /**
     * An answer.
     *
     * @param family for example {@code Chrome Mobile}
     * @param major first part of the version; null if unknown
     * @param minor second part of it; null if unknown
     */
    public record Family(
            String family, @Nullable String major, @Nullable String minor) {}

    private final int firstPattern;
    private final List<Rule> rules;

    /** Rules for the patterns from this number on. */
    public FamilyRules(int firstPattern, List<Rule> rules) {
        this.firstPattern = firstPattern;
        this.rules = List.copyOf(rules);
    }

    /** The family that a text speaks of; null if no rule knows it. */
    @Nullable Family find(PatternSet.Scan scan) {
        int bound = firstPattern + rules.size();
        for (int pattern = scan.nextCandidate(firstPattern, bound);
                pattern >= 0;
                pattern = scan.nextCandidate(pattern + 1, bound)) {
            if (scan.find(pattern)) {
                Rule rule = rules.get(pattern - firstPattern);
                String family = rule.family().fill(scan.matcher());
                if (family != null) {
                    return new Family(family, fill(rule.major(), scan), fill(rule.minor(), scan));
                }
            }
        }
        return null;
    }

    private static @Nullable String fill(@Nullable AnswerTemplate template, PatternSet.Scan scan) {
        String filled = template == null ? null : template.fill(scan.matcher());
        return filled == null || filled.isEmpty() ? null : filled;
    }

    void write(DataOutput out) throws IOException {
        out.writeShort(firstPattern);
        out.writeShort(rules.size());
        for (Rule rule : rules) {
            AnswerTemplate.write(rule.family(), out);
            AnswerTemplate.write(rule.major(), out);
            AnswerTemplate.write(rule.minor(), out);
        }
    }

    static FamilyRules read(ByteBuffer in) {
        int firstPattern = in.getShort();
        int size = in.getShort();
        List<Rule> rules = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            AnswerTemplate family = AnswerTemplate.read(in);
            if (family == null) {
                throw new IllegalStateException("a rule without a family");
            }
            rules.add(new Rule(family, AnswerTemplate.read(in), AnswerTemplate.read(in)));
        }
        return new FamilyRules(firstPattern, rules);
    }
}
