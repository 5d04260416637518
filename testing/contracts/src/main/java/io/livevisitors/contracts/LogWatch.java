package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Reads what container and library log as a warning or worse while the contracts run: no client may have a stack trace
 * written. It hears what goes to {@link java.util.logging}, from all hosts of the JVM. Thread-safe.
 */
final class LogWatch extends Handler {

    private static final LogWatch INSTANCE = new LogWatch();
    private static final Logger ROOT = Logger.getLogger("");

    /** A line of a stack trace within a message, which is how Tomcat shows a thread that outlives its application. */
    private static final Pattern TRACE =
            Pattern.compile("\\n\\s+\\S+\\((?:\\w+\\.java:\\d+|Native Method|Unknown Source)\\)");

    /** Threads of the core: they end with its LiveVisitors, which outlives the application here. */
    private static final Pattern CORES_THREAD = Pattern.compile("\\[livevisitors-(?:host|feed)");

    /** Tomcat's word on a client that it found gone while messages gathered; see docs/containers.md. */
    private static final String BATCH_WITHOUT_CLIENT = "Failed to flush batched messages on session close";

    private final Queue<String> traces = new ConcurrentLinkedQueue<>();

    private LogWatch() {
        setLevel(Level.WARNING);
    }

    /** Starts to listen, if it does not yet. */
    static void start() {
        synchronized (INSTANCE) {
            ROOT.removeHandler(INSTANCE);
            ROOT.addHandler(INSTANCE);
        }
    }

    /** Fails if a stack trace was logged since this was last asked, save of what a test's own listener threw. */
    static void assertNoStackTrace() {
        StringBuilder all = new StringBuilder();
        for (String trace = INSTANCE.traces.poll(); trace != null; trace = INSTANCE.traces.poll()) {
            all.append(trace).append('\n');
        }
        assertThat(all.toString()).as("stack traces in the log").isEmpty();
    }

    @Override
    public void publish(LogRecord entry) {
        String message = String.valueOf(entry.getMessage());
        if (!isLoggable(entry)
                || entry.getThrown() instanceof HostFault
                || message.equals(BATCH_WITHOUT_CLIENT)
                || CORES_THREAD.matcher(message).find()) {
            return;
        }
        if (entry.getThrown() != null || TRACE.matcher(message).find()) {
            StringWriter trace = new StringWriter();
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(trace));
            }
            traces.add(entry.getLevel() + " " + entry.getLoggerName() + ": " + message + '\n' + trace);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
