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
import org.junit.jupiter.api.Test;

/** Every threat on the page is shown to be stopped by a test that exists. */
class ThreatModelTest {

    private static final Path HOME = Path.of(System.getProperty("basedir", "."), "..", "..");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Contract))\\.(\\w+)`");
    private static final Pattern WRITTEN =
            Pattern.compile("@(?:Test|ParameterizedTest|TestFactory)\\b.*?\\bvoid (\\w+)\\(", Pattern.DOTALL);
    /** Columns of a threat: what they try, what stops it, test. */
    private static final int COLUMNS = 3;

    private final List<String> rows = rows();
    private final Map<String, String> sources = sources();

    @Test
    void everyThreatNamesATestThatExists() {
        assertThat(rows).hasSizeGreaterThan(45);
        for (String row : rows) {
            List<MatchResult> tests = NAMED.matcher(lastColumn(row)).results().toList();
            assertThat(tests).as("tests of the row %s", row).isNotEmpty();
            assertThat(tests)
                    .as("tests of the row %s", row)
                    .allSatisfy(test -> assertThat(testsOf(test.group(1)))
                            .as("tests of %s", test.group(1))
                            .contains(test.group(2)));
        }
    }

    @Test
    void everyThreatSaysWhatStopsIt() {
        assertThat(rows).allSatisfy(row -> assertThat(row.split("\\|", -1)).hasSize(COLUMNS + 2));
        assertThat(rows).allSatisfy(row -> assertThat(row.split("\\|", -1)[2]).isNotBlank());
    }

    private List<String> testsOf(String name) {
        return WRITTEN.matcher(sources.getOrDefault(name, ""))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String lastColumn(String row) {
        String[] columns = row.split("\\|", -1);
        return columns[columns.length - 2];
    }

    /** The lines of the tables whose last column is the test, without their heads. */
    private static List<String> rows() {
        boolean[] within = {false};
        return read(HOME.resolve("docs/threat-model.md"))
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
