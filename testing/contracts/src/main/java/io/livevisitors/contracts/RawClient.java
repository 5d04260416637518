package io.livevisitors.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
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
public final class RawClient implements AutoCloseable {

    /** Opcodes of frames (RFC 6455, section 5.2). */
    public static final int TEXT = 1;

    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** Names of the protocol's own events. */
    public static final String ESTABLISHED = "pusher:connection_established";

    public static final String SUCCEEDED = "pusher_internal:subscription_succeeded";
    public static final String REFUSED = "pusher:subscription_error";
    public static final String ERROR = "pusher:error";
    public static final String MEMBER_ADDED = "pusher_internal:member_added";
    public static final String MEMBER_REMOVED = "pusher_internal:member_removed";
    public static final String CACHE_MISS = "pusher:cache_miss";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int READ_MILLIS = 10_000;

    /** One frame of the server's. */
    public record WireFrame(int opcode, ByteBuffer payload) {
        /** The payload as text. */
        public String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }

        /** The close code; 1005 if it has none. */
        public int closeCode() {
            return payload.remaining() < 2 ? 1005 : payload.getShort(0) & 0xffff;
        }
    }

    /** One event of the server's; {@code data} is parsed from its JSON string. */
    public record Event(String event, String channel, JsonNode data, JsonNode frame) {
        /** Its number; -1 if it has none. */
        public long seq() {
            return data.path("seq").asLong(-1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
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
    public static RawClient handshake(int port, String target, Map<String, String> headers) {
        return handshake(port, target, 0, headers);
    }

    /** As above, with a small receive buffer, so that the server soon finds it full. */
    public static RawClient handshake(int port, String target, int receiveBuffer, Map<String, String> headers) {
        try {
            return new RawClient(port, target, receiveBuffer, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the server's first words. */
    public RawClient established() {
        Event event = event();
        if (!event.event().equals("pusher:connection_established")) {
            throw new AssertionError("not established but " + event);
        }
        socketId = event.data().path("socket_id").asText();
        return this;
    }

    public String socketId() {
        return socketId;
    }

    public void send(String text) {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(int opcode, byte[] payload) {
        try {
            socket.getOutputStream().write(encode(opcode, payload));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status of the answer to the handshake. */
    public int status() {
        return status;
    }

    /** Headers of the answer to the handshake, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Sends an event with {@code data} as an object. */
    public void send(String event, String data) {
        send("{\"event\":\"" + event + "\",\"data\":" + data + "}");
    }

    /** Sends a client event. */
    public void whisper(String event, String channel, String data) {
        send("{\"event\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":" + data + "}");
    }

    /** Asks to join a channel without a signature. */
    public void subscribe(String channel) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\"}}");
    }

    /** Asks to leave a channel; there is no answer. */
    public void unsubscribe(String channel) {
        send("pusher:unsubscribe", "{\"channel\":\"" + channel + "\"}");
    }

    /** Asks to join a channel with a signature and {@code channel_data}. */
    public void subscribe(String channel, String auth, String channelData) {
        try {
            send(
                    "pusher:subscribe",
                    MAPPER.writeValueAsString(Map.of("channel", channel, "auth", auth, "channel_data", channelData)));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks to join a channel with a signature. */
    public void subscribe(String channel, String auth) {
        send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\",\"auth\":\"" + auth + "\"}}");
    }

    /** The next text frame, as the event that it is; frames of WebSocket's own in between are an error. */
    public Event event() {
        WireFrame frame = frame();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("no text but opcode " + frame.opcode() + ", close code " + frame.closeCode());
        }
        return parse(frame.text());
    }

    /** The next event with that name; skips others. */
    public Event event(String name) {
        Event event = event();
        while (!event.event().equals(name)) {
            event = event();
        }
        return event;
    }

    /** Reads up to the close frame and says its code; -1 if the connection ended without one. */
    public int closeCode() {
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

    public WireFrame frame() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something waits to be read. */
    public boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    public static Event parse(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            if (!frame.path("data").isTextual()) {
                throw new AssertionError("data is no JSON string: " + text);
            }
            return new Event(
                    frame.path("event").asText(),
                    frame.path("channel").asText(""),
                    data(frame.path("data").textValue()),
                    frame);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** Any text is allowed as data, though most is JSON. */
    private static JsonNode data(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    /** Sends a ping and reads its pong: all that was sent before has been dealt with, and nothing came in between. */
    public void hearsNothing() {
        send("pusher:ping", "{}");
        Event event = event();
        if (!event.event().equals("pusher:pong")) {
            throw new AssertionError("nothing was expected, but there came " + event);
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
