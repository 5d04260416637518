package io.livevisitors.device.compile;

import io.livevisitors.device.match.CharSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The literals that any match of an expression contains, in lower case: groups, of each of which at least one is there.
 * Worked out from the leaves up, as RE2's prefilter does: as long as all that a part can match is a handful of strings,
 * they are kept whole and multiplied with their neighbours; beyond that they become a group.
 *
 * @see <a href="https://github.com/google/re2/blob/main/re2/prefilter.h">RE2, prefilter.h</a>
 */
final class RequiredLiterals {

    /** Strings kept whole. */
    private static final int MAX_STRINGS = 32;

    /** Characters of one class that are told apart. */
    private static final int MAX_OF_A_CLASS = 4;

    /** Longer literals say nothing more and cost a state a character. */
    private static final int MAX_LENGTH = 20;

    /** Shorter ones are in nearly every User-Agent. */
    private static final int MIN_LENGTH = 2;

    private static final int MAX_GROUPS = 5;

    /** Groups that a choice is worked out to before all but the most telling of each branch are let go. */
    private static final int MAX_COMBINATIONS = 8;

    /** Words of nearly every User-Agent: a group that one of them fulfils tells little. */
    private static final Set<String> COMMON = Set.of(
            "mozilla",
            "applewebkit",
            "khtml",
            "like gecko",
            "gecko",
            "safari",
            "chrome",
            "version",
            "linux",
            "android",
            "windows",
            "mobile",
            "build");

    /** The better a group tells texts apart, the higher. */
    private static final Comparator<Set<String>> TELLING = Comparator.<Set<String>>comparingInt(
                    group -> isTelling(group) ? 1 : 0)
            .thenComparingInt(RequiredLiterals::shortest)
            .thenComparing(Comparator.<Set<String>>comparingInt(Set::size).reversed());

    /**
     * What is known of a part.
     *
     * @param strings all that it can match; null if that is too much to tell
     * @param groups what every match of it contains besides
     */
    private record Known(@Nullable Set<String> strings, List<Set<String>> groups) {

        static final Known NOTHING = new Known(null, List.of());

        static Known exactly(Set<String> strings) {
            return new Known(strings, List.of());
        }

        /** The same with the strings made a group. */
        List<Set<String>> asGroups() {
            List<Set<String>> all = new ArrayList<>(groups);
            if (strings != null && isOfUse(strings)) {
                all.add(strings);
            }
            return all;
        }
    }

    private RequiredLiterals() {}

    /** The groups of an expression, the most telling first; empty if there is none. */
    static List<List<String>> of(Regex regex) {
        List<Set<String>> groups = known(regex).asGroups().stream()
                .map(RequiredLiterals::simplified)
                .distinct()
                .sorted(TELLING.reversed())
                .toList();
        boolean isOneTelling = groups.stream().anyMatch(RequiredLiterals::isTelling);
        return groups.stream()
                .filter(group -> !isOneTelling || isTelling(group))
                .limit(MAX_GROUPS)
                .map(List::copyOf)
                .toList();
    }

    private static Known known(Regex regex) {
        if (regex instanceof Regex.One one) {
            return ofOne(one.set());
        }
        if (regex instanceof Regex.Sequence sequence) {
            return ofSequence(sequence.parts());
        }
        if (regex instanceof Regex.Choice choice) {
            return ofChoice(choice.branches());
        }
        if (regex instanceof Regex.Repeat repeat) {
            return ofRepeat(repeat);
        }
        return regex instanceof Regex.Group group ? known(group.body()) : Known.exactly(Set.of(""));
    }

