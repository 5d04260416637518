package io.livevisitors.benchmarks.sockets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * One WebSocket, which subscribes to channels, answers pings as browsers with pusher-js do, and tells of ticks. All of it
 * happens on the thread of its {@link Loop}; what others may read is volatile.
 */
final class Client {

    /** The connection ended without a close frame (RFC 6455, section 7.1.5). */
    static final int NO_CLOSE_FRAME = 1006;

    /** Has not ended. */
    static final int OPEN = 0;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = {};
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SWITCHING = "HTTP/1.1 101 ";

    /** What to connect to. */
    record Target(InetSocketAddress server, String path, List<String> channels) {}

    /** Hears of a client, on its loop's thread. */
    interface Listener {

        /** It is connected, and has joined its channels. */
        void ready(Client client);

        /** A tick came to it, read at a time of {@link System#nanoTime()}. */
        void tick(Client client, Tick tick, long at);

        /** It has ended; its code says how. */
        void ended(Client client);
    }

    final int number;

    private final Target target;
    private final Listener listener;
    private final SocketChannel channel;
    private final long openedAt = System.nanoTime();
    private byte[] rest = NOTHING;
    private boolean upgraded;
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
    Client(int number, Target target, int receiveBuffer, Listener listener) throws IOException {
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

    /** Nanoseconds from its making until it was ready; 0 if it is not. Any thread. */
    long openingNanos() {
        return openingNanos;
    }

    /** Whether it is ready and has not ended. Any thread. */
    boolean isOpen() {
        return openingNanos > 0 && closeCode == OPEN;
    }

    /** Whether it was pinged by an event, and answered. Any thread. */
    boolean isPinged() {
        return pinged;
    }

    /** With what code it ended, {@link #NO_CLOSE_FRAME} among them; {@link #OPEN} if it has not. Any thread. */
    int closeCode() {
        return closeCode;
    }

    // ---------------------------------------------------------------- its loop's thread

    void connect(Selector selector) {
        try {
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            if (channel.connect(target.server)) {
                connected();
            }
        } catch (IOException e) {
            end(NO_CLOSE_FRAME);
        }
    }

    /** Does what the socket is ready for. */
    void proceed(ByteBuffer in, WireFrame frame, Tick tick) {
        try {
            if (channel.isConnectionPending()) {
                connected();
            } else {
                read(in, in.capacity(), frame, tick);
            }
        } catch (IOException e) {
            end(NO_CLOSE_FRAME);
        }
    }

    /** From now on reads only by {@link #sip}. */
    void stopReading() {
        interest(0);
    }

    /** From now on reads again whatever comes. */
    void resumeReading() {
        interest(SelectionKey.OP_READ);
    }

    /** Reads once, so many bytes at most. */
    void sip(int bytes, ByteBuffer in, WireFrame frame, Tick tick) {
        if (closeCode == OPEN) {
            try {
                read(in, Math.min(in.capacity(), rest.length + bytes), frame, tick);
            } catch (IOException e) {
                end(NO_CLOSE_FRAME);
            }
        }
    }

    /** Ends it without a word. */
    void close() {
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

    private void read(ByteBuffer in, int limit, WireFrame frame, Tick tick) throws IOException {
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
                take(in, frame, tick, at);
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

    private void take(ByteBuffer in, WireFrame frame, Tick tick, long at) throws IOException {
        switch (frame.opcode()) {
            case WireFrame.TEXT -> {
                if (tick.read(in, frame.from(), frame.to())) {
                    listener.tick(this, tick, at);
                } else {
                    take(JSON.readTree(frame.payload(in)));
                }
            }
            case WireFrame.PING -> write(WireFrame.of(WireFrame.PONG, frame.payload(in)));
            case WireFrame.CLOSE -> end(frame.closeCode(in));
            default -> throw new IOException("a frame of opcode " + frame.opcode());
        }
    }

    private void take(JsonNode message) throws IOException {
        switch (message.path("event").asText()) {
            case "pusher:connection_established" -> subscribe();
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

    private void subscribe() throws IOException {
        for (String name : target.channels) {
            write(WireFrame.text("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + name + "\"}}"));
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
