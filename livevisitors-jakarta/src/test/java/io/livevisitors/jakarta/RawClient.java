package io.livevisitors.jakarta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A WebSocket client that does nothing by itself: it answers no ping, and reads only when told. Every read fails after
 * ten seconds, so no test waits for ever.
 */
final class RawClient implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int READ_MILLIS = 10_000;

    /** One frame of the server's. */
    record WireFrame(int opcode, ByteBuffer payload) {
        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        int closeCode() {
            return payload.remaining() < 2 ? 1005 : payload.getShort(0) & 0xffff;
        }
    }

    /** One event of the server's; {@code data} is parsed from its JSON string. */
    record Event(String event, String channel, JsonNode data) {
        long seq() {
            return data.path("seq").asLong(-1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    final int status;
    final Map<String, String> headers = new LinkedHashMap<>();
    private String socketId = "";

    private RawClient(int port, String target, int receiveBuffer, Map<String, String> extra) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS);
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        Map<String, String> request = new LinkedHashMap<>();
        request.put("Host", "127.0.0.1:" + port);
        request.put("Upgrade", "websocket");
        request.put("Connection", "Upgrade");
        request.put("Sec-WebSocket-Version", "13");
        request.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.putAll(extra);
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        request.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        status = Integer.parseInt(line().split(" ", 3)[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** Asks for an upgrade and reads the answer's head. */
    static RawClient handshake(int port, String target, Map<String, String> headers) {
        return handshake(port, target, 0, headers);
    }

    /** As above, with a small receive buffer, so that the server soon finds it full. */
    static RawClient handshake(int port, String target, int receiveBuffer, Map<String, String> headers) {
        try {
            return new RawClient(port, target, receiveBuffer, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the server's first words. */
    RawClient established() {
        Event event = event();
        if (!event.event().equals("pusher:connection_established")) {
            throw new AssertionError("not established but " + event);
        }
        socketId = event.data().path("socket_id").asText();
        return this;
    }

    String socketId() {
        return socketId;
    }

    void send(String text) {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int opcode, byte[] payload) {
        try {
            socket.getOutputStream().write(encode(opcode, payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void subscribe(String channel) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    void subscribe(String channel, String auth) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\",\"auth\":\"" + auth + "\"}}");
    }

    /** The next text frame, as the event that it is; frames of WebSocket's own in between are an error. */
    Event event() {
        WireFrame frame = frame();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("no text but opcode " + frame.opcode() + ", close code " + frame.closeCode());
        }
        return parse(frame.text());
    }

    /** The next event with that name; skips others. */
    Event event(String name) {
        Event event = event();
        while (!event.event().equals(name)) {
            event = event();
        }
        return event;
    }

    /** Reads up to the close frame and says its code; -1 if the connection ended without one. */
    int closeCode() {
        try {
            WireFrame frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.closeCode();
        } catch (IOException e) {
            return -1;
        }
    }

    WireFrame frame() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something waits to be read. */
    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    static Event parse(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            if (!frame.path("data").isTextual()) {
                throw new AssertionError("data is no JSON string: " + text);
            }
            return new Event(
                    frame.path("event").asText(),
                    frame.path("channel").asText(""),
                    MAPPER.readTree(frame.path("data").textValue()));
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WireFrame read() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new WireFrame(opcode, ByteBuffer.wrap(payload));
    }

    /** One masked frame (RFC 6455 section 5.2); the mask is zero, which is a mask too. */
    private static byte[] encode(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
