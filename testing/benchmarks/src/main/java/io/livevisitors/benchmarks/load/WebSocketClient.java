package io.livevisitors.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, which subscribes to channels, answers pings as browsers with pusher-js do, and shows what else comes. All
 * of it happens on the thread of its {@link Loop}; what others may read is volatile.
 */
public final class WebSocketClient implements Loop.Peer {

    /** The connection ended without a close frame (RFC 6455, section 7.1.5). */
    public static final int NO_CLOSE_FRAME = 1006;

    /** Has not ended. */
    public static final int OPEN = 0;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SWITCHING = "HTTP/1.1 101 ";

    /**
     * What to connect to.
     *
     * @param channels to subscribe to
     * @param signer signs the subscriptions; null if the channels are open to all
     */
    public record Target(
            InetSocketAddress server,
            String path,
            List<String> channels,
            @Nullable ChannelSigner signer) {

        /** With channels that are open to all. */
        public Target(InetSocketAddress server, String path, List<String> channels) {
            this(server, path, channels, null);
        }
    }

    /** Hears of a client, on its loop's thread. */
    public interface Listener {

        /** It is connected, and has joined its channels. */
        void ready(WebSocketClient client);

        /**
         * A text frame came to it. Of an event that comes in parts, the first alone is shown.
         *
         * @param in holds the frame's payload between two of its indexes, for the time of the call
         * @param at when it was read, by {@link System#nanoTime()}
         * @return whether it was an event of a channel; what is none is for the client itself
         */
        boolean text(WebSocketClient client, ByteBuffer in, int from, int to, long at);

        /** It has ended; its code says how. */
        void ended(WebSocketClient client);
    }

    private final int number;
    private final WireFrame frame = new WireFrame();

    private final Target target;
    private final Listener listener;
    private final SocketChannel channel;
    private final long openedAt = System.nanoTime();
    private byte[] rest = NOTHING;
    private boolean upgraded;
    private boolean isEvent;
    private int joined;
    private @Nullable SelectionKey key;

    private volatile long openingNanos;
    private volatile boolean pinged;
    private volatile int closeCode = OPEN;

    /**
     * Makes one, not connected yet.
     *
     * @param number given by the caller, for the caller
     * @param receiveBuffer bytes; 0 for the system's choice
     */
    public WebSocketClient(int number, Target target, int receiveBuffer, Listener listener) throws IOException {
        this.number = number;
        this.target = target;
        this.listener = listener;
        this.channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
    }

    /** As given by its maker. */
    public int number() {
        return number;
    }

    /** Nanoseconds from its making until it was ready; 0 if it is not. Any thread. */
    public long openingNanos() {
        return openingNanos;
    }

    /** Whether it is ready and has not ended. Any thread. */
    public boolean isOpen() {
        return openingNanos > 0 && closeCode == OPEN;
    }

    /** Whether it was pinged by an event, and answered. Any thread. */
    public boolean isPinged() {
        return pinged;
    }

    /** With what code it ended, {@link #NO_CLOSE_FRAME} among them; {@link #OPEN} if it has not. Any thread. */
    public int closeCode() {
        return closeCode;
    }

    // ---------------------------------------------------------------- its loop's thread

    @Override
    public void connect(Selector selector) {
        try {
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            if (channel.connect(target.server)) {
                connected();
            }
        } catch (IOException e) {
            end(NO_CLOSE_FRAME);
        }
    }

    @Override
    public void proceed(ByteBuffer in) {
        try {
            if (channel.isConnectionPending()) {
                connected();
            } else {
                read(in, in.capacity());
            }
        } catch (IOException e) {
            end(NO_CLOSE_FRAME);
        }
    }

    /** From now on reads only by {@link #sip}. */
    public void stopReading() {
        interest(0);
    }

    /** From now on reads again whatever comes. */
    public void resumeReading() {
        interest(SelectionKey.OP_READ);
    }

