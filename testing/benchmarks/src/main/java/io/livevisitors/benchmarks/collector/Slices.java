package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;

/** What the slices of one kind of traffic found, one of each round. Not thread-safe. */
final class Slices {

    private final List<Long> rates = new ArrayList<>();
    private long requests;
    private long processorNanos;
    private long allocatedBytes;

    /**
     * Adds a slice.
     *
     * @param answered requests
     * @param nanos that it took until the last was answered
     * @param processor nanoseconds of processor time of the server meanwhile
     * @param allocated bytes, by the server
     */
    void add(long answered, long nanos, long processor, long allocated) {
        rates.add(answered * 1_000_000_000L / nanos);
        requests += answered;
        processorNanos += processor;
        allocatedBytes += allocated;
    }

    int count() {
        return rates.size();
    }

    /** Requests a second, one number for each slice. */
    Sample rates() {
        return Sample.of(rates);
    }

    /** Requests a second of the slices from one on. */
    Sample ratesFrom(int first) {
        return Sample.of(rates.subList(first, rates.size()));
    }

    /** Requests a second beside those of others in the same round, in thousandths. */
    Sample rateRatios(Slices others) {
        return Sample.ofRatios(rates, others.rates);
    }

    /** Processor time of the server for each request, in microseconds. */
    double processorMicros() {
        return processorNanos / 1e3 / requests;
    }

    /** Bytes that the server allocated for each request. */
    long allocatedBytes() {
        return allocatedBytes / requests;
    }
}
