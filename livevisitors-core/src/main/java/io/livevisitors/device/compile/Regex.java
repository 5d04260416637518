package io.livevisitors.device.compile;

import io.livevisitors.device.match.CharSet;
import java.util.List;

/** A regular expression as a tree. Immutable. */
sealed interface Regex {

    /** One character of a set. */
    record One(CharSet set) implements Regex {}

    /** One after the other. */
    record Sequence(List<Regex> parts) implements Regex {}

    /** The first that lets the rest match. */
    record Choice(List<Regex> branches) implements Regex {}

    /**
     * The same several times.
     *
     * @param most -1 for any number
     * @param greedy whether more is tried before less
     */
    record Repeat(Regex body, int least, int most, boolean greedy) implements Regex {}

    /** A part whose place is noted. Numbered from 1. */
    record Group(Regex body, int number) implements Regex {}

    /** A place, not a character. */
    enum Edge implements Regex {
        BEGIN,
        END,
        WORD_EDGE,
        NO_WORD_EDGE
    }

    /** What must follow, or must not, and is not consumed. */
    record Look(Regex body, boolean negative) implements Regex {}

    /** Whether nothing at all can match. */
    static boolean canBeEmpty(Regex regex) {
        if (regex instanceof One) {
            return false;
        }
        if (regex instanceof Sequence sequence) {
            return sequence.parts().stream().allMatch(Regex::canBeEmpty);
        }
        if (regex instanceof Choice choice) {
            return choice.branches().stream().anyMatch(Regex::canBeEmpty);
        }
        if (regex instanceof Repeat repeat) {
            return repeat.least() == 0 || canBeEmpty(repeat.body());
        }
        return !(regex instanceof Group group) || canBeEmpty(group.body());
    }

    /** What a match that is not empty can begin with; of a look-ahead and an edge nothing is assumed. */
    static CharSet first(Regex regex) {
        if (regex instanceof One one) {
            return one.set();
        }
        if (regex instanceof Sequence sequence) {
            CharSet set = CharSet.NONE;
            for (Regex part : sequence.parts()) {
                set = set.or(first(part));
                if (!canBeEmpty(part)) {
                    break;
                }
            }
            return set;
        }
        if (regex instanceof Choice choice) {
            return choice.branches().stream().map(Regex::first).reduce(CharSet.NONE, CharSet::or);
        }
        if (regex instanceof Repeat repeat) {
            return repeat.most() == 0 ? CharSet.NONE : first(repeat.body());
        }
        return regex instanceof Group group ? first(group.body()) : CharSet.NONE;
    }

    /** Whether every match begins where the text begins. */
    static boolean isAnchored(Regex regex) {
        if (regex == Edge.BEGIN) {
            return true;
        }
        if (regex instanceof Sequence sequence) {
            return !sequence.parts().isEmpty() && isAnchored(sequence.parts().get(0));
        }
        if (regex instanceof Choice choice) {
            return choice.branches().stream().allMatch(Regex::isAnchored);
        }
        return regex instanceof Group group && isAnchored(group.body());
    }
}
