package io.livevisitors.benchmarks.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread, and the clients that it reads for, as they become ready. Its methods may be called by any thread. */
final class Loop implements AutoCloseable {

    private static final int READ_BYTES = 128 * 1024;

    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
    private final WireFrame frame = new WireFrame();
    private final Tick tick = new Tick();
    private final Thread thread = new Thread(this::run, "clients");
    private volatile boolean closed;

    Loop() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects a client, which is this loop's from now on. */
    void connect(Client client) {
        execute(() -> client.connect(selector));
    }

    /** Has a client of this loop read so many bytes at most. */
    void sip(Client client, int bytes) {
        execute(() -> client.sip(bytes, in, frame, tick));
    }

    /** Runs a task on the loop's thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Closes the connections of all its clients, and ends. */
    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(key -> client(key).proceed(in, frame, tick));
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            selector.keys().forEach(key -> client(key).close());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Client client(SelectionKey key) {
        return (Client) key.attachment();
    }
}
