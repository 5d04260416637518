package io.livevisitors.heap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every line of the pages about threats and abuse names a test that exists. */
class ThreatModelTest {

    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "..", "..");
    /** A class and its test, or another test of the class named before; the end may be left out. */
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))\\.)?(\\w+)(…?)`");

    private static final Pattern WRITTEN =
            Pattern.compile("@(?:Test|ParameterizedTest|TestFactory)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    /** Columns: what they try, what stops it or comes of it, test. */
    private static final int COLUMNS = 3;

    private final Map<String, String> sources = sources();

    @ParameterizedTest
    @CsvSource({"threat-model.md, 50", "abuse.md, 25"})
    void everyLineSaysWhatComesOfItAndNamesATestThatExists(String page, int atLeast) {
        List<String> rows = rows(page);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(atLeast);
        for (String row : rows) {
            String[] columns = row.split("(?<!\\\\)\\|", -1);
            assertThat(columns).as("columns of the row %s", row).hasSize(COLUMNS + 2);
            assertThat(columns[2]).as("what comes of the row %s", row).isNotBlank();
            List<MatchResult> tests = NAMED.matcher(columns[COLUMNS]).results().toList();
            assertThat(tests).as("tests of the row %s", row).isNotEmpty();
            assertThat(tests.get(0).group(1)).as("class of the row %s", row).isNotNull();
            assertExist(tests, row);
        }
    }

    private void assertExist(List<MatchResult> tests, String row) {
        String within = "";
        for (MatchResult test : tests) {
            within = test.group(1) == null ? within : test.group(1);
            String name = test.group(2);
            boolean cut = !test.group(3).isEmpty();
            assertThat(testsOf(within))
                    .as("tests of %s, of the row %s", within, row)
                    .anyMatch(written -> cut ? written.startsWith(name) : written.equals(name));
        }
    }

    private List<String> testsOf(String name) {
        return WRITTEN.matcher(sources.getOrDefault(name, ""))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The lines of the tables whose last column is the test, without their heads. */
    private static List<String> rows(String page) {
        boolean[] within = {false};
        return read(HOME.resolve("docs").resolve(page))
                .lines()
                .filter(line -> {
                    boolean head = line.endsWith("| test |");
                    within[0] = line.startsWith("|") && (within[0] || head);
                    return within[0] && !head && !line.startsWith("|---");
                })
                .toList();
    }

    /** By class: every test of the repository as it is written. */
    private static Map<String, String> sources() {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(HOME)) {
            files.filter(file -> file.getFileName().toString().matches("\\w+(Test|Contract)\\.java"))
                    .forEach(file -> sources.merge(
                            file.getFileName().toString().replace(".java", ""),
                            read(file),
                            (one, other) -> one + other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
