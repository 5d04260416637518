package io.livevisitors.containers.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Writes the page when all containers have run all contracts in this build; run by Maven after their tests. */
public final class Main {

    private Main() {}

    /**
     * Writes the page, or leaves it.
     *
     * @param arguments the page's path, when the build started, and a folder of reports for each container
     * @throws IllegalStateException if a container failed or lacks something that another has
     */
    public static void main(String[] arguments) throws IOException {
        List<ContainerResults> containers = new ArrayList<>();
        for (String reports : List.of(arguments).subList(2, arguments.length)) {
            containers.add(ContainerResults.read(Path.of(reports), Instant.parse(arguments[1])));
        }
        System.out.println("containers: " + update(Path.of(arguments[0]), containers, PromisedBehaviours.all()));
    }

    /** Answers what it did, in words. */
    static String update(Path page, List<ContainerResults> containers, NavigableSet<Behaviour> promised)
            throws IOException {
        NavigableSet<Behaviour> ran = new TreeSet<>();
        containers.forEach(container -> ran.addAll(container.cases().keySet()));
        boolean allRan =
                containers.stream().noneMatch(container -> container.cases().isEmpty());
        if (!allRan || !ran.containsAll(promised)) {
            return "not all of them ran all contracts in this build, so " + page.getFileName() + " stays as it is";
        }
        List<String> faults = faults(containers, ran);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("not every container keeps every promise:\n" + String.join("\n", faults));
        }
        String text = new ContainersPage(containers).text();
        if (Files.exists(page) && Files.readString(page).equals(text)) {
            return page.getFileName() + " is as it was";
        }
        Files.createDirectories(page.toAbsolutePath().getParent());
        Files.writeString(page, text);
        return page.getFileName() + " is new; commit it";
    }

    private static List<String> faults(List<ContainerResults> containers, NavigableSet<Behaviour> ran) {
        List<String> faults = new ArrayList<>();
        for (ContainerResults container : containers) {
            container.failures().forEach(failure -> faults.add(container.name() + " fails " + failure));
            for (Behaviour behaviour : ran) {
                int most = containers.stream()
                        .mapToInt(other -> other.cases().getOrDefault(behaviour, 0))
                        .max()
                        .orElse(0);
                int cases = container.cases().getOrDefault(behaviour, 0);
                if (cases < most) {
                    faults.add(container.name() + " lacks " + behaviour + ": " + cases + " of " + most + " cases");
                }
            }
        }
        return faults;
    }
}
