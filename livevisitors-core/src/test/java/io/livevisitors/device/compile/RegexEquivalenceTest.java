package io.livevisitors.device.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.device.match.Matcher;
import io.livevisitors.device.match.PatternSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compiled here finds what {@link java.util.regex} finds, in the same place, with the same groups. */
class RegexEquivalenceTest {

    private static final int EXPRESSIONS = 3_000;
    private static final int TEXTS = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyExpressionFindsWhatTheLibraryOfTheJdkFinds(long seed) {
        RandomRegex random = new RandomRegex(seed);
        int compared = 0;
        int found = 0;
        int tooLong = 0;
        int leftOver = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            String source = "(" + random.regex() + ")";
            boolean anyCase = random.anyCase();
            Optional<Regex> parsed = parse(source, anyCase);
            if (parsed.isEmpty()) {
                continue;
            }
            Pattern reference = Pattern.compile(source, anyCase ? Pattern.CASE_INSENSITIVE : 0);
            int groups = reference.matcher("").groupCount();
            PatternSet set = setOf(parsed.get(), groups);
            PatternSet alternatives = setOfAlternatives(parsed.get());
            for (int t = 0; t < TEXTS; t++) {
                String text = random.text(!source.toLowerCase(Locale.ROOT).contains("\\b"));
                List<String> expected;
                try {
                    expected = groupsOf(reference, new Impatient(text));
                } catch (TakesTooLong e) {
                    tooLong++;
                    continue;
                }
                PatternSet.Scan scan = set.scan(text);
                List<String> actual = scan.find(0) ? groupsOf(scan.matcher(), groups) : List.of();
                String where = "seed %d: %s in %s%s".formatted(seed, source, text, anyCase ? " in any case" : "");
                assertThat(actual).as(where).hasSameSizeAs(expected);
                for (int group = 0; group < actual.size(); group++) {
                    // The JDK keeps what a group held in a branch that failed afterwards.
                    boolean isLeftOver = group > 0 && actual.get(group).equals("null");
                    if (!isLeftOver) {
                        assertThat(actual.get(group)).as(where).isEqualTo(expected.get(group));
                    }
                    leftOver += isLeftOver && !expected.get(group).equals("null") ? 1 : 0;
                }
                assertThat(isAnyFound(alternatives, text))
                        .as("seed %d: an alternative of %s in %s", seed, source, text)
                        .isEqualTo(!expected.isEmpty());
                compared++;
                found += expected.isEmpty() ? 0 : 1;
            }
        }
        assertThat(compared).isGreaterThan(EXPRESSIONS * TEXTS / 4);
        assertThat(tooLong).isLessThan(compared / 100);
        assertThat(leftOver).isLessThan(compared / 100);
        assertThat(found).isBetween(compared / 5, compared * 4 / 5);
    }

    /** Where a search is long enough to note where it has been, it still finds what the JDK finds. */
    @Test
    void aLongSearchFindsTheSameAsAShortOne() {
        String source = "^((?:.{1,20}a){3}).{0,40}(ab1)$";
        Pattern reference = Pattern.compile(source);
        PatternSet set = setOf(RegexParser.parse(source, false), 2);
        boolean wasLong = false;
        for (int length = 1; length < 60; length += 7) {
            for (String end : List.of("ab1", "ab2", "bab1")) {
                String text = "ab".repeat(length) + end;
                PatternSet.Scan scan = set.scan(text);
                List<String> actual = scan.find(0) ? groupsOf(scan.matcher(), 2) : List.of();
                assertThat(actual).as(text).isEqualTo(groupsOf(reference, text));
                wasLong |= scan.matcher().steps() > 3_000;
            }
        }
        assertThat(wasLong).isTrue();
    }

    /** Nothing is told of a text that used up its budget, not even what would be found at once. */
    @Test
    void afterItsBudgetATextIsFoundToHoldNothing() {
        PatternSet set = PatternSet.of(Stream.of("a[^z]*[^z]*[^z]*b", "a", "a(?!bx|by)a")
                .map(source -> RegexParser.parse(source, false))
                .map(regex -> new PatternSet.Pattern(Assembler.assemble(regex, 0), List.of()))
                .toList());
        PatternSet.Scan scan = set.scan("a".repeat(512));
        assertThat(scan.find(1)).isTrue();
        assertThat(scan.find(2)).isTrue();
        for (int search = 0; search < 100 && !scan.matcher().isExhausted(); search++) {
            assertThat(scan.find(0)).isFalse();
        }
        assertThat(scan.matcher().isExhausted()).isTrue();
        assertThat(scan.find(1)).isFalse();
        assertThat(scan.find(2)).isFalse();
    }

    private static Optional<Regex> parse(String source, boolean anyCase) {
        try {
            return Optional.of(RegexParser.parse(source, anyCase));
        } catch (IllegalArgumentException e) {
            assertThat(e)
                    .hasMessageMatching("a repetition of what can be empty .*"
                            + "|a repetition of a place .*|a group within a look-ahead .*");
            return Optional.empty();
        }
    }

    private static PatternSet setOf(Regex regex, int groups) {
        return PatternSet.of(
                List.of(new PatternSet.Pattern(Assembler.assemble(regex, groups), RequiredLiterals.of(regex))));
    }

    private static PatternSet setOfAlternatives(Regex regex) {
        return PatternSet.of(Alternatives.of(regex).stream()
                .map(alternative ->
                        new PatternSet.Pattern(Assembler.assemble(alternative, 0), RequiredLiterals.of(alternative)))
                .toList());
    }

    private static boolean isAnyFound(PatternSet set, String text) {
        PatternSet.Scan scan = set.scan(text);
        for (int pattern = 0; pattern < set.size(); pattern++) {
            if (scan.find(pattern)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> groupsOf(Pattern reference, CharSequence text) {
        java.util.regex.Matcher matcher = reference.matcher(text);
        if (!matcher.find()) {
            return List.of();
        }
        List<String> groups = new ArrayList<>();
        for (int group = 1; group <= matcher.groupCount(); group++) {
            groups.add(String.valueOf(matcher.group(group)));
        }
        return groups;
    }

    private static List<String> groupsOf(Matcher matcher, int count) {
        List<String> groups = new ArrayList<>();
        for (int group = 1; group <= count; group++) {
            groups.add(String.valueOf(matcher.group(group)));
        }
        return groups;
    }

    /** The JDK's backtracking has no bound: where it would take minutes, there is nothing to compare with. */
    private static final class TakesTooLong extends RuntimeException {}

    /** A text that may be looked at a limited number of times. */
    private static final class Impatient implements CharSequence {
        private final String text;
        private int looks;

        Impatient(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > 100_000) {
                throw new TakesTooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
