package io.livevisitors.device.match;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbered patterns, and the literals by which to see which of them are worth trying on a text. Immutable, thread-safe.
 */
public final class PatternSet {

    /**
     * A pattern and what every match of it contains.
     *
     * @param program what finds it; null if a text that has the literals has it
     * @param required groups of literals in lower case: of each group at least one is in any text that matches; empty
     *     if nothing is known
     */
    public record Pattern(@Nullable Program program, List<List<String>> required) {}

    private final List<Pattern> patterns;
    private final LiteralAutomaton literals;

    /** The groups that a literal belongs to. */
    private final int[][] groupsOfLiteral;

    /** The pattern that a group belongs to. */
    private final int[] patternOfGroup;

    /** How many groups a pattern has. */
    private final byte[] groupsOfPattern;

    /** A bit for each pattern that has none and so must be tried on every text. */
    private final long[] alwaysCandidates;

    /** A set of these patterns, which are numbered as they stand. */
    public PatternSet(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
        groupsOfPattern = new byte[patterns.size()];
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        List<Integer> owners = new ArrayList<>();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            for (List<String> group : patterns.get(pattern).required()) {
                for (String literal : group) {
                    groups.computeIfAbsent(literal, any -> new ArrayList<>()).add(owners.size());
                }
                owners.add(pattern);
                groupsOfPattern[pattern]++;
            }
        }
        alwaysCandidates = new long[(groupsOfPattern.length >> 6) + 1];
        for (int pattern = 0; pattern < groupsOfPattern.length; pattern++) {
            if (groupsOfPattern[pattern] == 0) {
                alwaysCandidates[pattern >> 6] |= 1L << pattern;
            }
        }
        literals = LiteralAutomaton.of(List.copyOf(groups.keySet()));
        groupsOfLiteral = groups.values().stream().map(PatternSet::toArray).toArray(int[][]::new);
        patternOfGroup = toArray(owners);
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many patterns there are; their numbers begin at 0. */
    public int size() {
        return patterns.size();
    }

    /** How many states the automaton of the literals has. */
    public int states() {
        return literals.states();
    }

    /** The pattern of this number. */
    public Pattern pattern(int number) {
        return patterns.get(number);
    }

    /**
     * Whether a pattern is found in a text for which none other is asked.
     *
     * @throws IllegalArgumentException for a pattern that has no program
     */
    public boolean isFoundIn(String text, int pattern) {
        Program program = patterns.get(pattern).program();
        if (program == null) {
            throw new IllegalArgumentException("pattern " + pattern + " has no program");
        }
        return new Matcher(text.toCharArray()).find(program);
    }

    /** Looks for the literals in a text; the patterns are tried as they are asked for. */
    public Scan scan(String text) {
        return new Scan(text.toCharArray());
    }

    /** One text before all patterns. For one thread. */
    public final class Scan {

        private final Matcher matcher;

        /** Groups of a pattern of which no literal was seen yet. */
        private final byte[] missing = groupsOfPattern.clone();

        private final long[] seenGroups = new long[(patternOfGroup.length >> 6) + 1];
        private final long[] candidates = alwaysCandidates.clone();

        private Scan(char[] text) {
            matcher = new Matcher(text);
            literals.scan(text, this::seen);
        }

        private void seen(int literal) {
            for (int group : groupsOfLiteral[literal]) {
                long bit = 1L << group;
                if ((seenGroups[group >> 6] & bit) == 0) {
                    seenGroups[group >> 6] |= bit;
                    int pattern = patternOfGroup[group];
                    if (--missing[pattern] == 0) {
                        candidates[pattern >> 6] |= 1L << pattern;
                    }
                }
            }
        }

        /** The lowest number from this one on, below the bound, of a pattern that may match; -1 if there is none. */
        public int nextCandidate(int from, int bound) {
            int word = from >> 6;
            long bits = from < bound ? candidates[word] & (-1L << from) : 0;
            while (bits == 0) {
                if ((++word << 6) >= bound) {
                    return -1;
                }
                bits = candidates[word];
            }
            int pattern = (word << 6) + Long.numberOfTrailingZeros(bits);
            return pattern < bound ? pattern : -1;
        }

        /** Whether the text matches; its groups are in {@link #matcher()} then. */
        public boolean find(int pattern) {
            Program program = patterns.get(pattern).program();
            return (candidates[pattern >> 6] & (1L << pattern)) != 0 && (program == null || matcher.find(program));
        }

        /** Where the groups of the last match are read. */
        public Matcher matcher() {
            return matcher;
        }
    }

    /** Writes the set for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeShort(patterns.size());
        for (Pattern pattern : patterns) {
            out.writeBoolean(pattern.program() != null);
            if (pattern.program() != null) {
                pattern.program().write(out);
            }
            out.writeByte(pattern.required().size());
            for (List<String> group : pattern.required()) {
                out.writeShort(group.size());
                for (String literal : group) {
                    out.writeUTF(literal);
                }
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static PatternSet read(DataInput in) throws IOException {
        int size = in.readUnsignedShort();
        List<Pattern> patterns = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Program program = in.readBoolean() ? Program.read(in) : null;
            int groups = in.readByte();
            List<List<String>> required = new ArrayList<>(groups);
            for (int g = 0; g < groups; g++) {
                int literals = in.readUnsignedShort();
                List<String> group = new ArrayList<>(literals);
                for (int l = 0; l < literals; l++) {
                    group.add(in.readUTF());
                }
                required.add(List.copyOf(group));
            }
            patterns.add(new Pattern(program, List.copyOf(required)));
        }
        return new PatternSet(patterns);
    }
}
