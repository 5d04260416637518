package io.livevisitors.benchmarks.devices;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 that end with a line feed, or a carriage return and one; a carriage return elsewhere is a
 * character like any other. What is no UTF-8 is read as U+FFFD. Holds one line at a time and no more of it than asked
 * for. For one thread.
 */
final class LineReader {

    /** What is done whenever all that came so far was read. */
    @FunctionalInterface
    interface Pause {
        void run() throws IOException;
    }

    private final Reader in;
    private final int longest;
    private final Pause pause;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder line = new StringBuilder();
    private int at;
    private int size;
    private boolean cut;

    /**
     * Reads from a stream.
     *
     * @param longest how many characters of a line are kept; what follows them is skipped
     * @param pause done before each read that may have to wait
     */
    LineReader(InputStream in, int longest, Pause pause) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
        this.longest = longest;
        this.pause = pause;
    }

    /** The next line without its end; null at the end of the text. */
    @Nullable String next() throws IOException {
        line.setLength(0);
        cut = false;
        boolean any = false;
        while (at < size || fill()) {
            any = true;
            int end = at;
            while (end < size && buffer[end] != '\n') {
                end++;
            }
            keep(end);
            if (end < size) {
                at = end + 1;
                return taken();
            }
            at = end;
        }
        return any ? taken() : null;
    }

    /** Whether a part of the last line was skipped. */
    boolean isCut() {
        return cut;
    }

    private void keep(int end) {
        // One more than is kept, for the carriage return that may end it.
        int room = longest + 1 - line.length();
        line.append(buffer, at, Math.min(end - at, room));
        cut |= end - at > room;
    }

    private String taken() {
        int length = line.length();
        if (!cut && length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        cut |= line.length() > longest;
        line.setLength(Math.min(line.length(), longest));
        return line.toString();
    }

    private boolean fill() throws IOException {
        pause.run();
        at = 0;
        size = Math.max(0, in.read(buffer));
        return size > 0;
    }
}
