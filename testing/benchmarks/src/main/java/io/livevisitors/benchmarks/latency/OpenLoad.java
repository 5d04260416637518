package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.load.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends page views when they are due, whether or not those before them were answered: a server that is slow is sent as
 * much as one that is fast, and every page view's time counts from when it was due. Each connection comes from a loopback
 * address of its own, so that its browsers are other visitors than those of the next. Used by one thread; what is marked
 * so belongs to its loop's thread.
 */
final class OpenLoad implements AutoCloseable, Sender.Listener {

    /** The system must answer on all of 127.0.0.0/8 (RFC 1122, section 3.2.1.3), as Linux and Windows do. */
    private static final int MAX_CONNECTIONS = 250;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Before the first page view of a phase, for what is done once. */
    private static final long LEAD_NANOS = 20_000_000L;

    /** A page view that is due. */
    private record Due(int number, long at) {}

    /** What one phase sent. The sample belongs to the loop's thread until all is answered. */
    private record Sending(Phase phase, int first, Sample delays) {}

    private final int connections;
    private final Loop loop = new Loop();
    private final Semaphore answers = new Semaphore(0);

    /** The loop's thread: connections without a page view under way. */
    private final Deque<Sender> free = new ArrayDeque<>();

    /** The loop's thread: what is due and finds no connection free. */
    private final Deque<Due> waiting = new ArrayDeque<>();

    private volatile @Nullable Sending sending;
    private volatile @Nullable String failure;

    /** Connects. */
    OpenLoad(InetSocketAddress server, int connections) throws IOException, InterruptedException {
        if (connections > MAX_CONNECTIONS) {
            throw new IllegalArgumentException(connections + " connections: at most " + MAX_CONNECTIONS);
        }
        this.connections = connections;
        for (int i = 0; i < connections; i++) {
            InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i)});
            loop.connect(new Sender(i, server, own, this));
        }
        await(connections);
    }

    /**
     * Sends the page views of a phase, numbered on from one, and returns when all are answered.
     *
     * @param delays takes, of each that is measured, how long after it was due it was sent
     * @return when the first was due, by {@link System#nanoTime()}
     * @throws IOException if one was not taken
     */
    long send(Phase phase, int first, Sample delays) throws IOException, InterruptedException {
        sending = new Sending(phase, first, delays);
        long start = System.nanoTime() + LEAD_NANOS;
        for (int i = 0; i < phase.pageViews(); i++) {
            Due due = new Due(first + i, start + phase.due(i));
            for (long left = due.at - System.nanoTime(); left > 0; left = due.at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            loop.execute(buffer -> send(due, buffer));
        }
        await(phase.pageViews());
        return start;
    }

    private void await(int count) throws IOException, InterruptedException {
        boolean all = answers.tryAcquire(count, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (failure != null) {
            throw new IOException(failure);
        }
        if (!all) {
            throw new IOException(
                    "some of " + connections + " connections were not answered within " + PATIENCE.toSeconds() + " s");
        }
    }

    // ---------------------------------------------------------------- its loop's thread

    private void send(Due due, ByteBuffer buffer) {
        Sender sender = free.poll();
        if (sender == null) {
            waiting.add(due);
        } else {
            send(due, sender, buffer);
        }
    }

    private void send(Due due, Sender sender, ByteBuffer buffer) {
        Sending now = sending;
        if (now != null && due.number - now.first >= now.phase.warming()) {
            now.delays.add(System.nanoTime() - due.at);
        }
        sender.send(due.number, buffer);
    }

    @Override
    public void free(Sender sender, ByteBuffer buffer) {
        Due next = waiting.poll();
        if (next == null) {
            free.add(sender);
        } else {
            send(next, sender, buffer);
        }
        answers.release();
    }

    @Override
    public void ended(String reason) {
        if (failure == null) {
            failure = reason;
        }
        answers.release(Integer.MAX_VALUE / 2); // nobody need wait for the others any more
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
