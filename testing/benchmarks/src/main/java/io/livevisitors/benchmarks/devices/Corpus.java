package io.livevisitors.benchmarks.devices;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.device.DeviceHints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The device corpora: User-Agents, and which class of device sent them. */
enum Corpus {
    MATOMO("matomo", "dev-matomo.tsv.gz"),
    MATOMO_HEADERS("matomo with headers", "dev-matomo-headers.jsonl.gz"),
    ISBOT("isbot", "dev-isbot.tsv.gz"),
    BOTSWIDE("botswide", "dev-botswide.tsv.gz"),
    INTOLI("intoli", "dev-intoli-js.tsv.gz");

    private final String label;
    private final String file;

    Corpus(String label, String file) {
        this.label = label;
        this.file = file;
    }

    /** What it is called in documents. */
    String label() {
        return label;
    }

    /** What its file is called. */
    String file() {
        return file;
    }

    /**
     * A request and the truth about it.
     *
     * @param hints what is known of it
     * @param truth one of the five classes by its wire name, or {@code notbot}
     * @param weight how much of the traffic it stands for; 1 where the corpus does not say
     */
    record Row(DeviceHints hints, String truth, double weight) {

        /** Its User-Agent. */
        String userAgent() {
            String userAgent = hints.userAgent();
            return userAgent == null ? "" : userAgent;
        }
    }

    /** The file that is not in a folder, of those that are needed; null if all are there. */
    static @Nullable Path missingFrom(Path folder) {
        return Arrays.stream(values())
                .map(corpus -> folder.resolve(corpus.file))
                .filter(path -> !Files.isReadable(path))
                .findFirst()
                .orElse(null);
    }

    /**
     * All rows.
     *
     * @throws IOException if the file cannot be read, naming the row that is malformed
     */
    List<Row> read(Path folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(this == MATOMO_HEADERS ? ofJson(line) : ofColumns(line));
            }
        } catch (HintsJson.MalformedException | IllegalArgumentException e) {
            throw new IOException(file + ", row " + (rows.size() + 1) + ": " + e.getMessage(), e);
        }
        return rows;
    }

    /** At most so many rows, from all over the corpus. */
    List<Row> read(Path folder, int most) throws IOException {
        List<Row> all = read(folder);
        int stride = Math.max(1, (all.size() + most - 1) / most);
        List<Row> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += stride) {
            some.add(all.get(i));
        }
        return some;
    }

    private static Row ofJson(String line) throws HintsJson.MalformedException {
        JsonNode truth = HintsJson.object(line).get("label");
        if (truth == null || !truth.isTextual()) {
            throw new HintsJson.MalformedException("no label");
        }
        return new Row(HintsJson.parse(line), truth.textValue(), 1);
    }

    private Row ofColumns(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length < 2) {
            throw new IllegalArgumentException("no class");
        }
        double weight = this == INTOLI ? Double.parseDouble(columns[2]) : 1;
        return new Row(DeviceHints.ofUserAgent(unescaped(columns[0])), columns[1], weight);
    }

    private static String unescaped(String column) {
        StringBuilder text = new StringBuilder(column.length());
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c == '\\' && i + 1 < column.length()) {
                char escaped = column.charAt(++i);
                text.append(
                        switch (escaped) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
