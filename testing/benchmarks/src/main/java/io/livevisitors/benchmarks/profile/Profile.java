package io.livevisitors.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * What one recording says of everything below one method, as Markdown. Not thread-safe.
 *
 * <p>Samples are of threads that run Java code, one in ten to twenty milliseconds: a share of samples is a share of their
 * processor time. What is spent in the system, in the collector and in the compiler is in none. Each sample counts for the
 * innermost frame of the library, which then contains what that calls of the JDK and the container.
 */
final class Profile {

    private static final String LIBRARY = "io.livevisitors";
    private static final int ROWS = 15;

    private final String below;
    private final Tally packages = new Tally();
    private final Tally types = new Tally();
    private final Tally methods = new Tally();
    private final Tally bytesByType = new Tally();
    private final Tally bytesBySite = new Tally();
    private final Tally monitors = new Tally();
    private final Tally parks = new Tally();
    private long samples;

    private Profile(String below) {
        this.below = below;
    }

    /**
     * Reads a recording.
     *
     * @param below how the name of the frame ends below which all is counted: {@code PixelServlet.service}; empty for all
     */
    static Profile read(Path recording, String below) throws IOException {
        Profile profile = new Profile(below);
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.take(file.readEvent());
            }
        }
        return profile;
    }

    private void take(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> {
                samples++;
                Stack.of(event).below(below).ifPresent(this::sample);
            }
            case "jdk.ObjectAllocationSample" -> allocation(event, event.getLong("weight"));
            case "jdk.ObjectAllocationInNewTLAB" -> allocation(event, event.getLong("tlabSize"));
            case "jdk.ObjectAllocationOutsideTLAB" -> allocation(event, event.getLong("allocationSize"));
            case "jdk.JavaMonitorEnter" -> waiting(event, "monitorClass", monitors);
            case "jdk.ThreadPark" -> waiting(event, "parkedClass", parks);
            default -> {} // other events say nothing of these
        }
    }

    private void sample(Stack stack) {
        String frame = stack.innermost(LIBRARY);
        packages.add(Stack.packageOf(frame), 1);
        types.add(Stack.typeOf(frame), 1);
        methods.add(frame, 1);
    }

    private void allocation(RecordedEvent event, long bytes) {
        Stack.of(event).below(below).ifPresent(stack -> {
            bytesByType.add(name(event, "objectClass"), bytes);
            bytesBySite.add(stack.innermost(LIBRARY), bytes);
        });
    }

    /** Only where the library waits: threads of the container that have nothing to do wait, too. */
    private void waiting(RecordedEvent event, String what, Tally tally) {
        Stack.of(event)
                .below(below)
                .filter(stack -> stack.innermost(LIBRARY).startsWith(LIBRARY))
                .ifPresent(stack -> tally.add(
                        name(event, what) + " at " + stack.innermost(LIBRARY),
                        event.getDuration().toNanos()));
    }

    private static String name(RecordedEvent event, String field) {
        RecordedClass type = event.getClass(field);
        return type == null ? "(unknown)" : type.getName();
    }

    /** Everything. */
    String toMarkdown() {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(
                Locale.ROOT,
                "%,d of %,d samples of running Java code are %s.%n",
                packages.total(),
                samples,
                below.isEmpty() ? "counted" : "below `" + below + "`"));
        parts.add(shares("package", "samples", packages));
        parts.add(shares("class", "samples", types));
        parts.add(shares("method", "samples", methods));
        parts.add(shares("allocated at", "bytes", bytesBySite));
        parts.add(shares("allocated class", "bytes", bytesByType));
        parts.add(times("entered a monitor, ms", monitors));
        parts.add(times("parked, ms", parks));
        return String.join("\n", parts);
    }

    private static String shares(String name, String unit, Tally tally) {
        StringBuilder table = header(name + " (" + unit + ")");
        for (Tally.Entry entry : tally.top(ROWS)) {
            table.append(String.format(
                    Locale.ROOT, "| %s | %.1f %% |%n", entry.name(), 100.0 * entry.amount() / tally.total()));
        }
        return table.toString();
    }

    private static String times(String name, Tally tally) {
        StringBuilder table = header(name);
        for (Tally.Entry entry : tally.top(ROWS)) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d |%n",
                    entry.name(),
                    Duration.ofNanos(entry.amount()).toMillis()));
        }
        return table.toString();
    }

    private static StringBuilder header(String name) {
        return new StringBuilder("| " + name + " | |\n|---|--:|\n");
    }
}
