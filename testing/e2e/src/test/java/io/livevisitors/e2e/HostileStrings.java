package io.livevisitors.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Two hundred strings that want to be more than text: {@code hostile-strings.tsv}. */
final class HostileStrings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private HostileStrings() {}

    /**
     * One of them.
     *
     * @param kind {@code bytes} for those whose characters each stand for a byte, and that are no UTF-8
     */
    record Hostile(int number, String kind, String text) {

        /** How its characters become bytes. */
        Charset charset() {
            return kind.equals("bytes") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        }

        String cut(int length) {
            return text.substring(0, Math.min(length, text.length()));
        }

        /** As far as a header can carry it. */
        String header() {
            return text.replaceAll("[\\x00-\\x1f\\x7f]", "?").substring(0, Math.min(250, text.length()));
        }

        @Override
        public String toString() {
            return number + " (" + kind + ")";
        }
    }

    static List<Hostile> all() {
        List<String> lines = read("hostile-strings.tsv")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        return java.util.stream.IntStream.range(0, lines.size())
                .mapToObj(i -> hostile(i, lines.get(i).split("\t", 3)))
                .toList();
    }

    /** The script that looks at a page for what became of them. */
    static String audit() {
        return read("hostile-audit.js").strip();
    }

    private static Hostile hostile(int number, String[] columns) {
        try {
            String text = JSON.readValue(columns[2], String.class);
            return new Hostile(number, columns[0], text.repeat(Integer.parseInt(columns[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(String name) {
        try (InputStream stream = Objects.requireNonNull(HostileStrings.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
