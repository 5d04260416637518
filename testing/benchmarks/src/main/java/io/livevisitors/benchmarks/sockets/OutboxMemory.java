package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a reader that takes nothing costs the host application.
 *
 * @param data bytes of data of the events that were meant for it
 * @param heldHeap bytes of heap for each such reader while everything meant for it is full
 * @param heldBuffers bytes outside of the heap for each, likewise
 * @param leftHeap bytes of heap for each after it is gone
 */
record OutboxMemory(int data, long heldHeap, long heldBuffers, long leftHeap) {

    /**
     * A connection that ends while something is sent on it is kept by the timer that would abort it, for as long as a client
     * may take to answer a close frame: 5 s. What stays beyond that was left behind.
     */
    private static final Duration KEPT_AFTER_END = Duration.ofSeconds(8);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    /** Bytes for each reader that are nothing to wait for. */
    private static final long NOTHING = 4 * 1_024;

    /** Measures with each size of event of a plan. */
    static List<OutboxMemory> measureEach(Plan plan) throws IOException, InterruptedException {
        List<OutboxMemory> memories = new ArrayList<>();
        for (int data : plan.floods()) {
            memories.add(measure(plan, data));
        }
        return memories;
    }

    /** Measures in a host application of its own, where nothing else happens. */
    private static OutboxMemory measure(Plan plan, int data) throws IOException, InterruptedException {
        try (HostProcess host = HostProcess.start(plan.patientSettings(), plan.heap());
                Loop loop = new Loop()) {
            stopped(plan.stopped(), host, loop, data).forEach(SlowReader::close); // loads classes, fills pools
            boolean none = host.awaitNoSockets();
            TimeUnit.NANOSECONDS.sleep(plan.settling().toNanos());
            long before = host.heap();
            long buffersBefore = host.directBuffers();
            List<SlowReader> readers = stopped(plan.stopped(), host, loop, data);
            long held = (host.heap() - before) / plan.stopped();
            long heldBuffers = (host.directBuffers() - buffersBefore) / plan.stopped();
            boolean all = host.sockets() == plan.stopped();
            readers.forEach(SlowReader::close);
            if (!none || !all || !host.awaitNoSockets()) {
                throw new IOException("readers that stopped did not stay for the measurement, or not go after it");
            }
            return new OutboxMemory(data, held, heldBuffers, left(plan, host, before) / plan.stopped());
        }
    }

    /** The least that is left of them all, once nothing is kept any more for a reason that passes. */
    private static long left(Plan plan, HostProcess host, long before) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + KEPT_AFTER_END.toNanos();
        long least = Long.MAX_VALUE;
        while (least > plan.stopped() * NOTHING && System.nanoTime() - deadline < 0) {
            TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            least = Math.min(least, host.heap() - before);
        }
        return least;
    }

    /** Every one full of what is meant for it alone, so that nothing is shared. */
    private static List<SlowReader> stopped(int count, HostProcess host, Loop loop, int data)
            throws IOException, InterruptedException {
        List<SlowReader> readers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String own = "flood-" + i;
            SlowReader reader = SlowReader.open(loop, new Target(host.address(), Host.SOCKETS, List.of(own)));
            reader.fill(host, own, data);
            readers.add(reader);
        }
        return readers;
    }
}
