package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A client that stops reading its socket: what is sent to it fills a small receive buffer, then the server's send buffer,
 * then its outbox. From then on it takes nothing, or a sip when told. Used by one thread.
 */
final class SlowReader implements AutoCloseable, WebSocketClient.Listener {

    private static final int RECEIVE_BUFFER = 4 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Events of which none is taken any more when all that lies between is full. */
    private static final int PROBE = 500;

    private static final long PROBE_MILLIS = 20;

    private final Loop loop;
    private final WebSocketClient client;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private SlowReader(Loop loop, Target target) throws IOException {
        this.loop = loop;
        this.client = new WebSocketClient(0, target, RECEIVE_BUFFER, this);
    }

    /** Connects one, and has it stop when it has joined its channels. */
    static SlowReader open(Loop loop, Target target) throws IOException, InterruptedException {
        SlowReader reader = new SlowReader(loop, target);
        loop.connect(reader.client);
        if (!reader.ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("a slow reader does not open within " + PATIENCE.toSeconds() + " s");
        }
        return reader;
    }

    /** Publishes on a channel that it alone reads, until the server takes nothing more for it. */
    void fill(HostProcess host, String channel, int bytes) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (host.flood(channel, PROBE, bytes) < PROBE) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("a reader that does not read was not full within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS); // what the network still takes, it takes now
        }
    }

    /** Reads so many bytes at most. */
    void sip(int bytes) {
        loop.execute(buffer -> client.sip(bytes, buffer));
    }

    /** Reads everything to the end; the code with which it ended, {@link WebSocketClient#OPEN} if it has not in time. */
    int readToTheEnd(Duration patience) throws InterruptedException {
        loop.execute(buffer -> client.resumeReading());
        var unused = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        return client.closeCode();
    }

    @Override
    public void ready(WebSocketClient opened) {
        opened.stopReading();
        ready.countDown();
    }

    @Override
    public boolean text(WebSocketClient reader, ByteBuffer in, int from, int to, long at) {
        return false;
    }

    @Override
    public void ended(WebSocketClient gone) {
        ended.countDown();
    }

    /** Ends it without a word, if it has not ended. */
    @Override
    public void close() {
        loop.execute(buffer -> client.close());
    }
}
