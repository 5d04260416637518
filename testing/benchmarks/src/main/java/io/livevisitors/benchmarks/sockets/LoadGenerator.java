package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.load.Clients;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of clients that read whatever comes and tell {@link Deliveries}; clients with a will of their own are opened
 * apart. Used by one thread.
 */
final class LoadGenerator implements AutoCloseable {

    private final Clients clients;

    /** What each loop reads ticks with. */
    private final List<Tick> ticks = new ArrayList<>();

    private volatile @Nullable Deliveries deliveries;

    /** Without clients yet. */
    LoadGenerator(Target target) throws IOException {
        for (int i = 0; i < Clients.LOOPS; i++) {
            ticks.add(new Tick());
        }
        clients = new Clients(target, this::text);
    }

    /** What its clients connect to. */
    Target target() {
        return clients.target();
    }

    /** Opens clients until there are so many, and waits until each is ready or refused. */
    void open(int total) throws IOException, InterruptedException {
        clients.open(total);
    }

    /** Clients that are ready and have not ended. */
    int open() {
        return clients.open();
    }

    /** How long each client took until it was ready, in nanoseconds. */
    Sample openings() {
        return clients.openings();
    }

    /** Waits until every client was pinged; how many were, if some are not in time. */
    int awaitPings(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (clients.pinged() < clients.size() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return clients.pinged();
    }

    /** Expects ticks from now on. */
    Deliveries expect(int first, int count) {
        Deliveries expected = new Deliveries(first, count, clients.size());
        deliveries = expected;
        return expected;
    }

    private boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        Tick tick = ticks.get(Clients.loop(client));
        if (!tick.read(in, from, to)) {
            return false;
        }
        Deliveries expected = deliveries;
        if (expected != null) {
            expected.arrived(client.number(), tick.number(), at - tick.publishedAt());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
