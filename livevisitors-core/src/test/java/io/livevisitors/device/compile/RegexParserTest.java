package io.livevisitors.device.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "a)! an unmatched )",
                "(a! a ) is missing",
                "*a! nothing to repeat",
                "a{x}! a number is missing",
                "a*+! a possessive repetition",
                "(?:a?)*! a repetition of what can be empty",
                "(a|){2}! a repetition of what can be empty",
                "^*! a repetition of a place",
                "(?<x>a)! a group of an unknown kind",
                "(?<=a)b! a group of an unknown kind",
                "(?i)a! a group of an unknown kind",
                "(?=(a))b! a group within a look-ahead",
                "(a)\\1! an escape that is not known",
                "\\p{L}! an escape that is not known",
                "[a[b]]! a class within a class",
                "[a&&b]! a class within a class",
                "[\\d-z]! a range that begins with a class",
                "[ -\\d]! a range that ends with a class",
                "a{3,1}! a repetition of at most less than at least",
                "a{2}{3}! a repetition of a repetition",
                "[abc! something is missing at the end,",
                "a{2! a } is missing",
                "a\\! something is missing at the end,",
                "(?! something is missing at the end,",
                "\u00e9! a character beyond ASCII",
            })
    void whatIsNotOfTheSyntaxIsRefusedWithItsPlace(String regex, String complaint) {
        assertThatThrownBy(() -> RegexParser.parse(regex, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(complaint.strip() + " at character ")
                .hasMessageEndingWith("of the expression " + regex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "abc! [[abc]]",
                "(Chrome|Firefox)/(\\d+)! [[chrome/, firefox/]]",
                "[Ss]pider! [[spider]]",
                "ab{0,3}c! []",
                "cat.{0,9}dog! [[cat], [dog]]",
                "cat.*(?:dog|horse)x! [[dogx, horsex], [cat]]",
                "(?:cat.*dog|bird)! [[bird, dog], [bird, cat]]",
                "(?:cat|.)! []",
                "x?yz! [[yz]]",
                "(?:lynx|sublynx)! [[lynx]]",
                "\\d+! []",
            })
    void whatEveryMatchContainsIsWorkedOut(String regex, String required) {
        List<List<String>> groups = RequiredLiterals.of(RegexParser.parse(regex, false));
        assertThat(groups.stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(
                        required.strip().equals("[]")
                                ? List.of()
                                : List.of(required.strip()
                                        .substring(1, required.strip().length() - 1)
                                        .split(", (?=\\[)")));
    }

    @Test
    void aWordThatIsInEveryUserAgentIsAskedForOnlyWhenThereIsNothingBetter() {
        assertThat(RequiredLiterals.of(RegexParser.parse("Android .{0,9} Build", false)))
                .containsExactlyInAnyOrder(List.of("android "), List.of(" build"));
        assertThat(RequiredLiterals.of(RegexParser.parse("Android .{0,9}Nook.{0,9} Build", false)))
                .containsExactly(List.of("nook"));
    }
}
