package io.livevisitors.dashboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The strings that want to be more than text, which the tests of the whole system send too. */
final class HostileStrings {

    private static final Path FOLDER = Path.of(
            System.getProperty("basedir", "."),
            "..",
            "testing",
            "e2e",
            "src",
            "test",
            "resources",
            "io",
            "livevisitors",
            "e2e");
    private static final ObjectMapper JSON = new ObjectMapper();

    private HostileStrings() {}

    static List<String> all() {
        return read("hostile-strings.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(HostileStrings::text)
                .toList();
    }

    /** The script that looks at a page for what became of them. */
    static String audit() {
        return read("hostile-audit.js");
    }

    private static String text(String line) {
        String[] columns = line.split("\t", 3);
        try {
            return JSON.readValue(columns[2], String.class).repeat(Integer.parseInt(columns[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
