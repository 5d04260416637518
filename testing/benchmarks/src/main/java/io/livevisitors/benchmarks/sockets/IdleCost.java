package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What connections cost a host application while nothing happens on them but pings.
 *
 * @param connections how many were opened
 * @param open how many of them were there at the end
 * @param openingNanos from the first to the last being ready
 * @param openings of each, in nanoseconds
 * @param heap bytes for each connection, at each size of the plan
 * @param buffers bytes outside of the heap for each connection, at the last size
 * @param processorShare of one processor that the process takes, more than without connections
 */
record IdleCost(
        int connections,
        int open,
        long openingNanos,
        Sample openings,
        List<Long> heap,
        long buffers,
        double processorShare) {

    /** Connections that come and go before anything is measured, so that classes are loaded and pools are filled. */
    private static final int WARM_UP = 100;

    private static final long SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

    /** Seconds of processor time that a connection takes in a day. */
    double processorSecondsPerDay() {
        return processorShare * SECONDS_OF_A_DAY / connections;
    }

    /** Opens all connections of a plan, and measures them. They stay open. */
    static IdleCost measure(Plan plan, HostProcess host, LoadGenerator clients)
            throws IOException, InterruptedException {
        try (LoadGenerator before = new LoadGenerator(clients.target())) {
            before.open(WARM_UP);
        }
        if (!host.awaitNoSockets()) {
            throw new IOException("connections that are closed do not go");
        }
        sleep(plan.settling());
        double shareBefore = processorShare(host, plan.before());
        long heapBefore = host.heap();
        long buffersBefore = host.directBuffers();
        long openingNanos = 0;
        List<Long> heap = new ArrayList<>();
        for (int size : plan.sizes()) {
            long start = System.nanoTime();
            clients.open(size);
            openingNanos += System.nanoTime() - start;
            sleep(plan.settling());
            heap.add((host.heap() - heapBefore) / size);
        }
        double share = Math.max(0, processorShare(host, plan.idle()) - shareBefore);
        return new IdleCost(
                plan.connections(),
                clients.open(),
                openingNanos,
                clients.openings(),
                heap,
                (host.directBuffers() - buffersBefore) / plan.connections(),
                share);
    }

    private static double processorShare(HostProcess host, Duration time) throws IOException, InterruptedException {
        long processor = host.processorNanos();
        long start = System.nanoTime();
        sleep(time);
        return (host.processorNanos() - processor) / (double) (System.nanoTime() - start);
    }

    private static void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
