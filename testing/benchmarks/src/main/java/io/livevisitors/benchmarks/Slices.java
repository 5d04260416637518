package io.livevisitors.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the slices of one kind found, one of each round. Not thread-safe. */
public final class Slices {

    private final List<Long> rates = new ArrayList<>();
    private long units;
    private long processorNanos;
    private long allocatedBytes;

    /**
     * Adds a slice.
     *
     * @param done requests that were answered, frames that came, or page views that happened
     * @param nanos that they took
     * @param processor nanoseconds of processor time of the server meanwhile
     */
    public void add(long done, long nanos, long processor) {
        rates.add(done * 1_000_000_000L / nanos);
        units += done;
        processorNanos += processor;
    }

    /** Adds what the server allocated during a slice, in bytes. */
    public void addAllocated(long bytes) {
        allocatedBytes += bytes;
    }

    /** How many slices there are. */
    public int count() {
        return rates.size();
    }

    /** So many a second, one number for each slice. */
    public Sample rates() {
        return Sample.of(rates);
    }

    /** So many a second, of the slices from one on. */
    public Sample ratesFrom(int first) {
        return Sample.of(rates.subList(first, rates.size()));
    }

    /** Rates beside those of others in the same round, in thousandths. */
    public Sample rateRatios(Slices others) {
        return Sample.ofRatios(rates, others.rates);
    }

    /** Processor time of the server for each, in microseconds. */
    public double processorMicros() {
        return processorNanos / 1e3 / units;
    }

    /** Bytes that the server allocated for each. */
    public long allocatedBytes() {
        return allocatedBytes / units;
    }

    /** How many the server does in a second of one processor's time. */
    public double perProcessorSecond() {
        return units * 1e9 / processorNanos;
    }

    /** How many times as many as others, for the same processor time. */
    public double timesAsManyAs(Slices others) {
        return perProcessorSecond() / others.perProcessorSecond();
    }
}
