package io.livevisitors.containers.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page docs/containers.md. The same results make the same text: it tells no time. */
final class ContainersPage {

    private static final String INTRODUCTION = """
            # Containers

            What `LiveSocketServlet` promises on any servlet container, and all three servlets of who gets what from which
            path, and who keeps it. Each line is a test of `livevisitors-contracts`, put to every container below by
            `./check`, which also writes this page: a container that lacks a line, or fails one, fails the build. Some have
            several cases. Of a container that is not here the same tests tell as much: implement `ContainerUnderTest`,
            name it in `META-INF/services`, and run the classes called `…Contract`.
            """;

    private final List<ContainerResults> containers;

    /** @param containers that ran the same behaviours, with success */
    ContainersPage(List<ContainerResults> containers) {
        this.containers = containers;
    }

    String text() throws IOException {
        NavigableMap<String, NavigableMap<String, Integer>> contracts = new TreeMap<>();
        containers
                .get(0)
                .cases()
                .forEach((behaviour, cases) -> contracts
                        .computeIfAbsent(behaviour.contract(), name -> new TreeMap<>())
                        .put(behaviour.test(), cases));
        StringBuilder page = new StringBuilder(INTRODUCTION).append('\n').append(totals(contracts));
        page.append('\n').append(differences());
        contracts.forEach((contract, tests) -> page.append(section(contract, tests)));
        return page.toString();
    }

    private String totals(NavigableMap<String, NavigableMap<String, Integer>> contracts) {
        int behaviours =
                contracts.values().stream().mapToInt(NavigableMap::size).sum();
        StringBuilder text = new StringBuilder("| container | behaviours | cases | kept |\n|---|--:|--:|---|\n");
        for (ContainerResults container : containers) {
            int cases = container.cases().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            text.append("| " + container.name() + " | " + behaviours + " | " + cases + " | all |\n");
        }
        return text.toString();
    }

    private String section(String contract, NavigableMap<String, Integer> tests) {
        String names = containers.stream().map(ContainerResults::name).collect(Collectors.joining(" | "));
        StringBuilder text = new StringBuilder("\n## " + Words.ofContract(contract) + "\n\n");
        text.append("| | cases | " + names + " |\n|---|--:|" + ":-:|".repeat(containers.size()) + "\n");
        tests.forEach((test, cases) ->
                text.append("| " + Words.of(test) + " | " + cases + " |" + " ✓ |".repeat(containers.size()) + "\n"));
        return text.toString();
    }

    private static String differences() throws IOException {
        try (InputStream text = ContainersPage.class.getResourceAsStream("differences.md")) {
            if (text == null) {
                throw new IOException("differences.md is missing beside " + ContainersPage.class);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
