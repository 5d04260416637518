package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Dashboards that look at the shown pixel and read whatever comes. Used by one thread. */
final class Dashboards implements AutoCloseable, WebSocketClient.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** All events of a pixel's channel begin so: {@code visitor.active}, {@code visitors.stats} and the others. */
    private static final byte[] FEED_EVENT = "{\"event\":\"visitor".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop = new Loop();
    private final List<WebSocketClient> clients = new ArrayList<>();
    private final Semaphore ready = new Semaphore(0);
    private final LongAdder frames = new LongAdder();

    /** Connects and subscribes so many, one after the other. */
    Dashboards(InetSocketAddress server, int count) throws IOException, InterruptedException {
        Target target = new Target(
                server,
                Host.SOCKETS + Host.KEY + "?protocol=7&client=benchmark&version=1.0",
                List.of("private-pixel." + Traffic.SHOWN),
                new ChannelSigner(Host.KEY, Host.SECRET));
        for (int i = 0; i < count; i++) {
            WebSocketClient client = new WebSocketClient(i, target, 0, this);
            clients.add(client);
            loop.connect(client);
            if (!ready.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("a dashboard did not open: it ended with " + client.closeCode());
            }
        }
    }

    /** Whether all are there. */
    boolean areOpen() {
        return clients.stream().allMatch(WebSocketClient::isOpen);
    }

    /** How many are there, and with which codes the others ended. */
    String verdict() {
        List<Integer> codes = clients.stream()
                .filter(client -> !client.isOpen())
                .map(WebSocketClient::closeCode)
                .distinct()
                .sorted()
                .toList();
        return clients.stream().filter(WebSocketClient::isOpen).count() + " there"
                + (codes.isEmpty() ? "" : ", the others ended with " + codes);
    }

    /** Events that all of them have got. */
    long frames() {
        return frames.sum();
    }

    /** Waits until they get nothing more for a while: what is owed to them has come. */
    void awaitQuiet(Duration silence) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        while (before != frames()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("dashboards are still sent events " + PATIENCE.toSeconds() + " s after the last");
            }
            before = frames();
            TimeUnit.NANOSECONDS.sleep(silence.toNanos());
        }
    }

    @Override
    public void ready(WebSocketClient client) {
        ready.release();
    }

    @Override
    public boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at) {
        if (to - from < FEED_EVENT.length) {
            return false;
        }
        for (int i = 0; i < FEED_EVENT.length; i++) {
            if (in.get(from + i) != FEED_EVENT[i]) {
                return false;
            }
        }
        frames.increment();
        return true;
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
