package io.livevisitors.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that writes to two files, and is ended with the test at the latest. */
final class Command implements AutoCloseable {

    /** Long enough for a build on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path out;
    private final Path err;

    private Command(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a program that Ctrl-C ends, even where the tests themselves run in the background.
     *
     * @param logs folder for what it writes
     */
    static Command start(Path directory, Path logs, List<String> words) throws IOException {
        Path out = Files.createTempFile(logs, "out", ".txt");
        Path err = Files.createTempFile(logs, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder("env", "--default-signal=INT");
        builder.command().addAll(words);
        builder.environment().keySet().removeIf(name -> name.matches("(REVERB|LIVEVISITORS)_.*|REDIS_URL"));
        builder.directory(directory.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        return new Command(builder.start(), out, err);
    }

    /** Waits until it has written so many lines, or has ended, and gives all lines so far. */
    List<String> firstLines(int count) throws IOException {
        await().atMost(PATIENCE).until(() -> output().size() >= count || !process.isAlive());
        if (output().size() < count) {
            throw new AssertionError("it ended with " + process.exitValue() + ": " + output() + " " + errors());
        }
        return output();
    }

    /** What a terminal does at Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill ended with " + status);
        }
    }

    /** Waits for its end. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    List<String> output() throws IOException {
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(err, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
