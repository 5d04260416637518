package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.VisitorState;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The page about presence, its drawing, its tables and the tests say the same. */
class PresenceDocTest {

    private static final Path PAGE = Path.of(System.getProperty("basedir", "."), "..", "docs", "presence.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)\\.(\\w+)`");
    private static final Pattern EDGE = Pattern.compile("^    (\\S+) --> (\\S+?)(?:: (.*))?$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");
    private static final String NOT_HERE = "not here";
    private static final String GONE = "gone";

    private final String page = read();

    @Test
    void everyRowNamesATestThatExists() {
        List<List<String>> rows = rowsWithTests();
        assertThat(rows).hasSizeGreaterThan(80);
        for (List<String> row : rows) {
            List<String> tests = testsIn(row.get(row.size() - 1));
            assertThat(tests).as("tests in the row %s", row).isNotEmpty();
            assertThat(tests)
                    .as("tests in the row %s", row)
                    .allSatisfy(test -> assertThat(existingTests(test)).contains(test));
        }
    }

    @Test
    void everyTestOfTheClassesNamedStandsOnThePage() {
        List<String> named = testsIn(page);
        Set<String> existing = named.stream()
                .flatMap(test -> existingTests(test).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).containsAll(existing);
    }

    @Test
    void theDrawingHasTheEdgesOfTheTableAndNoOthers() {
        assertThat(edgesDrawn()).isEqualTo(edgesTabled());
    }

    @Test
    void everyStateAndReasonStandsInTheTable() {
        Map<String, Set<String>> edges = edgesTabled();
        for (VisitorState state : VisitorState.values()) {
            assertThat(edges).containsKey(state.wireName() + " to " + GONE);
        }
        Set<String> reasons =
                edges.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        assertThat(reasons)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LeaveReason.values())
                        .map(LeaveReason::wireName)
                        .toList());
    }

    /** From the table: each change of state, and the reasons if it is an end. */
    private Map<String, Set<String>> edgesTabled() {
        Map<String, Set<String>> edges = new TreeMap<>();
        for (List<String> row : rowsUnder("| from | event | condition | to | announced | test |")) {
            String to = row.get(3);
            for (String from : row.get(0).split(", ")) {
                if (!to.equals("unchanged") && !from.equals(to)) {
                    edges.computeIfAbsent(from + " to " + to.replaceAll(" .*", ""), edge -> new TreeSet<>())
                            .addAll(reasonsIn(to, NAME));
                }
            }
        }
        return edges;
    }

    /** The same, from the first drawing. */
    private Map<String, Set<String>> edgesDrawn() {
        Map<String, Set<String>> edges = new TreeMap<>();
        Matcher edge = EDGE.matcher(page.split("```")[1]);
        while (edge.find()) {
            String from = edge.group(1).equals("[*]") ? NOT_HERE : edge.group(1);
            if (!from.equals(GONE)) {
                boolean end = edge.group(2).equals(GONE);
                Set<String> reasons = end ? reasonsIn(edge.group(3), Pattern.compile("(\\w+)")) : new TreeSet<>();
                edges.put(from + " to " + edge.group(2), reasons);
            }
        }
        return edges;
    }

    private static Set<String> reasonsIn(String text, Pattern reason) {
        return reason.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of every table whose last column is the test. */
    private List<List<String>> rowsWithTests() {
        return page.lines()
                .filter(line -> line.startsWith("|") && line.endsWith(" test |"))
                .distinct()
                .flatMap(header -> rowsUnder(header).stream())
                .toList();
    }

    /** The cells of every row of the tables with a header. */
    private List<List<String>> rowsUnder(String header) {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : page.split("\n")) {
            if (line.equals(header)) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(Stream.of(line.substring(1, line.length() - 1).split("\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        assertThat(rows).as("rows under %s", header).isNotEmpty();
        return rows;
    }

    private static List<String> testsIn(String text) {
        return TEST.matcher(text)
                .results()
                .map(match -> match.group(1) + "." + match.group(2))
                .toList();
    }

    /** All tests of the class of one. */
    private static Set<String> existingTests(String test) {
        String name = test.substring(0, test.indexOf('.'));
        try {
            return Arrays.stream(Class.forName(PresenceDocTest.class.getPackageName() + "." + name)
                            .getDeclaredMethods())
                    .filter(PresenceDocTest::isTest)
                    .map(method -> name + "." + method.getName())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (ClassNotFoundException e) {
            throw new AssertionError(PAGE + " names " + test + ", and there is no such class", e);
        }
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new AssertionError("the page about presence is not at " + PAGE, e);
        }
    }
}
