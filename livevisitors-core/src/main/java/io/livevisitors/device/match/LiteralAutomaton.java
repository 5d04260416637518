package io.livevisitors.device.match;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

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
        List<Node> nodes = trieOf(literals);
        next = new char[nodes.size() * width];
        ends = new int[nodes.size()][];
        fill(nodes);
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

    int states() {
        return ends.length;
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

    /** A state as it is built: what leads on from it, and which literals end here. */
    private static final class Node {
        final int number;
        final Map<Byte, Node> children = new TreeMap<>();
        int[] ends = NOTHING;
        int fallback;

        Node(int number) {
            this.number = number;
        }

        void end(int literal) {
            ends = Arrays.copyOf(ends, ends.length + 1);
            ends[ends.length - 1] = literal;
        }
    }

    private List<Node> trieOf(List<String> literals) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node(0));
        for (int literal = 0; literal < literals.size(); literal++) {
            Node node = nodes.get(0);
            String text = literals.get(literal);
            for (int i = 0; i < text.length(); i++) {
                byte column = columns[text.charAt(i)];
                Node child = node.children.get(column);
                if (child == null) {
                    child = new Node(nodes.size());
                    nodes.add(child);
                    node.children.put(column, child);
                }
                node = child;
            }
            node.end(literal);
        }
        if (nodes.size() > Character.MAX_VALUE) {
            throw new IllegalArgumentException("too many literals: " + nodes.size() + " states");
        }
        return nodes;
    }

    /** A state's row is that of its longest proper suffix, with its own children put over it. */
    private void fill(List<Node> nodes) {
        Queue<Node> waiting = new ArrayDeque<>();
        waiting.add(nodes.get(0));
        while (!waiting.isEmpty()) {
            Node node = waiting.remove();
            int row = node.number * width;
            boolean isRoot = node.number == 0;
            if (!isRoot) {
                System.arraycopy(next, node.fallback * width, next, row, width);
            }
            ends[node.number] = isRoot ? node.ends : joined(node.ends, ends[node.fallback]);
            node.children.forEach((column, child) -> {
                child.fallback = isRoot ? 0 : next[row + column];
                next[row + column] = (char) child.number;
                waiting.add(child);
            });
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
