package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reader that takes nothing costs the host application.
 *
 * @param data bytes of data of the events that were meant for it
 * @param heldHeap bytes of heap for each such reader while everything meant for it is full
 * @param heldBuffers bytes outside of the heap for each, likewise
 * @param leftHeap bytes of heap for each after it is gone
 */
record OutboxMemory(int data, long heldHeap, long heldBuffers, long leftHeap) {

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
            return new OutboxMemory(data, held, heldBuffers, (host.heap() - before) / plan.stopped());
        }
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