    /** Reads once, so many bytes at most. */
    public void sip(int bytes, ByteBuffer in) {
        if (closeCode == OPEN) {
            try {
                read(in, Math.min(in.capacity(), rest.length + bytes));
            } catch (IOException e) {
                end(NO_CLOSE_FRAME);
            }
        }
    }

    @Override
    public void close() {
        end(NO_CLOSE_FRAME);
    }

    private void interest(int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    private void connected() throws IOException {
        channel.finishConnect();
        interest(SelectionKey.OP_READ);
        String request = "GET " + target.path + " HTTP/1.1\r\nHost: " + target.server.getHostString() + ":"
                + target.server.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    }

    private void write(ByteBuffer bytes) throws IOException {
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read");
        }
    }

    private void read(ByteBuffer in, int limit) throws IOException {
        in.clear().put(rest).limit(limit);
        int read = channel.read(in);
        long at = System.nanoTime();
        if (read < 0) {
            end(NO_CLOSE_FRAME);
            return;
        }
        in.flip();
        if (upgraded || takeAnswer(in)) {
            while (closeCode == OPEN && frame.next(in)) {
                take(in, at);
            }
        }
        rest = in.hasRemaining() ? remaining(in) : NOTHING;
    }

    private static byte[] remaining(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    /** Takes the answer to the handshake; false if it is not whole or is a refusal. */
    private boolean takeAnswer(ByteBuffer in) {
        int end = endOfHead(in);
        if (end < 0) {
            return false;
        }
        byte[] head = new byte[end - in.position()];
        in.get(head);
        if (!new String(head, StandardCharsets.ISO_8859_1).startsWith(SWITCHING)) {
            end(NO_CLOSE_FRAME);
            return false;
        }
        upgraded = true;
        readyIfJoined();
        return true;
    }

    private static int endOfHead(ByteBuffer in) {
        for (int i = in.position(); i + HEAD_END.length <= in.limit(); i++) {
            int same = 0;
            while (same < HEAD_END.length && in.get(i + same) == HEAD_END[same]) {
                same++;
            }
            if (same == HEAD_END.length) {
                return i + same;
            }
        }
        return -1;
    }

    private void take(ByteBuffer in, long at) throws IOException {
        switch (frame.opcode()) {
            case WireFrame.TEXT -> {
                isEvent = listener.text(this, in, frame.from(), frame.to(), at);
                if (!isEvent) {
                    take(JSON.readTree(frame.payload(in)));
                }
            }
            case WireFrame.CONTINUATION -> {
                if (!isEvent) {
                    throw new IOException("a message of the protocol comes in parts");
                }
            }
            case WireFrame.PING -> write(WireFrame.of(WireFrame.PONG, frame.payload(in)));
            case WireFrame.CLOSE -> end(frame.closeCode(in));
            default -> throw new IOException("a frame of opcode " + frame.opcode());
        }
    }

    private void take(JsonNode message) throws IOException {
        switch (message.path("event").asText()) {
            case "pusher:connection_established" ->
                subscribe(JSON.readTree(message.path("data").asText())
                        .path("socket_id")
                        .asText());
            case "pusher_internal:subscription_succeeded" -> {
                joined++;
                readyIfJoined();
            }
            case "pusher:ping" -> {
                write(WireFrame.text("{\"event\":\"pusher:pong\",\"data\":{}}"));
                pinged = true;
            }
            default -> {} // a flood, or why it is sent away, which the close frame says too
        }
    }

    private void subscribe(String socketId) throws IOException {
        for (String name : target.channels) {
            String auth = target.signer == null ? "" : ",\"auth\":\"" + target.signer.sign(socketId, name, null) + "\"";
            write(WireFrame.text(
                    "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + name + "\"" + auth + "}}"));
        }
    }

    private void readyIfJoined() {
        if (joined == target.channels.size()) {
            openingNanos = System.nanoTime() - openedAt;
            listener.ready(this);
        }
    }

    private void end(int code) {
        if (closeCode == OPEN) {
            closeCode = code;
            try {
                channel.close();
            } catch (IOException e) {
                // it is gone, which is what was wanted
            }
            listener.ended(this);
        }
    }
}
