package io.livevisitors.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;

/** What this process does, recorded with the JDK's own profile if the property {@value #FOLDER} names a folder. */
final class FlightRecording implements AutoCloseable {

    /** The property, which {@link ChildJvm} hands on. */
    static final String FOLDER = "recordings";

    private static final String SETTINGS = "profile";

    private final @Nullable Recording recording;

    private FlightRecording(@Nullable Recording recording) {
        this.recording = recording;
    }

    /** Starts it. The file is written when it is closed, and has the process's number in its name. */
    static FlightRecording start() throws IOException, ParseException {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            return new FlightRecording(null);
        }
        Recording recording = new Recording(Configuration.getConfiguration(SETTINGS));
        recording.setDestination(
                Path.of(folder, ProcessHandle.current().pid() + ".jfr").toAbsolutePath());
        recording.start();
        return new FlightRecording(recording);
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.stop();
            recording.close();
        }
    }
}
