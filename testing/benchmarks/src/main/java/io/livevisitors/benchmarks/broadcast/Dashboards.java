package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.broadcast.FeedFrame.Kind;
import io.livevisitors.benchmarks.load.Clients;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Dashboards that look at one server's pixel. Used by one thread. */
final class Dashboards implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From one look at what has come to the next. */
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Longer than from totals to the next. */
    private static final Duration TOTALS = Duration.ofMillis(300);

    private final Clients clients;
    private final List<FeedCount> counts = new ArrayList<>();

    /** What each loop reads frames with. */
    private final List<FeedFrame> frames = new ArrayList<>();

    /** Connects and subscribes so many. */
    Dashboards(InetSocketAddress server, int count) throws IOException, InterruptedException {
        for (int i = 0; i < Clients.LOOPS; i++) {
            frames.add(new FeedFrame());
        }
        for (int i = 0; i < count; i++) {
            counts.add(new FeedCount());
        }
        ChannelSigner signer = new ChannelSigner(Host.KEY, Host.SECRET);
        List<String> channels = List.of("private-pixel." + Host.PIXEL);
        clients = new Clients(new Target(server, Host.SOCKETS, channels, signer), this::text);
        clients.open(count);
    }

    private boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        FeedFrame frame = frames.get(Clients.loop(client));
        Kind kind = frame.read(in, from, to);
        if (kind == Kind.NONE) {
            return false;
        }
        counts.get(client.number()).take(kind, frame.seq());
        return true;
    }

    /** Waits until each has got the snapshot from which it counts. */
    void awaitSnapshots() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (counts.stream().anyMatch(count -> count.events() == 0)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("not every dashboard gets a snapshot: " + verdict());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    /** A number that may change from one question to the next. */
    interface Expected {

        /** The number of now. */
        long ask() throws IOException, InterruptedException;
    }

    /**
     * Waits until each has got so many single events, or nobody has got anything for a long time; and then until the last
     * totals have come.
     */
    void awaitActives(Expected expected) throws IOException, InterruptedException {
        long before = -1;
        long changedAt = System.nanoTime();
        boolean complete = false;
        while (!complete && System.nanoTime() - changedAt < PATIENCE.toNanos()) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            long now = events();
            if (now != before) {
                before = now;
                changedAt = System.nanoTime();
            } else {
                LongSummaryStatistics actives = actives();
                complete = actives.getMin() == actives.getMax() && actives.getMax() == expected.ask();
            }
        }
        TimeUnit.NANOSECONDS.sleep(TOTALS.toNanos());
    }

    /** Whether all are there. */
    boolean areOpen() {
        return clients.open() == counts.size();
    }

    /** How many are there, and with which codes the others ended. */
    String verdict() {
        return clients.verdict();
    }

    /** Events that all of them have got. */
    long events() {
        return sum(FeedCount::events);
    }

    /** How often something was lost on the way to one of them. */
    long gaps() {
        return sum(FeedCount::gaps);
    }

    /** Single events of visitors, by dashboard. */
    LongSummaryStatistics actives() {
        return counts.stream().mapToLong(FeedCount::actives).summaryStatistics();
    }

    private long sum(ToLongFunction<FeedCount> number) {
        return counts.stream().mapToLong(number).sum();
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
