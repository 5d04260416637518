package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Sample;
import java.util.ArrayList;
import java.util.List;

/** What the slices of one kind found, one of each round. Not thread-safe. */
final class Slices {

    private final List<Long> rates = new ArrayList<>();
    private long units;
    private long processorNanos;

    /**
     * Adds a slice.
     *
     * @param done frames that came, or page views that happened
     * @param nanos that they took
     * @param processor nanoseconds of processor time of the server meanwhile
     */
    void add(long done, long nanos, long processor) {
        rates.add(done * 1_000_000_000L / nanos);
        units += done;
        processorNanos += processor;
    }

    int count() {
        return rates.size();
    }

    /** So many a second, one number for each slice. */
    Sample rates() {
        return Sample.of(rates);
    }

    /** So many a second, of the slices from one on. */
    Sample ratesFrom(int first) {
        return Sample.of(rates.subList(first, rates.size()));
    }

    /** Rates beside those of others in the same round, in thousandths. */
    Sample rateRatios(Slices others) {
        return Sample.ofRatios(rates, others.rates);
    }

    /** Processor time of the server for each, in microseconds. */
    double processorMicros() {
        return processorNanos / 1e3 / units;
    }

    /** How many the server does in a second of one processor's time. */
    double perProcessorSecond() {
        return units * 1e9 / processorNanos;
    }

    /** How many times as many as others, for the same processor time. */
    double timesAsManyAs(Slices others) {
        return perProcessorSecond() / others.perProcessorSecond();
    }
}
