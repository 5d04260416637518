package io.livevisitors;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * What lives in the heap at a quarter, half and the end of a long run, garbage collected before. A quarter is when all
 * tables have their size.
 */
final class LiveHeap {

    /** Collections after which nothing that is garbage is left, weak and soft holders included. */
    private static final int COLLECTIONS = 3;

    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private final String name;
    private final int end;
    private final long start = System.nanoTime();
    private final long[] bytes = new long[3];
    private long measuring;

    /** @param end how many events there will be */
    LiveHeap(String name, int end) {
        this.name = name;
        this.end = end;
    }

    /** So many events have been. */
    void after(int events) {
        int[] points = {end / 4, end / 2, end};
        int point = Arrays.binarySearch(points, events);
        if (point >= 0) {
            long begun = System.nanoTime();
            bytes[point] = live();
            measuring += System.nanoTime() - begun;
        }
    }

    /** How much more lived at half and at the end than at a quarter; the larger of both. */
    long growth() {
        double seconds = (System.nanoTime() - start - measuring) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "flood, %s: %,d events, %,.0f a second; live heap at 25, 50 and 100 %%: %.1f, %.1f, %.1f MB%n",
                name,
                end,
                end / seconds,
                bytes[0] / 1e6,
                bytes[1] / 1e6,
                bytes[2] / 1e6);
        return Math.max(bytes[1], bytes[2]) - bytes[0];
    }

    private static long live() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return MEMORY.getHeapMemoryUsage().getUsed();
    }
}
