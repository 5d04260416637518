package io.livevisitors.benchmarks.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Dashboards that read whatever comes, and note when they are shown each page view of one phase. One thread reads them
 * all; what it noted may be read by another that has {@linkplain #awaitAll waited for it}.
 */
final class Dashboards implements AutoCloseable, WebSocketClient.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** After so long without a page view that was not seen before, none will come. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    /** All events of a pixel's channel begin so. */
    private static final byte[] FEED_EVENT = "{\"event\":\"visitor".getBytes(US_ASCII);

    private final Phase phase;

    /** Number of the first page view that is measured. */
    private final int first;

    /** By dashboard and page view, by {@link System#nanoTime()}; 0 for what was not seen. */
    private final long[][] seenAt;

    private final Loop loop = new Loop();
    private final List<WebSocketClient> clients = new ArrayList<>();
    private final Semaphore ready = new Semaphore(0);
    private final LongAdder seen = new LongAdder();
    private final LongAdder seenAgain = new LongAdder();

    /**
     * Connects and subscribes those of a phase, one after the other.
     *
     * @param first number of its first page view
     */
    Dashboards(InetSocketAddress server, Phase phase, int first) throws IOException, InterruptedException {
        this.phase = phase;
        this.first = first + phase.warming();
        this.seenAt = new long[phase.dashboards()][phase.measured()];
        Target target = new Target(
                server,
                Host.SOCKETS + Host.KEY + "?protocol=7&client=benchmark&version=1.0",
                List.of("private-pixel." + Host.SHOP),
                new ChannelSigner(Host.KEY, Host.SECRET));
        for (int i = 0; i < phase.dashboards(); i++) {
            WebSocketClient client = new WebSocketClient(i, target, 0, this);
            clients.add(client);
            loop.connect(client);
            if (!ready.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("a dashboard did not open: it ended with " + client.closeCode());
            }
        }
    }

    /** Waits until all have seen everything, or have ended, or for so long that nothing more will come. */
    void awaitAll() throws InterruptedException {
        long deadline = System.nanoTime() + SILENCE.toNanos();
        long before = 0;
        while (seen.sum() < phase.sights() && open() > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(5);
            if (seen.sum() > before) {
                before = seen.sum();
                deadline = System.nanoTime() + SILENCE.toNanos();
            }
        }
    }

    /** When a dashboard saw a measured page view, by {@link System#nanoTime()}; 0 if it did not. */
    long seenAt(int dashboard, int index) {
        return seenAt[dashboard][index];
    }

    /** How often a dashboard was shown a page view that it had seen. */
    long seenAgain() {
        return seenAgain.sum();
    }

    /** How many are there. */
    int open() {
        return (int) clients.stream().filter(WebSocketClient::isOpen).count();
    }

    @Override
    public void ready(WebSocketClient client) {
        ready.release();
    }

    @Override
    public boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        int index = ShownPageView.read(in, from, to) - first;
        if (index >= 0 && index < phase.measured()) {
            long[] own = seenAt[client.number()];
            if (own[index] == 0) {
                own[index] = at;
                seen.increment();
            } else {
                seenAgain.increment();
            }
            return true;
        }
        return ShownPageView.startsWith(FEED_EVENT, in, from, to);
    }

    @Override
    public void ended(WebSocketClient client) {
        // whoever counts the open ones sees it
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
