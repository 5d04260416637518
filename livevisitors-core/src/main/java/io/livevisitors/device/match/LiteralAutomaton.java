package io.livevisitors.device.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds all of many literals in one pass over a text, in any case of ASCII letters. Immutable.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Aho and Corasick, Efficient string matching</a>
 */
final class LiteralAutomaton {

    private static final int[] NOTHING = {};

    /** Column of a character in the table; 0 for those that no literal holds. */
    private final byte[] columns = new byte[128];

    private final int width;

    /** Next state by state and column. */
    private final char[] next;

    /** Numbers of the literals that end in a state. */
    private final int[][] ends;

    private LiteralAutomaton(List<String> literals) {
        width = assignColumns(literals);
        int states = statesOf(literals);
        next = new char[states * width];
        ends = new int[states][];
        plant(literals);
        complete();
    }

    /**
     * An automaton for these literals, which are numbered as they stand.
     *
     * @throws IllegalArgumentException if one is empty, not in lower case or not ASCII, or if there are too many
     */
    static LiteralAutomaton of(List<String> literals) {
        return new LiteralAutomaton(literals);
    }

    /** Told of each literal that ends somewhere in the text, once for each place. */
    @FunctionalInterface
    interface Finder {
        void found(int literal);
    }

    void scan(char[] text, Finder finder) {
        int state = 0;
        for (char c : text) {
            state = next[state * width + (c < 128 ? columns[c] : 0)];
            int[] here = ends[state];
            for (int literal : here) {
                finder.found(literal);
            }
        }
    }

    private int assignColumns(List<String> literals) {
        int assigned = 0;
        for (String literal : literals) {
            if (literal.isEmpty()) {
                throw new IllegalArgumentException("an empty literal is everywhere");
            }
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                if (c > 127 || Matcher.lower(c) != c) {
                    throw new IllegalArgumentException("not lower case of ASCII: " + literal);
                }
                if (columns[c] == 0) {
                    columns[c] = (byte) ++assigned;
                }
            }
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            columns[c] = columns[Matcher.lower(c)];
        }
        return assigned + 1;
    }

    /** One for each distinct beginning of a literal, the empty one included. */
    private static int statesOf(List<String> literals) {
        List<String> sorted = new ArrayList<>(literals);
        Collections.sort(sorted);
        int states = 1;
        String before = "";
        for (String literal : sorted) {
            int shared = 0;
            while (shared < before.length()
                    && shared < literal.length()
                    && before.charAt(shared) == literal.charAt(shared)) {
                shared++;
            }
            states += literal.length() - shared;
            before = literal;
        }
        if (states > Character.MAX_VALUE) {
            throw new IllegalArgumentException("too many literals: " + states + " states");
        }
        return states;
    }

    /** Makes the table a tree: 0 stands for no child. */
    private void plant(List<String> literals) {
        Arrays.fill(ends, NOTHING);
        char states = 1;
        for (int literal = 0; literal < literals.size(); literal++) {
            String text = literals.get(literal);
            int state = 0;
            for (int i = 0; i < text.length(); i++) {
                int cell = state * width + columns[text.charAt(i)];
                if (next[cell] == 0) {
                    next[cell] = states++;
                }
                state = next[cell];
            }
            ends[state] = joined(new int[] {literal}, ends[state]);
        }
    }

    /** Fills each row, shorter beginnings first, with that of the state's longest proper suffix. */
    private void complete() {
        char[] waiting = new char[ends.length];
        int[] fallback = new int[ends.length];
        int waitingBound = 1;
        for (int head = 0; head < waitingBound; head++) {
            int state = waiting[head];
            int suffix = fallback[state];
            if (state != 0) {
                ends[state] = joined(ends[state], ends[suffix]);
            }
            for (int column = 0; column < width; column++) {
                int cell = state * width + column;
                char viaSuffix = state == 0 ? 0 : next[suffix * width + column];
                if (next[cell] == 0) {
                    next[cell] = viaSuffix;
                } else {
                    fallback[next[cell]] = viaSuffix;
                    waiting[waitingBound++] = next[cell];
                }
            }
        }
    }

    private static int[] joined(int[] own, int[] inherited) {
        if (own.length == 0) {
            return inherited;
        }
        int[] all = Arrays.copyOf(own, own.length + inherited.length);
        System.arraycopy(inherited, 0, all, own.length, inherited.length);
        return all;
    }
}
