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
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Dashboards that look at one server's pixel. Used by one thread. */
final class Dashboards implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    /** Waits until they get nothing more for a while: what is owed to them has come. */
    void awaitQuiet(Duration silence) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        while (before != events()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("dashboards are still sent events " + PATIENCE.toSeconds() + " s after the last");
            }
            before = events();
            TimeUnit.NANOSECONDS.sleep(silence.toNanos());
        }
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

    /** Dashboards that have got so many single events of visitors, no more and no fewer. */
    long haveActives(long number) {
        return counts.stream().filter(count -> count.actives() == number).count();
    }

    private long sum(ToLongFunction<FeedCount> number) {
        return counts.stream().mapToLong(number).sum();
    }

    @Override
    public void close() throws IOException {
        clients.close();
    }
}
