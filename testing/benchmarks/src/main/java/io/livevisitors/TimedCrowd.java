package io.livevisitors;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Visit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * A registry with a number of visitors, and events of theirs to be timed. Time passes so that everybody is heard of once
 * in twenty seconds, whatever the number: deadlines come as in a server with so many visitors. For one thread.
 */
final class TimedCrowd {

    /** What is timed. */
    enum Mix {
        HEARTBEAT("heartbeat"),
        PAGE_VIEW("page view"),
        VISIBILITY("visibility"),
        TURNOVER("leave and arrival"),
        /** Seven heartbeats, one page view, one change of visibility, one leave and arrival. */
        USUAL("usual mix");

        private final String label;

        Mix(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** What is read, and timed. */
    enum Read {
        TOTALS("totals"),
        FIRST_PAGE("first page of a snapshot");

        private final String label;

        Read(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long ROUND_NANOS = 20_000_000_000L;
    /** Events made in advance, so that only their application is timed. */
    private static final int BATCH = 1_000;
    /** Visitors are heard of in an order that is not that of their arrival. Coprime to all powers of ten. */
    private static final long STRIDE = 618_033_988_749L;

    private final Shopfront shopfront = new Shopfront();
    private final SimulatedTicker ticker = new SimulatedTicker();
    private final PixelRegistry registry;
    private final int size;
    /** By seat: which visitor has it now, and how many page views it made. */
    private final long[] visitors;

    private final int[] views;
    private final List<Visit> batch = new ArrayList<>(BATCH + 1);
    private long turn;
    private long place;
    private long seq = 1;
    private long newcomer;

    TimedCrowd(int size) {
        this.size = size;
        this.newcomer = size;
        this.visitors = new long[size];
        this.views = new int[size];
        this.registry = RegistryUnderTest.open(size * 2, ticker);
        for (int seat = 0; seat < size; seat++) {
            visitors[seat] = seat;
            views[seat] = 1;
            RegistryUnderTest.apply(registry, shopfront.event(EventType.PAGE_VIEW, seat, 0, 0, seq, false));
            ticker.pass(ROUND_NANOS / size);
        }
    }

    int size() {
        return size;
    }

    /** Reads once, and adds the nanoseconds of processor time that it took. */
    void read(Read what, Sample nanos) {
        long start = THREADS.getCurrentThreadCpuTime();
        int shown = switch (what) {
            case TOTALS -> registry.totals().count();
            case FIRST_PAGE ->
                registry.snapshot(SnapshotQuery.of(RegistryUnderTest.PIXEL))
                        .visitors()
                        .size();
        };
        nanos.add(THREADS.getCurrentThreadCpuTime() - start);
        if (shown == 0) {
            throw new IllegalStateException("nobody is shown by " + what.label());
        }
    }

    /** Visitors who are here and not about to be gone. */
    int present() {
        registry.expire();
        return registry.count() - registry.totals().leaving();
    }

    /** Applies events for about so long, and adds the nanoseconds that one of them took. */
    void slice(Mix mix, long nanos, Sample nanosPerEvent) {
        long taken = 0;
        long applied = 0;
        while (taken < nanos) {
            prepare(mix);
            taken += apply();
            applied += batch.size();
        }
        nanosPerEvent.add(taken / applied);
    }

    /** Processor time of this thread: the time of others on the same machine is no cost of an event. */
    private long apply() {
        ticker.startTiming();
        long before = THREADS.getCurrentThreadCpuTime();
        for (Visit visit : batch) {
            ticker.pass(ROUND_NANOS / size);
            RegistryUnderTest.apply(registry, visit);
        }
        long after = THREADS.getCurrentThreadCpuTime();
        ticker.stopTiming();
        return after - before;
    }

    private void prepare(Mix mix) {
        batch.clear();
        while (batch.size() < BATCH) {
            prepare(mix == Mix.USUAL ? usual() : mix, seatOfNext());
        }
    }

    private Mix usual() {
        return switch ((int) (turn % 10)) {
            case 0 -> Mix.PAGE_VIEW;
            case 3 -> Mix.VISIBILITY;
            case 6 -> Mix.TURNOVER;
            default -> Mix.HEARTBEAT;
        };
    }

    private void prepare(Mix kind, int seat) {
        switch (kind) {
            case PAGE_VIEW -> {
                views[seat]++;
                add(EventType.PAGE_VIEW, seat, false);
            }
            case VISIBILITY -> add(EventType.VISIBILITY, seat, turn / size % 2 == 0);
            case TURNOVER -> {
                add(EventType.PAGE_LEAVE, seat, false);
                visitors[seat] = newcomer++;
                views[seat] = 1;
                add(EventType.PAGE_VIEW, seat, false);
            }
            case HEARTBEAT, USUAL -> add(EventType.HEARTBEAT, seat, false);
        }
    }

    private void add(EventType type, int seat, boolean hidden) {
        batch.add(shopfront.event(type, visitors[seat], 0, views[seat] - 1, ++seq, hidden));
    }

    private int seatOfNext() {
        turn++;
        place = (place + STRIDE) % size;
        return (int) place;
    }
}
