package io.livevisitors.device.compile;

import io.livevisitors.device.match.CharSet;
import io.livevisitors.device.match.Fork;
import io.livevisitors.device.match.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the tree of an expression into a program. */
final class Assembler {

    private static final int OPERANDS_OF_REPEAT = 5;

    /** Alternatives from which on the next character chooses among them. */
    private static final int MIN_FORK = 3;

    private static final Fork NO_FORK = Fork.of(List.of());

    private final int groups;
    private final List<Integer> code = new ArrayList<>();
    private final Map<CharSet, Integer> sets = new LinkedHashMap<>();
    private final List<Fork> forks = new ArrayList<>();
    private final StringBuilder strings = new StringBuilder();

    private Assembler(int groups) {
        this.groups = groups;
    }

    /**
     * The program of an expression.
     *
     * @param groups how many groups are asked for after a match; the others are not noted
     * @throws IllegalArgumentException if it is too long
     */
    static Program assemble(Regex regex, int groups) {
        Assembler assembler = new Assembler(groups);
        assembler.add(regex);
        assembler.emit(Program.MATCH);
        return new Program(
                assembler.code.stream().mapToInt(Assembler::checked).toArray(),
                assembler.sets.keySet().toArray(CharSet[]::new),
                assembler.forks.toArray(Fork[]::new),
                assembler.strings.toString().toCharArray(),
                groups,
                Regex.first(regex),
                Regex.isAnchored(regex),
                Regex.canBeEmpty(regex));
    }

    private static int checked(int number) {
        if (number > Short.MAX_VALUE) {
            throw new IllegalArgumentException("the program is too long");
        }
        return number;
    }

    private void add(Regex regex) {
        if (regex instanceof Regex.One one) {
            addOne(one.set());
        } else if (regex instanceof Regex.Sequence sequence) {
            addSequence(sequence.parts());
        } else if (regex instanceof Regex.Choice choice) {
            addChoice(choice.branches());
        } else if (regex instanceof Regex.Repeat repeat) {
            addRepeat(repeat);
        } else if (regex instanceof Regex.Group group) {
            addGroup(group);
        } else if (regex instanceof Regex.Look look) {
            emit(Program.LOOK, look.negative() ? 1 : 0, 0);
            int end = code.size() - 1;
            add(look.body());
            emit(Program.MATCH);
            code.set(end, code.size());
        } else {
            emit(
                    switch ((Regex.Edge) regex) {
                        case BEGIN -> Program.BEGIN;
                        case END -> Program.END;
                        case WORD_EDGE -> Program.WORD_EDGE;
                        case NO_WORD_EDGE -> Program.NO_WORD_EDGE;
                    });
        }
    }

    private void addOne(CharSet set) {
        if (set.isAscii() && set.size() == 1) {
            emit(Program.CHAR, set.ascii().findFirst().orElseThrow());
        } else {
            emit(Program.SET, numberOf(set));
        }
    }

    /** Runs of single characters become one instruction; a repetition is told what comes next. */
    private void addSequence(List<Regex> parts) {
        int i = 0;
        while (i < parts.size()) {
            int exact = run(parts, i, false);
            int inAnyCase = run(parts, i, true);
            if (Math.max(exact, inAnyCase) > 1) {
                boolean folded = inAnyCase > exact;
                int length = folded ? inAnyCase : exact;
                emit(folded ? Program.FOLDED : Program.TEXT, strings.length(), length);
                parts.subList(i, i + length).forEach(one -> strings.append((char) character(one, folded)));
                i += length;
            } else {
                int before = code.size();
                add(parts.get(i));
                i++;
                boolean isRepeat = code.size() == before + 1 + OPERANDS_OF_REPEAT && code.get(before) == Program.REPEAT;
                if (isRepeat && i < parts.size() && character(parts.get(i), false) >= 0) {
                    code.set(code.size() - 1, character(parts.get(i), false));
                }
            }
        }
    }

