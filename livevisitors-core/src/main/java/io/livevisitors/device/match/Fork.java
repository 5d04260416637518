package io.livevisitors.device.match;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where to go on among many alternatives, by the character that comes next: those that can begin with it, in their
 * order. Immutable.
 */
public final class Fork {

    private static final int BEYOND = 128;
    private static final int END = 129;
    private static final int ROWS = 130;

    /** For each character of ASCII the number of its row; then that of all others, then that of the text's end. */
    private final byte[] rows;

    /** For each row the instructions to try. */
    private final int[][] targets;

    private Fork(byte[] rows, int[][] targets) {
        this.rows = rows;
        this.targets = targets;
    }

    /**
     * One of the alternatives.
     *
     * @param first what it can begin with
     * @param canBeEmpty whether it can match nothing, and so must be tried before any character
     * @param target its first instruction
     */
    public record Branch(CharSet first, boolean canBeEmpty, int target) {

        private boolean isPossible(int row) {
            if (canBeEmpty) {
                return true;
            }
            return row == BEYOND ? !first.isAscii() : row < BEYOND && first.has((char) row);
        }
    }

    /** The fork of these alternatives. */
    public static Fork of(List<Branch> branches) {
        byte[] rows = new byte[ROWS];
        List<List<Integer>> distinct = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            int character = row;
            List<Integer> targets = branches.stream()
                    .filter(branch -> branch.isPossible(character))
                    .map(Branch::target)
                    .toList();
            if (!distinct.contains(targets)) {
                distinct.add(targets);
            }
            rows[row] = (byte) distinct.indexOf(targets);
        }
        return new Fork(
                rows,
                distinct.stream()
                        .map(targets ->
                                targets.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new));
    }

    int[] before(char c) {
        return targets[rows[c < 128 ? c : BEYOND] & 0xFF];
    }

    int[] atEnd() {
        return targets[rows[END] & 0xFF];
    }

    void write(DataOutput out) throws IOException {
        out.write(rows);
        out.writeByte(targets.length);
        for (int[] row : targets) {
            out.writeShort(row.length);
            for (int target : row) {
                out.writeShort(target);
            }
        }
    }

    static Fork read(ByteBuffer in) {
        byte[] rows = new byte[ROWS];
        in.get(rows);
        int[][] targets = new int[Byte.toUnsignedInt(in.get())][];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = new int[in.getShort()];
            for (int i = 0; i < targets[row].length; i++) {
                targets[row][i] = in.getShort();
            }
        }
        return new Fork(rows, targets);
    }
}
