package io.livevisitors.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One thread, and the peers that it serves, as their sockets become ready. Its methods may be called by any thread. */
public final class Loop implements AutoCloseable {

    private static final int BUFFER_BYTES = 128 * 1024;

    /** One end of a socket. All its methods are called on its loop's thread. */
    public interface Peer {

        /** Begins to connect, and registers itself as the attachment of its key. */
        void connect(Selector selector);

        /**
         * Does what its socket is ready for.
         *
         * @param buffer the loop's, of which nothing is left by the next call
         */
        void proceed(ByteBuffer buffer);

        /** Ends it without a word. */
        void close();
    }

    private final Selector selector = Selector.open();
    private final Queue<Consumer<ByteBuffer>> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread = new Thread(this::run, "clients");
    private volatile boolean closed;

    /** Starts it. */
    public Loop() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects a peer, which is this loop's from now on. */
    public void connect(Peer peer) {
        execute(unused -> peer.connect(selector));
    }

    /** Runs a task on the loop's thread, and lends it the loop's buffer. */
    public void execute(Consumer<ByteBuffer> task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Closes the connections of all its peers, and ends. */
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
                selector.select(key -> peer(key).proceed(buffer));
                for (Consumer<ByteBuffer> task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.accept(buffer);
                }
            }
            selector.keys().forEach(key -> peer(key).close());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Peer peer(SelectionKey key) {
        return (Peer) key.attachment();
    }
}
