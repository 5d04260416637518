package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs every race of this module with jcstress, in processes of its own: briefly, or for long with {@code
 * -Dconcurrency=long}. What it wrote stays in {@code target/jcstress}.
 */
class RacesTest {

    private static final Path RESULTS = Path.of("target", "jcstress");
    private static final List<String> BRIEF =
            List.of("-m", "quick", "-f", "1", "-iters", "1", "-time", "100", "-af", "NONE", "-pth", "false");
    private static final List<String> LONG = List.of("-m", "default", "-f", "2", "-iters", "5", "-time", "1000");
    /** Not how long a run takes, but after how long it hangs. */
    private static final long BRIEF_MINUTES = 15;

    private static final long LONG_MINUTES = 300;

    @Test
    void everyRaceEndsAsItMay() throws IOException, InterruptedException {
        assertThat(Runtime.getRuntime().availableProcessors())
                .as("a race of two threads needs two processors")
                .isGreaterThanOrEqualTo(2);
        String form = System.getProperty("concurrency", "brief");
        assertThat(form).as("-Dconcurrency").isIn("brief", "long");
        boolean isLong = form.equals("long");
        Files.createDirectories(RESULTS);
        Path output = RESULTS.resolve("output.txt");

        int exit = run(isLong ? LONG : BRIEF, isLong ? LONG_MINUTES : BRIEF_MINUTES, output);

        RaceReport report = RaceReport.parse(Files.readString(output));
        System.out.println(report.table());
        assertThat(report.notOk()).as("races that ended as they may not").isEmpty();
        assertThat(report.names()).as("races that ran").containsExactlyElementsOf(RaceReport.compiledRaces());
        assertThat(report.failures()).as("what jcstress says in the end").isZero();
        assertThat(exit).as("exit status of jcstress; see %s", output).isZero();
    }

    private static int run(List<String> options, long minutes, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        Collections.addAll(
                command, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Collections.addAll(command, "-cp", absolute(System.getProperty("java.class.path")));
        Collections.addAll(command, "org.openjdk.jcstress.Main", "-v", "-sc", "false");
        String withoutLogs = "-Djava.util.logging.config.class=" + NoLogs.class.getName();
        Collections.addAll(command, "-r", ".", "-jvmArgs", "-XX:+UseSerialGC " + withoutLogs);
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(RESULTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
            assertThat(ended).as("jcstress ends within %d minutes", minutes).isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The class path for a process that runs in another directory. */
    private static String absolute(String classPath) {
        List<String> absolute = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            absolute.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, absolute);
    }
}
