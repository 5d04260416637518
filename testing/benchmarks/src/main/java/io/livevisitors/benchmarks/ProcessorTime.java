package io.livevisitors.benchmarks;

import java.lang.management.ManagementFactory;

/** What this process took of the machine's processors. */
public final class ProcessorTime {

    private ProcessorTime() {}

    /** Nanoseconds since its start, of all its threads, in steps of 10 ms on Linux; 0 if the system does not tell. */
    public static long nanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
