package io.livevisitors.benchmarks.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.livevisitors.benchmarks.load.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept (RFC 9112, section 9.3), and is free or has a page view under way. All of it happens on the
 * thread of its {@link Loop}.
 */
final class Sender implements Loop.Peer {

    /** Hears of a sender, on its loop's thread. */
    interface Listener {

        /** It is connected, or its page view was taken: it may send another. */
        void free(Sender sender, ByteBuffer buffer);

        /** It has ended, and why. */
        void ended(String reason);
    }

    private static final byte[] TAKEN = "HTTP/1.1 204 ".getBytes(US_ASCII);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(US_ASCII);

    private final InetSocketAddress server;
    private final Listener listener;
    private final PageViews pageViews;
    private final SocketChannel channel;

    private @Nullable SelectionKey key;

    /** How many bytes of the beginning of an answer have come. */
    private int begun;

    /** How many bytes of the end of its head have come. */
    private int ended;

    /**
     * Makes one, not connected yet.
     *
     * @param address the one that it comes from
     */
    Sender(int number, InetSocketAddress server, InetAddress address, Listener listener) throws IOException {
        this.server = server;
        this.listener = listener;
        this.pageViews = new PageViews(number);
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(new InetSocketAddress(address, 0));
    }

    @Override
    public void connect(Selector selector) {
        try {
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            channel.connect(server);
        } catch (IOException e) {
            end(e.toString());
        }
    }

    @Override
    public void proceed(ByteBuffer buffer) {
        try {
            if (key != null && channel.isConnectionPending()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                listener.free(this, buffer);
            } else if (readAnswer(buffer)) {
                listener.free(this, buffer);
            }
        } catch (IOException e) {
            end(e.toString());
        }
    }

    /** Sends a page view; only while it is free. */
    void send(int number, ByteBuffer buffer) {
        pageViews.write(number, buffer);
        try {
            channel.write(buffer);
            if (buffer.hasRemaining()) {
                end("the server does not read");
            }
        } catch (IOException e) {
            end(e.toString());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone, which is what was wanted
        }
    }

    /** Reads what there is; whether the answer is whole, which has no body. */
    private boolean readAnswer(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            throw new IOException("the server closed the connection");
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (begun < TAKEN.length && next != TAKEN[begun++]) {
                throw new IOException("a page view was not answered by 204");
            }
            ended = next == HEAD_END[ended] ? ended + 1 : next == HEAD_END[0] ? 1 : 0;
            if (ended == HEAD_END.length) {
                begun = 0;
                ended = 0;
                return true;
            }
        }
        return false;
    }

    private void end(String reason) {
        close();
        listener.ended(reason);
    }
}
