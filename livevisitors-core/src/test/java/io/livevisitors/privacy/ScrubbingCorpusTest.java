package io.livevisitors.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of scrubbing.tsv. */
class ScrubbingCorpusTest {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:\\\\|u([0-9a-f]{4}))");

    private final Anonymizer anonymizer = Anonymizer.builtIn();
    private final Anonymizer withHashRoutes =
            Anonymizer.builtInWith().hashRoutes(true).build();

    static List<Arguments> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(ScrubbingCorpusTest.class.getResourceAsStream("scrubbing.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(row -> Arguments.of(row[0], row[1], row[2], row[3]))
                    .toList();
        }
    }

    @Test
    void thereAreFiveHundredRowsAndNoneTwice() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(500);
        assertThat(rows().stream().map(row -> row.get()[0] + "\t" + row.get()[1]))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}: {3}: {1}")
    @MethodSource("rows")
    void isScrubbedAsExpected(String kind, String input, String expected, String why) {
        String result = scrubbed(kind, text(input));
        assertThat(result == null ? "[none]" : result)
                .as(why)
                .isEqualTo(expected.equals("[none]") ? expected : text(expected));
        if (result != null && !kind.equals("referrer")) {
            assertThat(scrubbed(kind, result)).as("scrubbed again").isEqualTo(result);
        }
    }

    private @Nullable String scrubbed(String kind, String input) {
        return switch (kind) {
            case "url" -> anonymizer.anonymize(visit(input, null, null)).pageUrl();
            case "hash" -> withHashRoutes.anonymize(visit(input, null, null)).pageUrl();
            case "title" -> anonymizer.anonymize(visit(null, input, null)).pageTitle();
            case "referrer" -> anonymizer.anonymize(visit(null, null, input)).referrer();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static RawVisit visit(@Nullable String url, @Nullable String title, @Nullable String referrer) {
        return new RawVisit("shop", url, title, referrer, "192.0.2.1", null, null, null, null, null, null);
    }

    private static String text(String written) {
        return written.equals("[empty]")
                ? ""
                : ESCAPE.matcher(written)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) == null
                                        ? "\\"
                                        : String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
}
