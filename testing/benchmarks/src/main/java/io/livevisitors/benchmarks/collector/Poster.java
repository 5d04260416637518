package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.load.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept (RFC 9112, section 9.3): sends a request, awaits its answer, sends the next. All of it
 * happens on the thread of its {@link Loop}; what it counts may be read by others while it rests.
 */
final class Poster implements Loop.Peer {

    /** Hears of a poster, on its loop's thread. */
    interface Listener {

        /** It is connected and rests. */
        void ready();

        /** What is to be sent next; null for nothing, after which it rests. */
        @Nullable Traffic next();

        /** It has ended, and why. */
        void ended(String reason);
    }

    private static final String TAKEN = "HTTP/1.1 204 ";
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final Listener listener;
    private final Beacons beacons;
    private final SocketChannel channel;
    private final StringBuilder status = new StringBuilder();
    private @Nullable SelectionKey key;
    private @Nullable Traffic sent;
    private boolean isPageView;
    private int headEnd;
    private long answered;
    private long quietPageViews;
    private long shownPageViews;

    /**
     * Makes one, not connected yet.
     *
     * @param address the one that it comes from
     */
    Poster(int number, InetSocketAddress server, InetAddress address, Listener listener) throws IOException {
        this.server = server;
        this.listener = listener;
        this.beacons = new Beacons(number);
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(new InetSocketAddress(address, 0));
    }

    /** Requests that were answered as they should. */
    long answered() {
        return answered;
    }

    /** Page views of a pixel that were answered as they should. */
    long pageViews(String pixel) {
        return pixel.equals(Traffic.SHOWN) ? shownPageViews : quietPageViews;
    }

    /** Tabs of which a pixel has heard. */
    int tabs(String pixel) {
        return beacons.tabs(pixel);
    }

    // ---------------------------------------------------------------- its loop's thread

    @Override
    public void connect(Selector selector) {
        try {
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            if (channel.connect(server)) {
                connected(key);
            }
        } catch (IOException e) {
            end(e.toString());
        }
    }

    @Override
    public void proceed(ByteBuffer buffer) {
        try {
            if (channel.isConnectionPending() && key != null) {
                connected(key);
            } else if (readAnswer(buffer)) {
                count();
                post(buffer);
            }
        } catch (IOException e) {
            end(e.toString());
        }
    }

    /** Begins, or goes on. */
    void post(ByteBuffer buffer) {
        sent = listener.next();
        if (sent == null) {
            return;
        }
        buffer.clear();
        isPageView = beacons.next(sent, buffer);
        buffer.flip();
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

    private void connected(SelectionKey ready) throws IOException {
        channel.finishConnect();
        ready.interestOps(SelectionKey.OP_READ);
        listener.ready();
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
            if (status.length() < TAKEN.length()) {
                status.append((char) next);
            }
            headEnd = next == HEAD_END[headEnd] ? headEnd + 1 : next == HEAD_END[0] ? 1 : 0;
            if (headEnd == HEAD_END.length) {
                requireTaken();
                return true;
            }
        }
        return false;
    }

    private void requireTaken() throws IOException {
        if (!TAKEN.contentEquals(status)) {
            throw new IOException("an event was answered by " + status);
        }
        status.setLength(0);
        headEnd = 0;
    }

    private void count() {
        answered++;
        if (isPageView && sent != null && sent.isCounted()) {
            boolean isShown = sent.pixel().equals(Traffic.SHOWN);
            shownPageViews += isShown ? 1 : 0;
            quietPageViews += isShown ? 0 : 1;
        }
    }

    private void end(String reason) {
        close();
        listener.ended(reason);
    }
}
