package io.livevisitors.device.match;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** What finds a pattern; null if the literals do. */
    private final @Nullable Program[] programs;

    private final List<String> literals;
    private final LiteralAutomaton automaton;

    /** The groups that a literal belongs to. */
    private final int[][] groupsOfLiteral;

    /** The pattern that a group belongs to. */
    private final int[] patternOfGroup;

    /** How many groups a pattern has. */
    private final byte[] groupsOfPattern;

    /** A bit for each pattern that has none and so must be tried on every text. */
    private final long[] alwaysCandidates;

    private PatternSet(
            @Nullable Program[] programs, List<String> literals, int[][] groupsOfLiteral, int[] patternOfGroup) {
        this.programs = programs;
        this.literals = literals;
        this.groupsOfLiteral = groupsOfLiteral;
        this.patternOfGroup = patternOfGroup;
        automaton = LiteralAutomaton.of(literals);
        groupsOfPattern = new byte[programs.length];
        for (int pattern : patternOfGroup) {
            groupsOfPattern[pattern]++;
        }
        alwaysCandidates = new long[(programs.length >> 6) + 1];
        for (int pattern = 0; pattern < programs.length; pattern++) {
            if (groupsOfPattern[pattern] == 0) {
                alwaysCandidates[pattern >> 6] |= 1L << pattern;
            }
        }
    }

    /** A set of these patterns, which are numbered as they stand. */
    public static PatternSet of(List<Pattern> patterns) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        List<Integer> owners = new ArrayList<>();
        for (int pattern = 0; pattern < patterns.size(); pattern++) {
            for (List<String> group : patterns.get(pattern).required()) {
                for (String literal : group) {
                    groups.computeIfAbsent(literal, any -> new ArrayList<>()).add(owners.size());
                }
                owners.add(pattern);
            }
        }
        return new PatternSet(
                patterns.stream().map(Pattern::program).toArray(Program[]::new),
                List.copyOf(groups.keySet()),
                groups.values().stream().map(PatternSet::toArray).toArray(int[][]::new),
                toArray(owners));
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** How many patterns there are; their numbers begin at 0. */
    public int size() {
        return programs.length;
    }

    /** The literals that are looked for, in lower case. */
    public List<String> literals() {
        return literals;
    }

    /**
     * Whether a pattern is found in a text for which none other is asked.
     *
     * @throws IllegalArgumentException for a pattern that has no program
     */
    public boolean isFoundIn(String text, int pattern) {
        Program program = programs[pattern];
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
            automaton.scan(text, this::seen);
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
            Program program = programs[pattern];
            return (candidates[pattern >> 6] & (1L << pattern)) != 0 && (program == null || matcher.find(program));
        }

        /** Where the groups of the last match are read. */
        public Matcher matcher() {
            return matcher;
        }
    }

    /** Writes the set for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        Map<CharSet, Integer> sets = new LinkedHashMap<>();
        for (Program program : programs) {
            if (program != null) {
                for (CharSet set : program.sets) {
                    sets.putIfAbsent(set, sets.size());
                }
                sets.putIfAbsent(program.first, sets.size());
            }
        }
        out.writeShort(sets.size());
        for (CharSet set : sets.keySet()) {
            set.write(out);
        }
        out.writeShort(programs.length);
        for (Program program : programs) {
            out.writeBoolean(program != null);
            if (program != null) {
                program.write(out, set -> Objects.requireNonNull(sets.get(set)));
            }
        }
        out.writeShort(literals.size());
        for (int literal = 0; literal < literals.size(); literal++) {
            out.writeUTF(literals.get(literal));
            write(groupsOfLiteral[literal], out);
        }
        write(patternOfGroup, out);
    }

    private static void write(int[] numbers, DataOutput out) throws IOException {
        out.writeShort(numbers.length);
        for (int number : numbers) {
            out.writeShort(number);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static PatternSet read(ByteBuffer in) {
        CharSet[] sets = new CharSet[in.getShort()];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = CharSet.read(in);
        }
        @Nullable Program[] programs = new Program[in.getShort()];
        for (int i = 0; i < programs.length; i++) {
            programs[i] = in.get() != 0 ? Program.read(in, sets) : null;
        }
        String[] literals = new String[in.getShort()];
        int[][] groupsOfLiteral = new int[literals.length][];
        for (int i = 0; i < literals.length; i++) {
            literals[i] = Texts.read(in);
            groupsOfLiteral[i] = readNumbers(in);
        }
        return new PatternSet(programs, List.of(literals), groupsOfLiteral, readNumbers(in));
    }

    private static int[] readNumbers(ByteBuffer in) {
        int[] numbers = new int[in.getShort()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.getShort();
        }
        return numbers;
    }
}
