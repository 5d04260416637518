package io.livevisitors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.devices.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --quick}, once, and what it printed and wrote. */
class QuickRunTest {

    private static final List<String> DOCUMENTS = List.of("benchmarks.md", "accuracy.md", "devices.md");
    private static final Path DOCS = Path.of("../../docs");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Run run;

    @BeforeAll
    static void runsEverything() throws Exception {
        for (String document : DOCUMENTS) {
            var unused = Files.copy(DOCS.resolve(document), folder.resolve(document));
        }
        Path corpora = Files.createDirectory(folder.resolve("corpora"));
        Corpora.writeAll(corpora);
        run = Run.of(folder, corpora, "--quick", "--docs", folder.toString());
    }

    @Test
    void endsWellAndBreaksNoRule() {
        assertThat(run.status()).as(run.output() + run.errors()).isZero();
        assertThat(run.output())
                .contains(
                        "## registry",
                        "## steps",
                        "## presence",
                        "## collector",
                        "## broadcast",
                        "## latency",
                        "## sockets",
                        "## startup",
                        "## devices")
                .doesNotContain("broken");
    }

    @Test
    void saysOnWhatItWasMeasured() {
        assertThat(run.output().lines().filter(line -> line.startsWith("Measured: ")))
                .hasSize(9)
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
    void totalsAndAPageHaveATimeAtEverySize() {
        List<List<String>> rows = Tables.rows(run.output(), "read, with so many visitors");
        assertThat(rows).extracting(row -> row.get(0)).containsExactly("totals", "first page of a snapshot");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.subList(1, row.size()))
                        .hasSize(2)
                        .allSatisfy(cell -> assertThat(Tables.number(cell)).isPositive()));
        assertThat(run.output())
                .contains("| totals take at most 1 ms with 10,000 visitors |")
                .contains("| 10,000 visitors take at most 300 bytes each |");
    }

    @Test
    void aStartHasItsCostWithTheLibraryAndWithout() {
        List<List<String>> rows = Tables.rows(run.output(), "an application with");
        assertThat(rows)
                .extracting(row -> row.get(0).replaceFirst("^(Tomcat|Jetty) [0-9.]+: ", "$1: "))
                .containsExactly(
                        "Tomcat: nothing else",
                        "Tomcat: the container's WebSockets",
                        "Tomcat: the library",
                        "Jetty: nothing else",
                        "Jetty: the container's WebSockets",
                        "Jetty: the library");
        assertThat(rows).allSatisfy(row -> {
            assertThat(Tables.number(row.get(4))).isBetween(2.0, 60.0);
            assertThat(Tables.number(row.get(5))).isBetween(1_000.0, 20_000.0);
            assertThat(Tables.number(row.get(6))).isZero();
            assertThat(Tables.number(row.get(7))).isPositive();
            assertThat(Tables.number(row.get(9))).isPositive();
        });
        for (int i = 0; i < rows.size(); i += 3) {
            assertThat(Tables.number(rows.get(i + 2).get(5)))
                    .isGreaterThan(Tables.number(rows.get(i).get(5)));
        }
        assertThat(run.output().lines().filter(line -> line.contains("no thread of the library before")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("| 0 before, 0 that are no daemons after | holds |"));
    }

    @Test
    void everyStepHasItsTimeAndItsBytes() {
        assertThat(Tables.rows(run.output(), "step")).hasSize(8).allSatisfy(row -> {
            assertThat(Tables.number(row.get(1))).isPositive();
            assertThat(Tables.number(row.get(2))).isNotNegative();
        });
        assertThat(run.output()).contains("| every step is measured | 8 of 8 | holds |");
    }

    @Test
    void allStepsTogetherHaveATimeAtEverySize() {
        List<List<String>> rows = Tables.rows(run.output(), "one event, among so many visitors");
        assertThat(rows).extracting(row -> row.get(0)).containsExactly("page view", "heartbeat");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.subList(1, row.size()))
                        .hasSize(4)
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
    void anEventHasItsCostBesideAnEmptyServletOnBothContainers() {
        List<List<String>> rows = Tables.rows(run.output(), "events posted to");
        assertThat(rows)
                .extracting(row -> row.get(0).replaceFirst("^(Tomcat|Jetty) [0-9.]+: ", "$1: "))
                .containsExactly(
                        "Tomcat: the empty servlet",
                        "Tomcat: the empty servlet, once more",
                        "Tomcat: the library",
                        "Tomcat: 5 % new User-Agents",
                        "Jetty: the empty servlet",
                        "Jetty: the empty servlet, once more",
                        "Jetty: the library",
                        "Jetty: 5 % new User-Agents");
        assertThat(rows).allSatisfy(row -> {
            assertThat(Tables.number(row.get(1))).isPositive();
            assertThat(Tables.number(row.get(2))).isPositive();
            assertThat(Tables.number(row.get(3))).isPositive();
            assertThat(Tables.number(row.get(4))).isBetween(1_000.0, 1_000_000.0);
        });
        assertThat(Tables.rows(run.output(), "events of a pixel")).hasSize(4);
    }

    @Test
    void everyEventOfTheCollectorIsTakenAndShown() {
        assertThat(run.output().lines().filter(line -> line.contains("the totals show every")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).containsPattern("\\| ([1-9][0-9,]*) of \\1 \\| holds \\|"));
        assertThat(run.output().lines().filter(line -> line.contains("every event is answered by 204")))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).containsPattern("\\| [1-9][0-9,]* answered so, 0 refused \\| holds \\|"));
        assertThat(run.output().lines().filter(line -> line.contains("all dashboards stay")))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).containsPattern("\\| 20 there, [1-9][0-9,]* events \\| holds \\|"));
    }

    @Test
    void everyPageViewIsShownToEveryDashboardOnBothContainers() {
        for (String table : List.of("many page views, many dashboards", "an idle system")) {
            List<List<String>> rows = Tables.rows(run.output(), table);
            assertThat(rows)
                    .extracting(row -> row.get(0).replaceFirst("^(Tomcat|Jetty) [0-9.]+: ", "$1: "))
                    .containsExactly(
                            "Tomcat: since it came to the servlet",
                            "Tomcat: since it was due to be sent",
                            "Tomcat: of that, until it was sent",
                            "Jetty: since it came to the servlet",
                            "Jetty: since it was due to be sent",
                            "Jetty: of that, until it was sent");
            assertThat(rows)
                    .allSatisfy(row -> assertThat(ordered(row.subList(1, 5)))
                            .as(row.toString())
                            .isTrue());
        }
        assertThat(run.output().lines().filter(line -> line.contains("is shown to every dashboard, once")))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .containsPattern("\\| ([1-9][0-9,]*) of \\1 shown, 0 shown again, 0 left out by the library;"
                                + " ([1-9][0-9]*) dashboards of \\2 there \\| holds \\|"));
    }

    @Test
    void everyWayOfSendingHasItsCostOnBothContainersAndAtBothPaces() {
        for (String pace : List.of("sent one at a time", "sent as fast as is taken")) {
            List<List<String>> rows = Tables.rows(run.output(), pace);
            assertThat(rows)
                    .extracting(row -> row.get(0).replaceFirst("^(Tomcat|Jetty) [0-9.]+: ", "$1: "))
                    .containsExactly(
                            "Tomcat: the asynchronous loop",
                            "Tomcat: the asynchronous loop, once more",
                            "Tomcat: one writing thread",
                            "Tomcat: one writing thread, batches of 10",
                            "Tomcat: the library",
                            "Jetty: the asynchronous loop",
                            "Jetty: the asynchronous loop, once more",
                            "Jetty: one writing thread",
                            "Jetty: one writing thread, batches of 10",
                            "Jetty: the library");
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.subList(1, row.size()))
                            .hasSize(6)
                            .allSatisfy(cell -> assertThat(Tables.number(cell)).isNotNegative()));
            assertThat(rows)
                    .allSatisfy(row -> assertThat(List.of(row.get(1), row.get(4)))
                            .allSatisfy(rate -> assertThat(Tables.number(rate)).isPositive()));
        }
    }

    @Test
    void everyEventComesToEveryReaderInWhateverWayItIsSent() {
        assertThat(run.output().lines().filter(line -> line.contains("comes to every reader")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .containsPattern(
                                "\\| [1-9][0-9,]* frames expected, all came, 0 twice or out of order \\| holds \\|"));
        assertThat(run.output().lines().filter(line -> line.contains("the library leaves no event out")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("| 0 left out | holds |"));
    }

    @Test
    void onlyWhereOneThreadWritesDoOthersWaitForAReaderThatTakesNothing() {
        assertThat(Tables.rows(run.output(), "sent to readers beside one that is stuck"))
                .hasSize(8)
                .allSatisfy(row -> assertThat(row.get(1))
                        .isEqualTo(row.get(0).contains("one writing thread") ? "wait" : "get theirs"));
    }

    @Test
    void pageViewsAreShownBesideNodeToDashboardsThatLoseNone() {
        assertThat(Tables.rows(run.output(), "page views shown by"))
                .extracting(row -> row.get(0).replaceAll("[0-9.]+", "N"))
                .containsExactly(
                        "Tomcat N: the library",
                        "Jetty N: the library",
                        "Node N with ws N",
                        "Node N with ws N, once more");
        assertThat(run.output().lines().filter(line -> line.contains("page views: the totals tell of all")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).containsPattern("\\| ([1-9][0-9,]*) of \\1 \\| holds \\|"));
        assertThat(run.output().lines().filter(line -> line.contains("every dashboard is sent each")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line)
                        .containsPattern("\\| 50 there, ([1-9][0-9,]*) to \\1 of \\1 came, 0 gaps \\| holds \\|"));
    }

    @Test
    void idleSocketsHaveTheirMemoryBesideThatOfTheContainer() {
        List<List<String>> rows = Tables.rows(run.output(), "an idle connection");
        assertThat(rows)
                .filteredOn(row -> row.get(0).startsWith("bytes of live heap"))
                .singleElement()
                .satisfies(row -> {
                    double bare = Tables.number(row.get(1));
                    double library = Tables.number(row.get(2));
                    assertThat(bare).isBetween(2_000.0, 50_000.0);
                    assertThat(library).isBetween(bare, bare + 20_000);
                });
        assertThat(run.output()).contains("| 300 there, 300 pinged; 300 of the bare endpoint there | holds |");
    }

    @Test
    void everyBroadcastArrivesEverywhereInSomeTime() {
        List<List<String>> rows = Tables.rows(run.output(), "published");
        assertThat(rows).hasSize(3);
        assertThat(rows)
                .allSatisfy(row -> assertThat(ordered(row.subList(2, 5))).isTrue());
        assertThat(run.output())
                .containsPattern("of [1-9][0-9,]+ frames 0 did not arrive, 0 arrived twice or out of order \\| holds");
    }

    @Test
    void slowReadersEndAsTheyShouldAndHoldNoMoreThanTheyMay() {
        assertThat(Tables.rows(run.output(), "who is slow")).hasSize(4).allSatisfy(row -> {
            assertThat(Tables.number(row.get(1))).isPositive();
            assertThat(Tables.number(row.get(3))).isGreaterThanOrEqualTo(Tables.number(row.get(1)));
        });
        assertThat(run.output())
                .contains("recorded as `slow_consumer` | 1 of 1 recorded, 1 ended so | holds |")
                .contains("recorded as `slow_reader` | 1 of 1 recorded, 1 ended so | holds |");
        assertThat(Tables.rows(run.output(), "bytes of data of an event"))
                .singleElement()
                .satisfies(row -> assertThat(Tables.number(row.get(1))).isBetween(30_000.0, 98_304.0));
    }

    @Test
    void slowReadersAmongOthersEndAndTakeNoFrameFromThem() {
        assertThat(Tables.rows(run.output(), "slow among all")).hasSize(3).allSatisfy(row -> {
            assertThat(Tables.number(row.get(1))).isPositive();
            assertThat(Tables.number(row.get(3))).isGreaterThanOrEqualTo(Tables.number(row.get(1)));
        });
        assertThat(run.output().lines().filter(line -> line.contains("each of the 85 that read")))
                .singleElement()
                .satisfies(line ->
                        assertThat(line).containsPattern("of [1-9][0-9,]+ frames 0 did not arrive, 0 arrived twice"));
        assertThat(run.output().lines().filter(line -> line.contains("every slow reader is dropped")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsPattern("\\| [0-9]+ of 15 dropped, [0-9]+ closed, 0 still there \\| holds \\|"));
    }

    @Test
    void everyCorpusHasItsSharesAndItsTableOfMistakes() {
        List<List<String>> shares = Tables.rows(run.output(), "share of rows");
        assertThat(shares).hasSize(9);
        assertThat(shares)
                .allSatisfy(row -> assertThat(Tables.number(row.get(2))).isBetween(0.0, 1.0));
        assertThat(shares)
                .filteredOn(row -> row.get(0).endsWith("robot recall"))
                .extracting(row -> row.get(2))
                .containsExactly("1.000", "1.000");
        for (String corpus : List.of("matomo", "matomo with headers", "isbot", "botswide", "intoli")) {
            List<List<String>> rows = Tables.rows(run.output(), corpus);
            assertThat(rows)
                    .isNotEmpty()
                    .allSatisfy(row -> assertThat(row.get(0)).startsWith("is "));
            assertThat(rows.stream()
                            .flatMap(row -> row.subList(1, 6).stream())
                            .mapToDouble(Tables::number)
                            .sum())
                    .isPositive();
        }
    }

    @Test
    void newAndKnownUserAgentsHaveTheirTimes() {
        List<List<String>> unheard = Tables.rows(run.output(), "one new User-Agent, µs");
        assertThat(unheard).hasSize(3);
        assertThat(unheard)
                .allSatisfy(row -> assertThat(ordered(row.subList(1, 3))).isTrue());
        List<List<String>> known = Tables.rows(run.output(), "one known User-Agent");
        assertThat(known).hasSize(2);
        assertThat(known)
                .allSatisfy(row -> assertThat(ordered(row.subList(1, 3))).isTrue());
    }

    @Test
    void rulesHaveTheirStartTheirHeapAndTheirSteps() {
        assertThat(Tables.rows(run.output(), "rules loaded")).hasSize(2).allSatisfy(row -> {
            assertThat(Tables.number(row.get(1))).isPositive();
            assertThat(Tables.number(row.get(2))).isBetween(500.0, 50_000.0);
        });
        assertThat(Tables.rows(run.output(), "steps of the matcher"))
                .hasSize(5)
                .allSatisfy(row -> assertThat(ordered(row.subList(1, 4))).isTrue());
    }

    @Test
    void hostileInputIsTriedAndItsSlowestAreNamed() {
        List<List<String>> slowest = Tables.rows(run.output(), "slowest inputs");
        assertThat(slowest).hasSize(5);
        assertThat(slowest)
                .allSatisfy(row -> assertThat(Tables.number(row.get(2))).isPositive());
        assertThat(run.output()).contains("| no hostile User-Agent takes more than 2 ms |");
    }

    @Test
    void everyHarnessWritesItsSectionAndNothingElse() throws IOException {
        for (String document : DOCUMENTS) {
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