    private static Known ofOne(CharSet set) {
        if (!set.isAscii()) {
            return Known.NOTHING;
        }
        Set<String> strings = set.ascii()
                .mapToObj(c -> String.valueOf((char) c).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return strings.isEmpty() || strings.size() > MAX_OF_A_CLASS ? Known.NOTHING : Known.exactly(strings);
    }

    private static Known ofSequence(List<Regex> parts) {
        List<Set<String>> groups = new ArrayList<>();
        Set<String> whole = Set.of("");
        boolean isExact = true;
        for (Regex part : parts) {
            Known known = known(part);
            Set<String> strings = known.strings();
            if (strings != null && strings.size() * whole.size() <= MAX_STRINGS) {
                whole = product(whole, strings);
                continue;
            }
            isExact = false;
            addIfOfUse(groups, whole);
            groups.addAll(known.groups());
            whole = strings == null ? Set.of("") : strings;
        }
        if (isExact) {
            return Known.exactly(whole);
        }
        addIfOfUse(groups, whole);
        return new Known(null, List.copyOf(groups));
    }

    private static Known ofChoice(List<Regex> branches) {
        List<Known> known = branches.stream().map(RequiredLiterals::known).toList();
        Set<String> strings = new HashSet<>();
        boolean isExact = true;
        for (Known branch : known) {
            isExact &= branch.strings() != null;
            strings.addAll(branch.strings() != null ? branch.strings() : Set.of());
        }
        if (isExact && strings.size() <= MAX_STRINGS) {
            return Known.exactly(strings);
        }
        return new Known(null, eitherOf(known.stream().map(Known::asGroups).toList()));
    }

    /**
     * What is required if one of several is: (a and b) or c is (a or c) and (b or c). Where that would be too many
     * groups, only the most telling of each is taken.
     */
    private static List<Set<String>> eitherOf(List<List<Set<String>>> branches) {
        List<Set<String>> either = List.of(Set.of());
        long combinations = branches.stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, 1_000));
        for (List<Set<String>> branch : branches) {
            List<Set<String>> taken = combinations <= MAX_COMBINATIONS
                    ? branch
                    : branch.stream().max(TELLING).map(List::of).orElse(List.of());
            either = either.stream()
                    .flatMap(group -> taken.stream().map(other -> union(group, other)))
                    .toList();
        }
        return either;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Known ofRepeat(Regex.Repeat repeat) {
        Known body = known(repeat.body());
        Set<String> strings = body.strings();
        if (repeat.least() == 0) {
            if (strings == null || repeat.most() != 1 || strings.size() >= MAX_STRINGS) {
                return Known.NOTHING;
            }
            Set<String> orNothing = new HashSet<>(strings);
            orNothing.add("");
            return Known.exactly(orNothing);
        }
        if (strings != null
                && repeat.least() == repeat.most()
                && Math.pow(strings.size(), repeat.least()) <= MAX_STRINGS) {
            Set<String> whole = Set.of("");
            for (int i = 0; i < repeat.least(); i++) {
                whole = product(whole, strings);
            }
            return Known.exactly(whole);
        }
        return new Known(null, body.asGroups());
    }

    private static Set<String> product(Set<String> heads, Set<String> tails) {
        Set<String> all = new HashSet<>();
        heads.forEach(head -> tails.forEach(tail -> all.add(head + tail)));
        return all;
    }

    private static void addIfOfUse(List<Set<String>> groups, Set<String> strings) {
        if (isOfUse(strings)) {
            groups.add(strings);
        }
    }

    private static boolean isOfUse(Set<String> strings) {
        return shortest(strings) >= MIN_LENGTH;
    }

    private static boolean isTelling(Set<String> group) {
        return group.stream().noneMatch(RequiredLiterals::isCommon);
    }

    private static boolean isCommon(String literal) {
        String word = literal.replaceAll("^[^a-z]+|[^a-z]+$", "");
        return COMMON.stream().anyMatch(common -> common.startsWith(word));
    }

    private static int shortest(Set<String> strings) {
        return strings.stream().mapToInt(String::length).min().orElse(0);
    }

    /** Without what is too long and what contains another of them anyway. */
    private static Set<String> simplified(Set<String> strings) {
        Set<String> cut = strings.stream()
                .map(string -> string.substring(0, Math.min(MAX_LENGTH, string.length())))
                .collect(Collectors.toSet());
        return cut.stream()
                .filter(string -> cut.stream().noneMatch(other -> !other.equals(string) && string.contains(other)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