    private static int run(List<Regex> parts, int from, boolean folded) {
        int end = from;
        while (end < parts.size() && character(parts.get(end), folded) >= 0) {
            end++;
        }
        return end - from;
    }

    /** The one character that a part stands for, as a number; folded: in lower case, of both cases. -1 if it is not so. */
    private static int character(Regex part, boolean folded) {
        if (!(part instanceof Regex.One one) || !one.set().isAscii()) {
            return -1;
        }
        CharSet set = one.set();
        int last = set.ascii().max().orElse(-1);
        if (set.size() == 1) {
            boolean isLetter = Character.isLetter(last);
            return folded && isLetter ? -1 : last;
        }
        boolean isBothCases = last >= 0
                && set.size() == 2
                && set.equals(CharSet.of((char) last).inEitherCase());
        return folded && isBothCases ? last : -1;
    }

    private void addChoice(List<Regex> branches) {
        boolean isFork = branches.size() >= MIN_FORK;
        if (isFork) {
            emit(Program.FORK, forks.size());
            forks.add(NO_FORK);
        }
        int number = forks.size() - 1;
        List<Fork.Branch> targets = new ArrayList<>();
        List<Integer> jumps = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            Regex branch = branches.get(i);
            boolean isLast = i == branches.size() - 1;
            int split = code.size();
            if (!isFork && !isLast) {
                emit(Program.SPLIT, split + 3, 0);
            }
            targets.add(new Fork.Branch(Regex.first(branch), Regex.canBeEmpty(branch), code.size()));
            add(branch);
            if (!isLast) {
                emit(Program.JUMP, 0);
                jumps.add(code.size() - 1);
            }
            if (!isFork && !isLast) {
                code.set(split + 2, code.size());
            }
        }
        jumps.forEach(jump -> code.set(jump, code.size()));
        if (isFork) {
            forks.set(number, Fork.of(targets));
        }
    }

    private void addRepeat(Regex.Repeat repeat) {
        Regex body = repeat.body();
        if (body instanceof Regex.One one) {
            boolean isExactlyOne = repeat.least() == 1 && repeat.most() == 1;
            if (isExactlyOne) {
                addOne(one.set());
            } else {
                emit(Program.REPEAT, numberOf(one.set()), repeat.least(), repeat.most(), repeat.greedy() ? 1 : 0, -1);
            }
            return;
        }
        for (int i = 0; i < repeat.least(); i++) {
            add(body);
        }
        if (repeat.most() < 0) {
            addLoop(body, repeat.greedy());
        } else {
            addOptional(body, repeat.most() - repeat.least(), repeat.greedy());
        }
    }

    private void addLoop(Regex body, boolean greedy) {
        int split = code.size();
        emit(Program.SPLIT, 0, 0);
        add(body);
        emit(Program.JUMP, split);
        setSplit(split, greedy);
    }

    private void addOptional(Regex body, int times, boolean greedy) {
        List<Integer> splits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            splits.add(code.size());
            emit(Program.SPLIT, 0, 0);
            add(body);
        }
        splits.forEach(split -> setSplit(split, greedy));
    }

    /** Into the body behind the split, or to what follows; greedy tries the body first. */
    private void setSplit(int split, boolean greedy) {
        code.set(split + 1, greedy ? split + 3 : code.size());
        code.set(split + 2, greedy ? code.size() : split + 3);
    }

    private void addGroup(Regex.Group group) {
        boolean isAskedFor = group.number() <= groups;
        if (isAskedFor) {
            emit(Program.SAVE, 2 * group.number() - 2);
        }
        add(group.body());
        if (isAskedFor) {
            emit(Program.SAVE, 2 * group.number() - 1);
        }
    }

    private int numberOf(CharSet set) {
        return sets.computeIfAbsent(set, any -> sets.size());
    }

    private void emit(int... numbers) {
        for (int number : numbers) {
            code.add(number);
        }
    }
}
