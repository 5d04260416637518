package io.livevisitors.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/** What of this process's heap is in use: what is left after full collections, when that no longer falls. */
public final class LiveHeap {

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private LiveHeap() {}

    /** Bytes. Collects several times. */
    public static long bytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int unchanged = 0; unchanged < 3; ) {
            System.gc();
            Thread.sleep(20); // lets reference handlers run; what they free is seen by the next collection
            long used = MEMORY.getHeapMemoryUsage().getUsed();
            unchanged = used < least - 1_024 ? 0 : unchanged + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}
