package io.livevisitors.benchmarks;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a main class in a Java process of its own, with this one's class path. Either to its end: then the figures that it
 * prints are read, lines of a name and a whole number, and all else that it prints is for people. Or in {@linkplain
 * #converse conversation}.
 */
public final class ChildJvm {

    private static final Pattern FIGURE = Pattern.compile("(\\S+) (-?[0-9]+)");

    /** The property that names the settings of logging, which are this process's too. */
    private static final String LOGGING = "java.util.logging.config.file";

    /** How the option begins that says how much is compiled, which holds for this process's children, too. */
    private static final String COMPILER = "-XX:TieredStopAtLevel=";

    private final List<String> options = new ArrayList<>();
    private final Duration patience;

    /**
     * Prepares a process.
     *
     * @param patience after which it is ended, or after which it has to have answered
     * @param heap its {@code -Xmx} in MiB
     */
    public ChildJvm(Duration patience, long heap) {
        this.patience = patience;
        options.add("-Xmx" + heap + "m");
        options.add("-XX:+ExitOnOutOfMemoryError");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith(COMPILER))
                .forEach(options::add);
        for (String name : List.of(LOGGING, FlightRecording.FOLDER)) {
            String value = System.getProperty(name);
            if (value != null) {
                options.add("-D" + name + "=" + value);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param completed whether it ended well and in time
     * @param figures what it printed
     * @param ending why it did not complete, else empty
     */
    public record Result(boolean completed, Map<String, Long> figures, String ending) {

        /**
         * One figure.
         *
         * @throws IllegalStateException if there is none of that name
         */
        public long figure(String name) {
            Long value = figures.get(name);
            if (value == null) {
                throw new IllegalStateException("no figure " + name + ": " + (completed ? figures.keySet() : ending));
            }
            return value;
        }
    }

    /** Runs it to its end. */
    public Result run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("benchmark", ".txt");
        try {
            return run(command(main, arguments), output);
        } finally {
            Files.delete(output);
        }
    }

    /** Starts it, to be asked. What it writes to standard error goes to this process's. */
    public Conversation converse(Class<?> main, Object... arguments) throws IOException {
        return Conversation.with(new ProcessBuilder(command(main, arguments)), patience);
    }

    private List<String> command(Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }

    private Result run(List<String> command, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended;
        try {
            ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly();
        }
        int status = process.waitFor();
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        if (ended && status == 0) {
            return new Result(true, figures(lines), "");
        }
        String last = lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
        String ending = ended ? "ended with " + status + last : "did not end within " + patience.toSeconds() + " s";
        return new Result(false, Map.of(), ending);
    }

    private static Map<String, Long> figures(List<String> lines) {
        Map<String, Long> figures = new HashMap<>();
        for (String line : lines) {
            Matcher figure = FIGURE.matcher(line);
            if (figure.matches()) {
                figures.put(figure.group(1), Long.valueOf(figure.group(2)));
            }
        }
        return figures;
    }

    private static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    }
}
