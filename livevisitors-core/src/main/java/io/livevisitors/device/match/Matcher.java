package io.livevisitors.device.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs over one text, leftmost match first and alternatives in their order, as {@link java.util.regex} does.
 * For one text and one thread.
 *
 * <p>It backtracks over a stack of its own, so no input deepens the thread's. A search that takes more than a few
 * thousand steps begins to note at which instruction and position it has been; a second arrival there can only fail
 * again, so what would take exponential time takes polynomial. What bounds the work is a budget of steps that all
 * searches of one text share; when it is used up nothing more is found. Real User-Agents use a few hundred steps.
 */
public final class Matcher {

    /** Steps for all searches in one text, about a millisecond. */
    static final int BUDGET = 250_000;

    /** Steps of one search that are cheaper to repeat than to note. */
    private static final int STEPS_BEFORE_NOTING = 2_000;

    private static final int FRAME = 3;
    private static final long[] NOTHING_NOTED = {};

    private final char[] text;
    private final Places places;
    private int[] slots = new int[8];
    private int[] stack = new int[64 * FRAME];
    private long[] noted = NOTHING_NOTED;
    private int budget = BUDGET;
    private int notingBelow;

    /** A matcher for this text, which nobody changes meanwhile. */
    public Matcher(char[] text) {
        this.text = text;
        places = new Places(text);
    }

    /** Whether some part of the text matches; its groups are there to be read until the next search. */
    public boolean find(Program program) {
        if (budget <= 0) {
            return false;
        }
        forgetGroups(program.groups);
        noted = NOTHING_NOTED;
        notingBelow = budget - STEPS_BEFORE_NOTING;
        if (program.anchored) {
            return run(program, 0, 0, 0);
        }
        char[] beginnings = program.beginnings;
        return switch (beginnings.length) {
            case 0 -> findAnywhere(program);
            case 1 -> findAt(program, places.first(beginnings[0]), -1);
            default -> findAt(program, places.first(beginnings[0]), places.first(beginnings[1]));
        };
    }

    private boolean findAnywhere(Program program) {
        for (int start = 0; start <= text.length && budget > 0; start++) {
            if (!program.canBeEmpty) {
                start = firstOf(program.first, start);
                if (start < 0) {
                    return false;
                }
            }
            if (run(program, 0, start, 0)) {
                return true;
            }
        }
        return false;
    }

    /** Tries the places of one character and of another, as they come. */
    private boolean findAt(Program program, int firstPlace, int otherPlace) {
        int one = firstPlace;
        int other = otherPlace;
        while ((one >= 0 || other >= 0) && budget > 0) {
            boolean isOne = other < 0 || (one >= 0 && one < other);
            if (run(program, 0, isOne ? one : other, 0)) {
                return true;
            }
            if (isOne) {
                one = places.next(one);
            } else {
                other = places.next(other);
            }
        }
        return false;
    }

    /** Once a search, for a position that fails leaves its groups as they were. */
    private void forgetGroups(int groups) {
        if (slots.length < 2 * groups) {
            slots = new int[2 * groups];
        }
        for (int slot = 0; slot < 2 * groups; slot++) {
            slots[slot] = -1;
        }
    }

    /** What a group of the last match holds, the first being 1; null if it took no part. */
    public @Nullable String group(int number) {
        int begin = slots[2 * number - 2];
        int end = slots[2 * number - 1];
        return begin < 0 || end < 0 ? null : new String(text, begin, end - begin);
    }

    /** Whether searches were given up because they took too long. */
    public boolean isExhausted() {
        return budget <= 0;
    }

    /** Steps taken so far: a measure of cost that does not depend on the machine. */
    public int steps() {
        return BUDGET - budget;
    }

