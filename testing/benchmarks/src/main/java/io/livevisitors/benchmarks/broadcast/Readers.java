package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.load.Clients;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The readers of one style of sending, and what they were sent so far. Used by one thread. */
final class Readers implements AutoCloseable {

    private final SendStyle style;
    private final HostProcess host;
    private final Duration patience;
    private final Clients clients;

    /** What each loop reads ticks with. */
    private final List<Tick> ticks = new ArrayList<>();

    private volatile @Nullable Arrivals arrivals;
    private int next;
    private long expected;
    private long misplaced;

    /**
     * None yet.
     *
     * @param patience after which an event that has not come to all is lost
     */
    Readers(SendStyle style, HostProcess host, InetSocketAddress server, Duration patience) throws IOException {
        this.style = style;
        this.host = host;
        this.patience = patience;
        for (int i = 0; i < Clients.LOOPS; i++) {
            ticks.add(new Tick());
        }
        clients = new Clients(target(style, server), this::text);
    }

    /** What readers of a style connect to. */
    static Target target(SendStyle style, InetSocketAddress server) {
        return new Target(server, style.path(), List.of(Tick.CHANNEL));
    }

    /** Opens clients until there are so many, while nothing is sent. */
    void open(int total) throws IOException, InterruptedException {
        clients.open(total);
        if (clients.open() < total) {
            throw new IOException("of " + total + " readers of " + style.label() + ", " + clients.verdict());
        }
        misplaced += arrivals == null ? 0 : arrivals().misplaced();
        arrivals = new Arrivals(total, next);
    }

    /**
     * Sends the next event when the last has come to all, for so long. Time in which none is on its way is not counted.
     *
     * @param sent in which style: this one, or another that has the same readers
     * @throws LostEventException if an event does not come to all
     */
    Sent oneAtATime(SendStyle sent, Duration time) throws IOException, InterruptedException {
        int first = next;
        long start = System.nanoTime();
        long nanos = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            publish(sent, 1);
            awaitAllBefore(next);
            nanos += arrivals().lastAt() - arrivals().lastPublishedAt();
        }
        return sent(first, nanos);
    }

    /**
     * Sends as fast as is taken, for so long, and waits until the last has come to all.
     *
     * @param underWay events that are on their way at once, at most, to the reader that is the farthest behind
     * @param atOnce events that are published together
     * @throws LostEventException if an event does not come to all
     */
    Sent saturated(SendStyle sent, Duration time, int underWay, int atOnce) throws IOException, InterruptedException {
        int first = next;
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            awaitAllBefore(Math.max(first, next + atOnce - underWay));
            publish(sent, atOnce);
        }
        awaitAllBefore(next);
        return sent(first, arrivals().lastAt() - start);
    }

    /**
     * What was sent.
     *
     * @param frames that came, all of them together
     * @param nanos that it took
     */
    record Sent(long frames, long nanos) {}

    /** Frames that should have come so far. */
    long expected() {
        return expected;
    }

    /** Frames that came twice or out of order so far. */
    long misplaced() {
        return misplaced + (arrivals == null ? 0 : arrivals().misplaced());
    }

    private void publish(SendStyle sent, int count) throws IOException, InterruptedException {
        host.publish(sent, next, count);
        next += count;
        expected += (long) count * clients.size();
    }

    private void awaitAllBefore(int number) throws LostEventException {
        if (!arrivals().await(number - 1, patience)) {
            throw new LostEventException(String.format(
                    "%s: event %d did not come to all of %d readers within %d s; %d came twice or out of order; %s",
                    style.label(),
                    number - 1,
                    arrivals().readers(),
                    patience.toSeconds(),
                    misplaced(),
                    clients.verdict()));
        }
    }

    private Sent sent(int first, long nanos) {
        return new Sent((long) (next - first) * arrivals().readers(), nanos);
    }

    private boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        Tick tick = ticks.get(Clients.loop(client));
        Arrivals told = arrivals;
        if (told == null || !tick.read(in, from, to)) {
            return false;
        }
        told.arrived(client.number(), tick.number(), tick.publishedAt(), at);
        return true;
    }

    private Arrivals arrivals() {
        Arrivals now = arrivals;
        if (now == null) {
            throw new IllegalStateException("there are no readers yet");
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
