package io.livevisitors.benchmarks;

/** Measures one thing. Found by {@link java.util.ServiceLoader}; used by one thread, once. */
public interface Harness {

    /** What it is called on the command line and in the markers of its document. */
    String name();

    /** What it measures, in one line. */
    String purpose();

    /** The file below {@code docs/} that holds its section. */
    default String document() {
        return "benchmarks.md";
    }

    /** Measures, and reports. */
    void run(Effort effort, Report report) throws Exception;
}
