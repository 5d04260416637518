package io.livevisitors.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a document that a harness owns: what stands between its two markers.
 *
 * @param document the file
 * @param name the harness
 */
record Section(Path document, String name) {

    private String begin() {
        return "<!-- begin " + name + ": written by testing/benchmarks/run -->";
    }

    private String end() {
        return "<!-- end " + name + " -->";
    }

    /**
     * Replaces it, and leaves all else as it is.
     *
     * @throws IOException if the document lacks one of the markers
     */
    void write(String text) throws IOException {
        String whole = Files.readString(document);
        int from = whole.indexOf(begin());
        int to = whole.indexOf(end());
        if (from < 0 || to < from) {
            throw new IOException(document.getFileName() + " has no section for " + name + ": add the lines \""
                    + begin() + "\" and \"" + end() + "\"");
        }
        Files.writeString(
                document, whole.substring(0, from) + begin() + "\n" + text.strip() + "\n" + whole.substring(to));
    }
}
