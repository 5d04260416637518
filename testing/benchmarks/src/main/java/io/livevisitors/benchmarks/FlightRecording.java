package io.livevisitors.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** What this process does, recorded with the JDK's own profile if the property {@value #FOLDER} names a folder. */
final class FlightRecording implements AutoCloseable {

    /** The property, which {@link ChildJvm} hands on. */
    static final String FOLDER = "recordings";

    private static final String SETTINGS = "profile";

    /** A main class with the last part of its package, and an argument that is one word in capitals. */
    private static final Pattern COMMAND = Pattern.compile("(?:\\w+\\.)*(\\w+\\.\\w+)(?: ([A-Z]+)\\b)?");

    private final @Nullable Recording recording;

    private FlightRecording(@Nullable Recording recording) {
        this.recording = recording;
    }

    /**
     * Starts it. The file is written when it is closed; its name is that of the process's main class, its package and its
     * first argument, where these are known, and the process's number.
     */
    static FlightRecording start() throws IOException, ParseException {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            return new FlightRecording(null);
        }
        Recording recording = new Recording(Configuration.getConfiguration(SETTINGS));
        Path file = Files.createDirectories(Path.of(folder).toAbsolutePath())
                .resolve(name() + ProcessHandle.current().pid() + ".jfr");
        recording.setDestination(file);
        recording.start();
        return new FlightRecording(recording);
    }

    private static String name() {
        Matcher command = COMMAND.matcher(System.getProperty("sun.java.command", ""));
        return command.lookingAt()
                ? command.group(1) + "-" + (command.group(2) == null ? "" : command.group(2) + "-")
                : "";
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.stop();
            recording.close();
        }
    }
}
