package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which ticks arrived at which readers, and how long after they were published. Each reader is told of by one thread;
 * what arrived may be read by any thread that awaited it.
 */
final class Deliveries {

    private final int first;
    private final int readers;
    private final int[] next;
    private final long[][] nanos;
    private final CountDownLatch[] missing;
    private final LongAdder misplaced = new LongAdder();

    /**
     * Expects ticks.
     *
     * @param first number of the first
     * @param count how many there will be
     * @param readers how many will get each of them
     */
    Deliveries(int first, int count, int readers) {
        this.first = first;
        this.readers = readers;
        this.next = new int[readers];
        this.nanos = new long[count][readers];
        this.missing = new CountDownLatch[count];
        for (int i = 0; i < count; i++) {
            missing[i] = new CountDownLatch(readers);
        }
    }

    int first() {
        return first;
    }

    /** Number of the tick after the last. */
    int end() {
        return first + nanos.length;
    }

    /** Notes that a tick came to a reader, so long after it was published. */
    void arrived(int reader, int number, long time) {
        int index = number - first;
        if (index != next[reader]) {
            misplaced.increment(); // an earlier one is missing, or this one came before
        }
        if (index >= next[reader] && index < nanos.length) {
            next[reader] = index + 1;
            nanos[index][reader] = time;
            missing[index].countDown();
        }
    }

    /** Waits until all readers got a tick; false if one did not in time. */
    boolean await(int number, Duration patience) throws InterruptedException {
        return missing[number - first].await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Deliveries that did not happen. */
    long missing() {
        long count = 0;
        for (CountDownLatch latch : missing) {
            count += latch.getCount();
        }
        return count;
    }

    /** Deliveries out of order, or of a tick that came before. */
    long misplaced() {
        return misplaced.sum();
    }

    /** Deliveries that should happen. */
    long expected() {
        return (long) nanos.length * readers;
    }

    /** The times of one tick, which everybody got, in nanoseconds. */
    Sample times(int number) {
        Sample sample = new Sample(readers);
        add(number - first, sample);
        return sample;
    }

    /** The times of all ticks, which everybody got, in nanoseconds. */
    Sample times() {
        Sample sample = new Sample(nanos.length * readers);
        for (int index = 0; index < nanos.length; index++) {
            add(index, sample);
        }
        return sample;
    }

    private void add(int index, Sample sample) {
        for (long time : nanos[index]) {
            sample.add(time);
        }
    }
}
