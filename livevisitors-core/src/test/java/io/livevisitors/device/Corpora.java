package io.livevisitors.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * User-Agents to test with: the project's own, and the large corpora that stand in {@code shared/data/devices} beside the
 * project where it is developed.
 */
public final class Corpora {

    private static final List<String> SHARED =
            List.of("dev-matomo.tsv.gz", "dev-isbot.tsv.gz", "dev-botswide.tsv.gz", "dev-intoli-js.tsv.gz");

    private Corpora() {}

    /** A User-Agent and the class of its device. */
    public record Labelled(String type, String userAgent) {}

    /** The project's own. */
    public static List<Labelled> own() {
        try (InputStream file = Corpora.class.getResourceAsStream("user-agents.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", 2))
                    .map(columns -> new Labelled(columns[0], columns[1]))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All User-Agents that there are, the project's own first. */
    public static List<String> userAgents() throws IOException {
        List<String> all =
                new ArrayList<>(own().stream().map(Labelled::userAgent).toList());
        Path folder = folder();
        for (String name : SHARED) {
            if (Files.exists(folder.resolve(name))) {
                try (BufferedReader file = new BufferedReader(new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(folder.resolve(name))),
                                StandardCharsets.UTF_8));
                        Stream<String> lines = file.lines()) {
                    lines.map(line -> unescaped(line.split("\t", 2)[0])).forEach(all::add);
                }
            }
        }
        return all;
    }

    private static Path folder() {
        Path module = Path.of("").toAbsolutePath();
        return module.resolveSibling(Path.of("..", "shared", "data", "devices")).normalize();
    }

    private static String unescaped(String text) {
        return text.replace("\\t", "\t")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\\\", "\\");
    }
}
