package io.livevisitors.containers.redeploy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What container and library log as a warning or worse, from when it is made until it is closed. Thread-safe. */
final class Warnings extends Handler {

    private static final Logger ROOT = Logger.getLogger("");

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter format = new SimpleFormatter();

    Warnings() {
        setLevel(Level.WARNING);
        ROOT.addHandler(this);
    }

    /** All so far. */
    List<String> all() {
        return List.copyOf(messages);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            messages.add(entry.getLoggerName() + ": " + format.formatMessage(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
