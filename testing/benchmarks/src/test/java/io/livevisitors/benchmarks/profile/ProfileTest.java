package io.livevisitors.benchmarks.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a recording of this process, in which known methods do known things. */
class ProfileTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int LARGE = 8 * 1024 * 1024;

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path file;

    private static final List<Object> KEPT = new ArrayList<>();
    private static final Object MONITOR = new Object();

    @BeforeAll
    static void record() throws Exception {
        file = folder.resolve("known.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.enable("jdk.ObjectAllocationOutsideTLAB").withStackTrace();
            recording.enable("jdk.JavaMonitorEnter").withStackTrace().withThreshold(Duration.ZERO);
            recording.enable("jdk.ThreadPark").withStackTrace().withThreshold(Duration.ZERO);
            recording.start();
            allocate();
            waitForMonitor();
            waitParked();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            do {
                spin();
                recording.dump(file);
            } while (!profile("ProfileTest.spin").contains("| io.livevisitors.benchmarks.profile |")
                    && System.nanoTime() - deadline < 0);
        }
        KEPT.clear();
    }

    @Test
    void processorTimeIsSharedOutByPackageClassAndMethod() throws IOException {
        assertThat(profile("ProfileTest.spin"))
                .contains("samples of running Java code are below `ProfileTest.spin`.")
                .contains("| io.livevisitors.benchmarks.profile | 100.0 % |")
                .contains("| io.livevisitors.benchmarks.profile.ProfileTest | 100.0 % |")
                .containsPattern("\\| io.livevisitors.benchmarks.profile.ProfileTest.s[a-zA-Z]+ \\| [0-9.]+ % \\|");
    }

    @Test
    void bytesAreSharedOutByPlaceAndClass() throws IOException {
        assertThat(profile("ProfileTest.allocate"))
                .contains("| io.livevisitors.benchmarks.profile.ProfileTest.allocate | 100.0 % |")
                .contains("| [B | 100.0 % |");
    }

    @Test
    void waitingIsNamedByWhatIsWaitedForAndWhere() throws IOException {
        assertThat(profile(""))
                .containsPattern(
                        "\\| java.lang.Object at io.livevisitors.benchmarks.profile.ProfileTest.enter \\| [0-9]")
                .containsPattern("at io.livevisitors.benchmarks.profile.ProfileTest.park \\| [0-9]");
    }

    @Test
    void whatIsElsewhereIsNotCounted() throws IOException {
        assertThat(profile("ProfileTest.waitParked"))
                .doesNotContain("ProfileTest.spin |")
                .doesNotContain("ProfileTest.allocate |")
                .doesNotContain("ProfileTest.enter |");
    }

    @Test
    void theCommandPrintsItAndRefusesWhatIsNoFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(ProfileCommand.run(List.of(file.toString(), "ProfileTest.allocate"), stream(out), stream(err)))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo(profile("ProfileTest.allocate"));
        String missing = folder.resolve("missing.jfr").toString();
        assertThat(ProfileCommand.run(List.of(missing), stream(out), stream(err)))
                .isEqualTo(2);
        assertThat(ProfileCommand.run(List.of(), stream(out), stream(err))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains(missing + " is no file", "Usage: testing/benchmarks/profile");
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, UTF_8);
    }

    private static String profile(String below) throws IOException {
        return Profile.read(file, below).toMarkdown();
    }

    private static void allocate() {
        for (int i = 0; i < 4; i++) {
            KEPT.add(new byte[LARGE]);
        }
    }

    private static void waitForMonitor() throws InterruptedException {
        Thread waiting = new Thread(ProfileTest::enter);
        synchronized (MONITOR) {
            waiting.start();
            await(waiting, Thread.State.BLOCKED);
        }
        waiting.join();
    }

    private static void enter() {
        synchronized (MONITOR) {
            KEPT.add(MONITOR);
        }
    }

    private static void waitParked() throws InterruptedException {
        Thread waiting = new Thread(ProfileTest::park);
        waiting.start();
        await(waiting, Thread.State.WAITING);
        waiting.interrupt();
        waiting.join();
    }

    private static void park() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.park(MONITOR);
        }
    }

    private static void await(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    /** Long enough for some samples where the machine gives it a processor. */
    private static void spin() {
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        long sum = 0;
        while (System.nanoTime() - end < 0) {
            sum += sumUp();
        }
        KEPT.add(sum);
    }

    private static long sumUp() {
        long sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += Integer.toString(i).hashCode();
        }
        return sum;
    }
}
