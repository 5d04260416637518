package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.load.Clients;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which events arrived at which readers: each reader should get every number once and in order. Each reader is told of by
 * one thread, the loop's; one other thread awaits. Takes the same memory for any number of events.
 */
final class Arrivals {

    /** Events that may be on their way at once, at most. */
    static final int MAX_UNDER_WAY = 1_024;

    /** The readers of one loop. Its fields are that loop's, but for those that are volatile and what they publish. */
    private static final class Lane {

        /** The number that is due, by reader. */
        private final int[] due;

        /** Readers that have an event, by its number modulo the size. */
        private final int[] counts = new int[MAX_UNDER_WAY];

        private long lastAt;
        private long lastPublishedAt;

        /** The number after the last event that all readers have; what is above is written before it. */
        private volatile int end;

        Lane(int readers, int first) {
            due = new int[readers];
            Arrays.fill(due, first);
            end = first;
        }
    }

    private final int readers;
    private final Lane[] lanes = new Lane[Clients.LOOPS];
    private final LongAdder misplaced = new LongAdder();
    private volatile @Nullable Thread waiting;

    /**
     * Expects events.
     *
     * @param readers numbered from 0
     * @param first number of the first event
     */
    Arrivals(int readers, int first) {
        this.readers = readers;
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane((readers - i + lanes.length - 1) / lanes.length, first);
        }
    }

    /**
     * Notes that an event came to a reader.
     *
     * @param publishedAt when it was published, by {@link System#nanoTime()}
     * @param at when it came, likewise
     */
    void arrived(int reader, int number, long publishedAt, long at) {
        Lane lane = lanes[reader % lanes.length];
        int place = reader / lanes.length;
        if (number != lane.due[place]) {
            misplaced.increment(); // an earlier one is missing, or this one came before
        }
        if (number < lane.due[place]) {
            return;
        }
        lane.due[place] = number + 1;
        int slot = Math.floorMod(number, MAX_UNDER_WAY);
        if (++lane.counts[slot] == lane.due.length) {
            lane.counts[slot] = 0;
            if (number == lane.end) { // else somebody lacks an earlier one
                hasCome(lane, publishedAt, at);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the loop's thread alone writes
    private void hasCome(Lane lane, long publishedAt, long at) {
        lane.lastAt = at;
        lane.lastPublishedAt = publishedAt;
        lane.end++;
        Thread awaits = waiting;
        if (awaits != null) {
            LockSupport.unpark(awaits);
        }
    }

    /** Waits until all readers have got an event and all before it; false if one has not in time. */
    boolean await(int number, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        waiting = Thread.currentThread();
        try {
            while (!haveAll(number)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            return true;
        } finally {
            waiting = null;
        }
    }

    private boolean haveAll(int number) {
        for (Lane lane : lanes) {
            if (lane.due.length > 0 && lane.end <= number) {
                return false;
            }
        }
        return true;
    }

    /** When the last reader got the last event, by {@link System#nanoTime()}. To be asked when it was awaited. */
    long lastAt() {
        long last = Long.MIN_VALUE;
        for (Lane lane : lanes) {
            if (lane.due.length > 0) {
                last = last == Long.MIN_VALUE || lane.lastAt - last > 0 ? lane.lastAt : last;
            }
        }
        return last;
    }

    /** When the last event was published, likewise. */
    long lastPublishedAt() {
        return lanes[0].lastPublishedAt;
    }

    int readers() {
        return readers;
    }

    /** Arrivals out of order, or of an event that came before. */
    long misplaced() {
        return misplaced.sum();
    }
}
