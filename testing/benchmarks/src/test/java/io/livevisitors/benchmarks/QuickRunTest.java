package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --quick}, once, and what it printed and wrote. */
class QuickRunTest {

    private static final Path DOCS = Path.of("../../docs");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Run run;

    @BeforeAll
    static void runsEverything() throws Exception {
        for (String document : List.of("benchmarks.md", "accuracy.md")) {
            var unused = Files.copy(DOCS.resolve(document), folder.resolve(document));
        }
        run = Run.of(folder, "--quick", "--docs", folder.toString());
    }

    @Test
    void endsWellAndBreaksNoRule() {
        assertThat(run.status()).as(run.output() + run.errors()).isZero();
        assertThat(run.output()).contains("## registry", "## presence").doesNotContain("broken");
    }

    @Test
    void saysOnWhatItWasMeasured() {
        assertThat(run.output().lines().filter(line -> line.startsWith("Measured: ")))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "Measured: \\d{4}-\\d\\d-\\d\\d · \\d+ × .*GiB of memory .*heap \\d+ MiB.*quick form\\."));
    }

    @Test
    void everySizeHasItsBytesForEveryKindOfVisit() {
        List<List<String>> rows = Tables.rows(run.output(), "visitors");
        assertThat(rows).extracting(row -> row.get(0)).containsExactly("1,000", "10,000");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.subList(1, row.size()))
                        .hasSize(4)
                        .allSatisfy(cell -> assertThat(Tables.number(cell)).isBetween(50.0, 10_000.0)));
    }

    @Test
    void everyKindOfEventHasATimeAtEverySize() {
        List<List<String>> rows = Tables.rows(run.output(), "event, among so many visitors");
        assertThat(rows)
                .extracting(row -> row.get(0))
                .containsExactly("heartbeat", "page view", "visibility", "leave and arrival", "usual mix");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.subList(1, row.size()))
                        .hasSize(2)
                        .allSatisfy(cell -> assertThat(Tables.number(cell)).isPositive()));
    }

    @Test
    void writersAndReadersHaveOrderedDistributions() {
        List<List<String>> rows = Tables.rows(run.output(), "who reads");
        assertThat(rows).hasSize(8);
        assertThat(rows)
                .allSatisfy(row -> assertThat(ordered(row.subList(1, 5))).isTrue());
        assertThat(rows.subList(1, rows.size()))
                .allSatisfy(row -> assertThat(ordered(row.subList(5, 9))).isTrue());
    }

    @Test
    void theNumberShownIsComparedAndKeepsItsBound() {
        List<List<String>> rows = Tables.rows(run.output(), "browsers, each 250 ms");
        assertThat(rows).hasSize(5);
        assertThat(rows).allSatisfy(row -> assertThat(Tables.number(row.get(4))).isGreaterThan(20));
        List<List<String>> times = Tables.rows(run.output(), "milliseconds");
        assertThat(times).hasSize(3);
        assertThat(times)
                .allSatisfy(row -> assertThat(Tables.number(row.get(4))).isGreaterThan(10));
        assertThat(run.output())
                .containsPattern("API's number is wrong .* \\| 0 of \\d+ comparisons break it \\| holds");
    }

    @Test
    void somebodyArrivesMovesLeavesAndCrashes() {
        assertThat(run.output())
                .containsPattern("[1-9][0-9,]* arrivals, [1-9][0-9,]* navigations, [1-9][0-9,]* changes of visibility, "
                        + "[1-9][0-9,]* departures, [1-9][0-9,]* crashes");
    }

    @Test
    void everyHarnessWritesItsSectionAndNothingElse() throws IOException {
        for (String document : List.of("benchmarks.md", "accuracy.md")) {
            String before = Files.readString(DOCS.resolve(document));
            String after = Files.readString(folder.resolve(document));
            assertThat(after).contains("quick form").isNotEqualTo(before);
            assertThat(prose(after)).isEqualTo(prose(before));
        }
    }

    private static String prose(String document) {
        return document.replaceAll("(?s)(<!-- begin [^>]*>).*?(<!-- end )", "$1$2");
    }

    private static boolean ordered(List<String> cells) {
        List<Double> numbers = cells.stream().map(Tables::number).toList();
        return numbers.equals(numbers.stream().sorted().toList()) && numbers.get(0) > 0;
    }
}
