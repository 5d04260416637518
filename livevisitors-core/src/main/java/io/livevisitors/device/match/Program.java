package io.livevisitors.device.match;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.ToIntFunction;

/**
 * A regular expression as instructions for a {@link Matcher}. Immutable.
 *
 * <p>An instruction is an opcode and its operands, one number each:
 *
 * <pre>
 * CHAR c                             this character
 * SET s                              a character of set s
 * TEXT offset length                 these characters of the strings
 * FOLDED offset length               the same in any case; the strings hold it in lower case
 * REPEAT s min max greedy next       between min and max (-1: any number) characters of set s; what follows begins with
 *                                    the character next (-1: it may be any)
 * SPLIT first second                 go on at first, and when that fails at second
 * FORK f                             go on at what fork f names for the next character, one after the other
 * JUMP target
 * SAVE slot                          note the position
 * BEGIN, END, WORD_EDGE, NO_WORD_EDGE
 * LOOK negative end                  the body up to its MATCH must match here (negative 1: must not); go on at end
 * MATCH
 * </pre>
 */
public final class Program {

    public static final int CHAR = 0;
    public static final int SET = 1;
    public static final int TEXT = 2;
    public static final int FOLDED = 3;
    public static final int REPEAT = 4;
    public static final int SPLIT = 5;
    public static final int JUMP = 6;
    public static final int SAVE = 7;
    public static final int BEGIN = 8;
    public static final int END = 9;
    public static final int WORD_EDGE = 10;
    public static final int NO_WORD_EDGE = 11;
    public static final int LOOK = 12;
    public static final int FORK = 13;
    public static final int MATCH = 14;

    private static final char[] NO_CHARACTERS = {};

    final int[] code;
    final CharSet[] sets;
    final Fork[] forks;
    final char[] strings;
    final int groups;
    final CharSet first;
    final boolean anchored;
    final boolean canBeEmpty;

    /** The one or two characters that a match begins with, if there are no more; empty otherwise. */
    final char[] beginnings;

    /**
     * A program that keeps these arrays; nobody changes them afterwards.
     *
     * @param code the instructions
     * @param sets the sets they name
     * @param forks the forks they name
     * @param strings the strings they name, one behind the other
     * @param groups how many groups it notes: slots 2n-2 and 2n-1 are begin and end of group n
     * @param first what a match can begin with; ignored if it can be empty
     * @param anchored whether a match must begin where the text begins
     * @param canBeEmpty whether nothing at all can be a match
     */
    public Program(
            int[] code,
            CharSet[] sets,
            Fork[] forks,
            char[] strings,
            int groups,
            CharSet first,
            boolean anchored,
            boolean canBeEmpty) {
        this.code = code;
        this.sets = sets;
        this.forks = forks;
        this.strings = strings;
        this.groups = groups;
        this.first = first;
        this.anchored = anchored;
        this.canBeEmpty = canBeEmpty;
        boolean areFew = !canBeEmpty && first.isAscii() && first.size() <= 2;
        beginnings = areFew ? first.characters() : NO_CHARACTERS;
    }

    /** Writes the program; sets are written as their numbers in a table that many programs share. */
    void write(DataOutput out, ToIntFunction<CharSet> numberOf) throws IOException {
        out.writeShort(code.length);
        for (int number : code) {
            out.writeShort(number);
        }
        out.writeShort(sets.length);
        for (CharSet set : sets) {
            out.writeShort(numberOf.applyAsInt(set));
        }
        out.writeShort(forks.length);
        for (Fork fork : forks) {
            fork.write(out);
        }
        out.writeUTF(new String(strings));
        out.writeByte(groups);
        out.writeShort(numberOf.applyAsInt(first));
        out.writeBoolean(anchored);
        out.writeBoolean(canBeEmpty);
    }

    /** Reads what {@link #write} wrote; this is the table of sets. */
    static Program read(ByteBuffer in, CharSet[] table) {
        int[] code = new int[in.getShort()];
        for (int i = 0; i < code.length; i++) {
            code[i] = in.getShort();
        }
        CharSet[] sets = new CharSet[in.getShort()];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = table[in.getShort()];
        }
        Fork[] forks = new Fork[in.getShort()];
        for (int i = 0; i < forks.length; i++) {
            forks[i] = Fork.read(in);
        }
        return new Program(
                code,
                sets,
                forks,
                Texts.read(in).toCharArray(),
                in.get(),
                table[in.getShort()],
                in.get() != 0,
                in.get() != 0);
    }
}
