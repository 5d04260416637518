package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of clients on a few threads. They read whatever comes and tell {@link Deliveries}; clients with a will of
 * their own are opened apart. Used by one thread.
 */
final class LoadGenerator implements AutoCloseable, WebSocketClient.Listener {

    private static final int LOOPS = 2;

    /** Connections that are being opened at once: fewer than wait in a server's backlog. */
    private static final int OPENING = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Target target;
    private final List<Loop> loops = new ArrayList<>();
    /** What each loop reads ticks with. */
    private final List<Tick> ticks = new ArrayList<>();

    private final List<WebSocketClient> clients = new ArrayList<>();
    private final Semaphore opening = new Semaphore(OPENING);
    private volatile @Nullable Deliveries deliveries;

    /** Without clients yet. */
    LoadGenerator(Target target) throws IOException {
        this.target = target;
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop());
            ticks.add(new Tick());
        }
    }

    /** What its clients connect to. */
    Target target() {
        return target;
    }

    /** Opens clients until there are so many, and waits until each is ready or refused. */
    void open(int total) throws IOException, InterruptedException {
        while (clients.size() < total) {
            acquire(1);
            WebSocketClient client = new WebSocketClient(clients.size(), target, 0, this);
            clients.add(client);
            loops.get(loop(client)).connect(client);
        }
        acquire(OPENING);
        opening.release(OPENING);
    }

    /** Clients that are ready and have not ended. */
    int open() {
        return (int) clients.stream().filter(WebSocketClient::isOpen).count();
    }

    /** How long each client took until it was ready, in nanoseconds. */
    Sample openings() {
        Sample sample = new Sample(clients.size());
        clients.forEach(client -> sample.add(client.openingNanos()));
        return sample;
    }

    /** Waits until every client was pinged; how many were, if some are not in time. */
    int awaitPings(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (pinged() < clients.size() && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return pinged();
    }

    private int pinged() {
        return (int) clients.stream().filter(WebSocketClient::isPinged).count();
    }

    /** Expects ticks from now on. */
    Deliveries expect(int first, int count) {
        Deliveries expected = new Deliveries(first, count, clients.size());
        deliveries = expected;
        return expected;
    }

    @Override
    public void ready(WebSocketClient client) {
        opening.release();
    }

    @Override
    public boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        Tick tick = ticks.get(loop(client));
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
    public void ended(WebSocketClient client) {
        if (client.openingNanos() == 0) {
            opening.release();
        }
    }

    @Override
    public void close() throws IOException {
        for (Loop loop : loops) {
            loop.close();
        }
    }

    private void acquire(int permits) throws IOException, InterruptedException {
        if (!opening.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("of " + clients.size() + " connections, " + (OPENING - opening.availablePermits())
                    + " do not open within " + PATIENCE.toSeconds() + " s");
        }
    }

    private static int loop(WebSocketClient client) {
        return client.number() % LOOPS;
    }
}
