package io.livevisitors.jakarta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * As much of a WebSocket client as the tests beside it need: it asks to join channels and reads events, when told to.
 * Every read fails after ten seconds. The contracts have a whole one.
 */
final class TestClient implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int READ_MILLIS = 10_000;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;

    /** One event of the server's; {@code data} is parsed from its JSON string. */
    record Event(String event, String channel, JsonNode data) {
        long seq() {
            return data.path("seq").asLong(-1);
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final int status;
    private String socketId = "";

    /** @param receiveBuffer bytes; small ones are soon full when nothing is read, 0 is as usual */
    private TestClient(int port, String target, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS);
        socket.setSoTimeout(READ_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        String request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        status = Integer.parseInt(line().split(" ", 3)[1]);
        while (!line().isEmpty()) {
            // headers are of no interest here
        }
    }

    /** Asks for an upgrade and reads the answer's head. */
    static TestClient handshake(int port, String target, int receiveBuffer) {
        try {
            return new TestClient(port, target, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status of the answer to the handshake. */
    int status() {
        return status;
    }

    /** Reads the server's first words. */
    TestClient established() {
        socketId =
                event("pusher:connection_established").data().path("socket_id").asText();
        return this;
    }

    String socketId() {
        return socketId;
    }

    void subscribe(String channel) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    void subscribe(String channel, String auth) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\",\"auth\":\"" + auth + "\"}}");
    }

    /** Sends a text of at most 65,535 bytes, under a mask of zeros, which is a mask too. */
    void send(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length)
                .put((byte) TEXT)
                .put((byte) (MASKED | 126))
                .putShort((short) payload.length)
                .putInt(0)
                .put(payload);
        try {
            socket.getOutputStream().write(frame.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the next frame, which must be of text. */
    String text() {
        try {
            if (in.readUnsignedByte() != TEXT) {
                throw new AssertionError("no text");
            }
            int length = in.readUnsignedByte();
            byte[] payload = new byte[length < 126 ? length : length == 126 ? in.readUnsignedShort() : length(in)];
            in.readFully(payload);
            return new String(payload, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of the next frame, which must be a close frame with one. */
    int closeCode() {
        try {
            int opcode = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            if (opcode != CLOSE || length < 2) {
                throw new AssertionError("no close with a code");
            }
            return in.readUnsignedShort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int length(DataInputStream in) throws IOException {
        return Math.toIntExact(in.readLong());
    }

    /** The next event. */
    Event event() {
        return parse(text());
    }

    /** The next event with that name; skips others. */
    Event event(String name) {
        Event event = event();
        while (!event.event().equals(name)) {
            event = event();
        }
        return event;
    }

    static Event parse(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
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

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
