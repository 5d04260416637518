package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.WebSocketClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A reader that takes nothing any more, and what becomes of those beside it. Used by one thread. */
final class StuckReader implements AutoCloseable, WebSocketClient.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long the others may wait for an event until they are said to wait for the one that is stuck, if that is expected. */
    private static final Duration WAITING = Duration.ofSeconds(2);

    private static final Duration SLICE = Duration.ofMillis(100);

    /** 5 MB: more than the system takes for a reader that takes nothing. */
    private static final long EVENTS = 20_000;

    private static final int OTHERS = 2;

    /** Few: Tomcat ends a send on the stack of the one before, so a session's whole queue may lie on one stack. */
    private static final int UNDER_WAY = 100;

    private static final int AT_ONCE = 50;
    private static final int RECEIVE_BUFFER = 4 * 1_024;

    private final Loop loop = new Loop();
    private final Semaphore ready = new Semaphore(0);
    private final WebSocketClient client;

    private StuckReader(WebSocketClient.Target target) throws IOException, InterruptedException {
        client = new WebSocketClient(0, target, RECEIVE_BUFFER, this);
        loop.connect(client);
        if (!ready.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("a reader did not open: it ended with " + client.closeCode());
        }
        loop.execute(unused -> {
            client.stopReading();
            ready.release();
        });
        ready.acquire();
    }

    /**
     * Sends in every style, each beside a reader of that style that takes nothing.
     *
     * @return by style, whether the others got all of so many events that the system cannot have taken them for it
     */
    static Map<SendStyle, Boolean> measure(HostProcess host) throws IOException, InterruptedException {
        Map<SendStyle, Boolean> others = new EnumMap<>(SendStyle.class);
        for (SendStyle style : List.of(SendStyle.ASYNC, SendStyle.WRITER, SendStyle.BATCHES, SendStyle.LIBRARY)) {
            others.put(style, haveAll(host, style));
        }
        return others;
    }

    private static boolean haveAll(HostProcess host, SendStyle style) throws IOException, InterruptedException {
        InetSocketAddress server = host.address();
        try (StuckReader stuck = new StuckReader(Readers.target(style, server));
                Readers others = new Readers(style, host, server, style.isSafe() ? PATIENCE : WAITING)) {
            others.open(OTHERS);
            while (others.expected() < EVENTS * OTHERS) {
                others.saturated(style, SLICE, UNDER_WAY, AT_ONCE);
            }
            return true;
        } catch (LostEventException e) {
            return false;
        }
    }

    @Override
    public void ready(WebSocketClient opened) {
        ready.release();
    }

    @Override
    public boolean text(WebSocketClient reader, ByteBuffer in, int from, int to, long at) {
        return false;
    }

    @Override
    public void ended(WebSocketClient gone) {
        // it takes nothing, so it does not matter
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
