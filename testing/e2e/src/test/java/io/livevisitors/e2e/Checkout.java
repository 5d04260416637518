package io.livevisitors.e2e;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;

/**
 * The project's sources in a folder of their own, never built: a build in the project's own folder would take the
 * classes away under the tests that are running. Its Maven works offline, with what the build of the tests has fetched.
 */
final class Checkout {

    private static final Set<String> NOT_SOURCES =
            Set.of("target", ".git", ".clients", "node_modules", ".idea", ".vscode", ".settings");

    private final Path root;
    private final Path logs;

    private Checkout(Path root, Path logs) {
        this.root = root;
        this.logs = logs;
    }

    /** Copies the sources into the folder's {@code livevisitors}; what commands write goes beside it. */
    static Checkout in(Path folder) throws IOException {
        Path root = folder.resolve("livevisitors");
        copy(project(), root);
        // Surefire tells which repository the build of the tests has filled.
        String repository = System.getProperty("localRepository");
        String options = "--offline\n" + (repository == null ? "" : "-Dmaven.repo.local=" + repository + "\n");
        Files.writeString(root.resolve(".mvn/maven.config"), options, StandardOpenOption.APPEND);
        return new Checkout(root, folder);
    }

    /** The project's own folder. */
    static Path project() {
        Path project = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(project.resolve("demo"))) {
            project = project.getParent();
            if (project == null) {
                throw new IllegalStateException("no folder above this one holds the command: demo");
            }
        }
        return project;
    }

    Command run(String... words) throws IOException {
        return runFrom(root, words);
    }

    Command runFrom(Path directory, String... words) throws IOException {
        return Command.start(directory, logs, List.of(words));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // A worktree's .git is a file.
                if (attributes.isRegularFile()
                        && !NOT_SOURCES.contains(file.getFileName().toString())) {
                    var unused = Files.copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
