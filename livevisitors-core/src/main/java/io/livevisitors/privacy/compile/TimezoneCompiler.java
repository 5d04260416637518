package io.livevisitors.privacy.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the table of zones and countries from the tz database's {@code zone.tab} and {@code backward}. */
public final class TimezoneCompiler {

    /** Links may lead to links, but in no release to more than a few of them. */
    private static final int MAX_CHAIN = 8;

    private TimezoneCompiler() {}

    /** Writes the table: {@code zone.tab}, {@code backward}, and the file to write. */
    public static void main(String... arguments) throws IOException {
        Map<String, String> countries =
                compile(Files.readAllLines(Path.of(arguments[0])), Files.readAllLines(Path.of(arguments[1])));
        List<String> lines = new ArrayList<>();
        countries.forEach((zone, country) -> lines.add(zone + "=" + country));
        Path file = Path.of(arguments[2]);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /**
     * The country of each zone, and of each other name that links to one. A zone of {@code zone.tab} keeps the country
     * that stands there, also where it is a link to a neighbour's zone; and a name keeps the country of the zone that
     * {@code #=} names behind its link, where the link itself leads abroad.
     *
     * @throws IllegalArgumentException naming the line that is none of the file's kind, or the link that leads in a circle
     */
    static Map<String, String> compile(List<String> zoneTab, List<String> backward) {
        Map<String, String> countries = new TreeMap<>();
        for (String[] row : rows(zoneTab, "\t")) {
            if (row.length < 3 || !row[0].matches("[A-Z]{2}")) {
                throw new IllegalArgumentException("no row of zone.tab: " + String.join("\t", row));
            }
            countries.put(row[2], row[0]);
        }
        Map<String, String> links = new TreeMap<>();
        for (String[] row : rows(backward, "\\s+")) {
            if (row.length < 3 || !row[0].equals("Link")) {
                throw new IllegalArgumentException("no link: " + String.join(" ", row));
            }
            links.put(row[2], row.length > 3 ? row[3] : row[1]);
        }
        Map<String, String> table = new TreeMap<>(countries);
        for (String name : links.keySet()) {
            String target = name;
            for (int i = 0; !countries.containsKey(target) && links.containsKey(target); i++) {
                if (i == MAX_CHAIN) {
                    throw new IllegalArgumentException("the link " + name + " leads nowhere");
                }
                target = links.get(target);
            }
            if (countries.containsKey(target)) {
                table.put(name, countries.get(target));
            }
        }
        return table;
    }

    private static List<String[]> rows(List<String> lines, String separator) {
        return lines.stream()
                .map(line -> line.startsWith("#")
                        ? ""
                        : line.replaceFirst("#=\\s*", "").replaceFirst("\\s+#.*$", ""))
                .filter(line -> !line.isBlank())
                .map(line -> line.split(separator))
                .toList();
    }
}
