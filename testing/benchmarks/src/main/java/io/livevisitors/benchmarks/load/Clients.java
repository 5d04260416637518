package io.livevisitors.benchmarks.load;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Thousands of clients of one server on a few threads, each of which reads the frames of its own clients. Used by one
 * thread.
 */
public final class Clients implements AutoCloseable {

    /** How many threads read. */
    public static final int LOOPS = 2;

    /** Connections that are being opened at once: fewer than wait in a server's backlog. */
    private static final int OPENING = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Hears of the frames of all clients; those of one client always come on one and the same thread. */
    public interface Texts {

        /** As {@link WebSocketClient.Listener#text}. */
        boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at);
    }

    private final Target target;
    private final Texts texts;
    private final List<Loop> loops = new ArrayList<>();
    private final List<WebSocketClient> clients = new ArrayList<>();
    private final Semaphore opening = new Semaphore(OPENING);
    private final WebSocketClient.Listener listener = new WebSocketClient.Listener() {
        @Override
        public void ready(WebSocketClient client) {
            opening.release();
        }

        @Override
        public boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
            return texts.text(client, in, from, to, at);
        }

        @Override
        public void ended(WebSocketClient client) {
            if (client.openingNanos() == 0) {
                opening.release();
            }
        }
    };

    /** Without clients yet. */
    public Clients(Target target, Texts texts) throws IOException {
        this.target = target;
        this.texts = texts;
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop());
        }
    }

    /** The number of the thread that reads what comes to a client, from 0. */
    public static int loop(WebSocketClient client) {
        return client.number() % LOOPS;
    }

    /** What its clients connect to. */
    public Target target() {
        return target;
    }

    /** Opens clients, numbered from 0, until there are so many, and waits until each is ready or refused. */
    public void open(int total) throws IOException, InterruptedException {
        while (clients.size() < total) {
            acquire(1);
            WebSocketClient client = new WebSocketClient(clients.size(), target, 0, listener);
            clients.add(client);
            loops.get(loop(client)).connect(client);
        }
        acquire(OPENING);
        opening.release(OPENING);
    }

    /** Clients that were opened, whatever became of them. */
    public int size() {
        return clients.size();
    }

    /** Clients that are ready and have not ended. */
    public int open() {
        return (int) clients.stream().filter(WebSocketClient::isOpen).count();
    }

    /** Clients that were pinged by an event, and answered. */
    public int pinged() {
        return (int) clients.stream().filter(WebSocketClient::isPinged).count();
    }

    /** How many are there, and with which codes the others ended. */
    public String verdict() {
        List<Integer> codes = clients.stream()
                .filter(client -> !client.isOpen())
                .map(WebSocketClient::closeCode)
                .distinct()
                .sorted()
                .toList();
        return open() + " there" + (codes.isEmpty() ? "" : ", the others ended with " + codes);
    }

    /** How long each client took until it was ready, in nanoseconds. */
    public Sample openings() {
        Sample sample = new Sample(clients.size());
        clients.forEach(client -> sample.add(client.openingNanos()));
        return sample;
    }

    /** Ends all of them without a word. */
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
}
