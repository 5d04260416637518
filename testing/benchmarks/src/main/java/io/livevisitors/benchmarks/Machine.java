package io.livevisitors.benchmarks;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;

/** On what was measured. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** One line: date, processor, memory, system, JDK, heap, collector. */
    static String describe() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return String.join(
                " · ",
                LocalDate.now(Clock.systemUTC()).toString(),
                runtime.availableProcessors() + " × " + processor(),
                gib(physicalMemory()) + " of memory",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                "heap " + (runtime.maxMemory() >> 20) + " MiB unless a table says otherwise",
                collectors(),
                String.format(Locale.ROOT, "load average %.1f at the start", load()));
    }

    /** Bytes. */
    static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static String processor() throws IOException {
        if (Files.isReadable(CPU_INFO)) {
            try (var lines = Files.lines(CPU_INFO)) {
                String model = lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("");
                if (!model.isEmpty()) {
                    return model;
                }
            }
        }
        return "processor of unknown model";
    }

    private static double load() {
        return Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    private static String gib(long bytes) {
        return Math.round(bytes / (double) (1 << 30)) + " GiB";
    }
}
