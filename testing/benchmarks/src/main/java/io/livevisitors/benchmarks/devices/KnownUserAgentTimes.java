package io.livevisitors.benchmarks.devices;

import com.sun.management.ThreadMXBean;
import io.livevisitors.benchmarks.Sample;
import io.livevisitors.device.DeviceClassifier;
import io.livevisitors.device.DeviceHints;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that shows what a User-Agent costs that the classifier knows, in picoseconds and in thousandths of a byte: one
 * thread, batches of a thousand calls over five hundred User-Agents, the hints made before the clock starts.
 */
final class KnownUserAgentTimes {

    private static final int KNOWN = 500;
    private static final int BATCH = 1_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps results from being optimised away. */
    @SuppressWarnings("unused")
    private static volatile @Nullable Object sink;

    private KnownUserAgentTimes() {}

    /** Takes the folder of the corpora and the number of batches. */
    public static void main(String... arguments) throws IOException {
        List<String> userAgents = Figures.userAgents(Path.of(arguments[0]), KNOWN);
        int batches = Integer.parseInt(arguments[1]);
        DeviceClassifier classifier = DeviceClassifier.builtIn();
        for (int round = 0; round < 2; round++) { // the first warms up
            measure("same", classifier, userAgents, batches, false, round > 0);
            measure("copy", classifier, userAgents, batches, true, round > 0);
        }
    }

    private static void measure(
            String name,
            DeviceClassifier classifier,
            List<String> userAgents,
            int batches,
            boolean copied,
            boolean printed) {
        Sample picoseconds = new Sample(batches);
        Sample bytes = new Sample(batches);
        for (int batch = 0; batch < batches; batch++) {
            List<DeviceHints> all = new ArrayList<>(BATCH);
            for (int i = 0; i < BATCH; i++) {
                String userAgent = userAgents.get(i % userAgents.size());
                all.add(DeviceHints.ofUserAgent(copied ? Figures.copy(userAgent) : userAgent));
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long before = System.nanoTime();
            for (int i = 0; i < BATCH; i++) {
                sink = classifier.classify(all.get(i));
            }
            picoseconds.add((System.nanoTime() - before) * 1_000 / BATCH);
            bytes.add((THREADS.getCurrentThreadAllocatedBytes() - allocated) * 1_000 / BATCH);
        }
        if (printed) {
            Figures.print(name, picoseconds);
            Figures.print(name + ".bytes", bytes);
        }
    }
}
