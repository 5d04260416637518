package io.livevisitors.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command, run to its end on the classes that the tests run on.
 *
 * @param status its exit status
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Run(int status, String output, String errors) {

    /** Long enough for a busy machine. */
    private static final long PATIENCE_MINUTES = 10;

    /** The command {@code run}, on the device corpora of a folder. */
    static Run of(Path folder, Path corpora, String... arguments) throws IOException, InterruptedException {
        return of(folder, "", Map.of("DEVICE_CORPORA", corpora.toString()), "./run", arguments);
    }

    /** The command {@code classify}. */
    static Run classify(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        return of(folder, input, Map.of(), "./classify", arguments);
    }

    private static Run of(
            Path folder, String input, Map<String, String> environment, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command, "--built"));
        words.addAll(List.of(arguments));
        Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("it does not end: " + Files.readString(out) + Files.readString(err));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
