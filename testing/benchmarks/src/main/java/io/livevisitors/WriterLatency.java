package io.livevisitors;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.VisitorState;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Visit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A process that shows how long those who apply events wait for those who read. One thread applies what so many visitors
 * send, a beat of each in twenty seconds; another reads in a loop; a third ends what is due ten times a second. Prints
 * the distribution of the times of both in nanoseconds, and the longest pause of the collector. Events that met a pause
 * are left out, since they say nothing of the lock; reads are not.
 */
final class WriterLatency {

    private static final long ROUND_NANOS = 20_000_000_000L;
    private static final long STRIDE = 618_033_988_749L;
    private static final String BUSIEST_PAGE = "https://shop.example/plants/monstera-monstera-0";
    private static final String BUSIEST_REFERRER = "blog-0.example/posts/the-best-monstera";

    /** What the other thread reads. */
    enum Reading {
        NONE("nobody"),
        TOTALS("totals"),
        PLAIN("first page"),
        PAGE("by page"),
        DEVICE("by device"),
        STATE("by state"),
        REFERRER("by referrer"),
        CURSOR("all, page by page");

        private final String label;

        Reading(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final Shopfront shopfront = new Shopfront();
    private final PixelRegistry registry;
    private final int visitors;
    private final CollectorPauses pauses = new CollectorPauses();
    private long turn;

    private WriterLatency(int visitors) {
        this.visitors = visitors;
        this.registry = RegistryUnderTest.open(visitors, System::nanoTime);
        for (int i = 0; i < visitors; i++) {
            RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_VIEW, i, 0, 0, 1, i % 10 == 0));
        }
    }

    /** Takes the number of visitors, and the milliseconds for each kind of reading. */
    public static void main(String... arguments) throws InterruptedException {
        WriterLatency latency = new WriterLatency(Integer.parseInt(arguments[0]));
        long nanos = Integer.parseInt(arguments[1]) * 1_000_000L;
        latency.pauses.watch();
        Thread pulse = daemon("pulse", latency::pulse);
        latency.write(nanos / 2);
        for (Reading reading : Reading.values()) {
            latency.measure(reading, nanos);
        }
        System.out.println("visitors " + latency.registry.count());
        pulse.interrupt();
    }

    private void measure(Reading reading, long nanos) throws InterruptedException {
        Sample reads = new Sample(100_000);
        pauses.clear();
        Thread reader = daemon("reader", () -> read(reading, reads));
        Writes writes = write(nanos);
        reader.interrupt();
        reader.join();
        print(reading + ".write", writes.beside(pauses));
        if (reading != Reading.NONE) {
            print(reading + ".read", reads);
        }
        System.out.println(reading + ".pause " + pauses.longest());
    }

    /** Applies events for so long, each when it is due. */
    private Writes write(long nanos) {
        Writes writes = new Writes((int) (nanos / (ROUND_NANOS / visitors)) + 1);
        long end = System.nanoTime() + nanos;
        for (long due = System.nanoTime(); due < end; due += ROUND_NANOS / visitors) {
            Visit visit = next();
            waitUntil(due);
            long before = System.nanoTime();
            RegistryUnderTest.apply(registry, visit);
            writes.add(before, System.nanoTime());
        }
        return writes;
    }

    /** When events were applied. */
    private static final class Writes {

        private final long[] starts;
        private final long[] ends;
        private int size;

        Writes(int most) {
            starts = new long[most];
            ends = new long[most];
        }

        void add(long start, long end) {
            starts[size] = start;
            ends[size++] = end;
        }

        /** The times of those that met no collection. */
        Sample beside(CollectorPauses pauses) {
            Sample times = new Sample(size);
            for (int i = 0; i < size; i++) {
                if (!pauses.met(starts[i], ends[i])) {
                    times.add(ends[i] - starts[i]);
                }
            }
            return times;
        }
    }

    /** Mostly heartbeats; every tenth a page view. */
    private Visit next() {
        long number = turn++;
        int visitor = (int) (number * STRIDE % visitors);
        boolean view = number % 10 == 5;
        EventType type = view ? EventType.PAGE_VIEW : EventType.HEARTBEAT;
        return shopfront.event(type, visitor, 0, (int) (number / 10), number + 2, visitor % 10 == 0);
    }

    /** Reads until it is interrupted, but once at least: on a busy machine it may get no processor before. */
    private void read(Reading reading, Sample times) {
        if (reading == Reading.NONE) {
            return;
        }
        @Nullable String cursor = null;
        do {
            SnapshotQuery all = SnapshotQuery.of(RegistryUnderTest.PIXEL);
            long before = System.nanoTime();
            switch (reading) {
                case NONE, TOTALS -> {
                    var unused = registry.totals();
                }
                case PLAIN -> take(all);
                case PAGE -> take(all.withPage(BUSIEST_PAGE));
                case DEVICE -> take(all.withDevice(DeviceType.TABLET));
                case STATE -> take(all.withState(VisitorState.IDLE));
                case REFERRER -> take(all.withReferrer(BUSIEST_REFERRER));
                case CURSOR -> cursor = take(all.withCursor(cursor)).nextCursor();
            }
            times.add(System.nanoTime() - before);
        } while (!Thread.currentThread().isInterrupted());
    }

    private LiveSnapshot take(SnapshotQuery query) {
        LiveSnapshot snapshot = registry.snapshot(query);
        if (snapshot.visitors().isEmpty()) {
            throw new IllegalStateException("nobody was found by " + query);
        }
        return snapshot;
    }

    /** What the engine does ten times a second. */
    private void pulse() {
        while (!Thread.currentThread().isInterrupted()) {
            registry.expire();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > 200_000) {
                LockSupport.parkNanos(left - 100_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void print(String name, Sample times) {
        System.out.println(name + ".n " + times.size());
        System.out.println(name + ".p50 " + times.quantile(0.5));
        System.out.println(name + ".p99 " + times.quantile(0.99));
        System.out.println(name + ".p999 " + times.quantile(0.999));
        System.out.println(name + ".max " + times.max());
    }
}