    private int firstOf(CharSet set, int from) {
        long low = set.low();
        long high = set.high();
        for (int i = from; i < text.length; i++) {
            char c = text[i];
            if (c < 64
                    ? ((low >>> c) & 1) != 0
                    : c < 128 ? ((high >>> (c - 64)) & 1) != 0 : set.beyond().has(c)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether the instructions from this one on match from this position on; its frames lie above the floor. One long
     * loop, because its registers are local variables.
     */
    private boolean run(Program program, int firstInstruction, int start, int floor) {
        int[] code = program.code;
        CharSet[] sets = program.sets;
        int top = floor;
        int pc = firstInstruction;
        int at = start;
        while (true) {
            boolean failed;
            if (--budget < notingBelow && !note(code.length, pc, at, firstInstruction)) {
                failed = true;
            } else {
                failed = false;
                switch (code[pc]) {
                    case Program.CHAR -> {
                        failed = at >= text.length || text[at] != code[pc + 1];
                        at++;
                        pc += 2;
                    }
                    case Program.SET -> {
                        failed = at >= text.length || !sets[code[pc + 1]].has(text[at]);
                        at++;
                        pc += 2;
                    }
                    case Program.TEXT -> {
                        failed = !isHere(program.strings, code[pc + 1], code[pc + 2], at);
                        at += code[pc + 2];
                        pc += 3;
                    }
                    case Program.FOLDED -> {
                        failed = !isHereInAnyCase(program.strings, code[pc + 1], code[pc + 2], at);
                        at += code[pc + 2];
                        pc += 3;
                    }
                    case Program.REPEAT -> {
                        CharSet set = sets[code[pc + 1]];
                        int least = at + code[pc + 2];
                        int most = code[pc + 3] < 0 ? text.length : Math.min(text.length, at + code[pc + 3]);
                        boolean greedy = code[pc + 4] != 0;
                        int end = runOf(set, at, greedy ? most : Math.min(most, least));
                        failed = end < least;
                        if (!failed) {
                            at = greedy ? end : least;
                            int bound = greedy ? least : most;
                            if (at != bound) {
                                top = push(top, pc, at, bound);
                            }
                            pc += 6;
                        }
                    }
                    case Program.SPLIT -> {
                        top = push(top, code[pc + 2], at, -1);
                        pc = code[pc + 1];
                    }
                    case Program.FORK -> {
                        Fork fork = program.forks[code[pc + 1]];
                        int[] targets = at < text.length ? fork.before(text[at]) : fork.atEnd();
                        failed = targets.length == 0;
                        for (int i = targets.length - 1; i > 0; i--) {
                            top = push(top, targets[i], at, -1);
                        }
                        pc = failed ? pc : targets[0];
                    }
                    case Program.JUMP -> pc = code[pc + 1];
                    case Program.SAVE -> {
                        int slot = code[pc + 1];
                        top = push(top, -1 - slot, slots[slot], -1);
                        slots[slot] = at;
                        pc += 2;
                    }
                    case Program.BEGIN -> {
                        failed = at != 0;
                        pc++;
                    }
                    case Program.END -> {
                        failed = !isEnd(at);
                        pc++;
                    }
                    case Program.WORD_EDGE -> {
                        failed = isWord(at - 1) == isWord(at);
                        pc++;
                    }
                    case Program.NO_WORD_EDGE -> {
                        failed = isWord(at - 1) != isWord(at);
                        pc++;
                    }
                    case Program.LOOK -> {
                        failed = run(program, pc + 3, at, top) == (code[pc + 1] != 0) || budget <= 0;
                        pc = code[pc + 2];
                    }
                    case Program.MATCH -> {
                        return true;
                    }
                    default -> throw new IllegalStateException("no such instruction: " + code[pc]);
                }
            }
            if (failed) {
                if (budget <= 0) {
                    return false;
                }
                boolean resumed = false;
                while (!resumed) {
                    if (top == floor) {
                        return false;
                    }
                    top -= FRAME;
                    int frame = stack[top];
                    if (frame < 0) {
                        slots[-1 - frame] = stack[top + 1];
                        continue;
                    }
                    pc = frame;
                    at = stack[top + 1];
                    resumed = true;
                    if (code[pc] == Program.REPEAT && stack[top + 2] >= 0) {
                        int bound = stack[top + 2];
                        at = anotherEnd(code, pc, sets[code[pc + 1]], at, bound);
                        resumed = at >= 0;
                        if (resumed) {
                            if (at != bound) {
                                top = push(top, pc, at, bound);
                            }
                            pc += 6;
                        }
                    }
                }
            }
        }
    }

    /** The next end to try for a repetition that ended here: one shorter if greedy, else one longer; -1 for none. */
    private int anotherEnd(int[] code, int pc, CharSet set, int at, int bound) {
        int next = code[pc + 5];
        if (code[pc + 4] != 0) {
            int shorter = at - 1;
            while (shorter >= bound && next >= 0 && (shorter >= text.length || text[shorter] != next)) {
                shorter--;
            }
            budget -= (at - shorter) >> 3;
            return shorter >= bound ? shorter : -1;
        }
        int longer = at;
        boolean isPossible;
        do {
            isPossible = longer < bound && set.has(text[longer]);
            longer++;
        } while (isPossible && next >= 0 && (longer >= text.length || text[longer] != next));
        budget -= (longer - at) >> 3;
        return isPossible ? longer : -1;
    }

    private int runOf(CharSet set, int from, int to) {
        int end = from;
        while (end < to && set.has(text[end])) {
            end++;
        }
        budget -= (end - from) >> 3;
        return end;
    }

    private boolean isHere(char[] strings, int offset, int length, int at) {
        if (at + length > text.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text[at + i] != strings[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isHereInAnyCase(char[] strings, int offset, int length, int at) {
        if (at + length > text.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(text[at + i]) != strings[offset + i]) {
                return false;
            }
        }
        return true;
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    /** The end of the text, or before the line terminator that ends it, as {@code $} means without MULTILINE. */
    private boolean isEnd(int at) {
        int length = text.length;
        if (at == length) {
            return true;
        }
        char c = text[at];
        if (at == length - 1) {
            boolean withinPair = c == '\n' && at > 0 && text[at - 1] == '\r';
            return !CharSet.DOT.has(c) && !withinPair;
        }
        return at == length - 2 && c == '\r' && text[at + 1] == '\n';
    }

    /** Letters and digits of any script are of a word, as for {@link java.util.regex} until JDK 18. */
    private boolean isWord(int at) {
        if (at < 0 || at >= text.length) {
            return false;
        }
        char c = text[at];
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /**
     * Notes an arrival; false if it is not the first. Look-aheads are not noted: their success would be taken for a
     * failure the next time.
     */
    private boolean note(int instructions, int pc, int at, int firstInstruction) {
        if (firstInstruction != 0) {
            return true;
        }
        if (noted.length == 0) {
            noted = new long[((instructions * (text.length + 1)) >> 6) + 1];
            budget -= noted.length >> 3;
        }
        int bit = pc * (text.length + 1) + at;
        long mask = 1L << bit;
        if ((noted[bit >> 6] & mask) != 0) {
            return false;
        }
        noted[bit >> 6] |= mask;
        return true;
    }

    private int push(int top, int frame, int position, int bound) {
        if (top + FRAME > stack.length) {
            stack = Arrays.copyOf(stack, 2 * stack.length);
        }
        stack[top] = frame;
        stack[top + 1] = position;
        stack[top + 2] = bound;
        return top + FRAME;
    }
}
