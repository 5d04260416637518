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
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A WebSocket client that does nothing by itself: it answers no ping, and reads only when told. Every read fails after
 * ten seconds, so no test waits for ever. It puts the fragments of a message together, and refuses a frame that breaks
 * RFC 6455. One thread may write while another reads.
 */
public final class RawClient implements AutoCloseable {

    /** Opcodes of frames (RFC 6455, section 5.2). */
    public static final int CONTINUATION = 0;

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
    public static final String PONG_EVENT = "pusher:pong";
    public static final String PING_EVENT = "pusher:ping";
    public static final String MEMBER_ADDED = "pusher_internal:member_added";
    public static final String MEMBER_REMOVED = "pusher_internal:member_removed";
    public static final String CACHE_MISS = "pusher:cache_miss";
    public static final String SIGNED_IN = "pusher:signin_success";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int READ_MILLIS = 10_000;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int CONTROL = 0x08;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;

    /** A message of the server's, or a control frame. */
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

        /** The JSON string as it came. */
        public String dataText() {
            return frame.path("data").textValue();
        }

        /** Its number; -1 if it has none. */
        public long seq() {
            return data.path("seq").asLong(-1);
        }

        /** The code of an error; -1 if it has none. */
        public int code() {
            return data.path("code").asInt(-1);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();
    private int opcode = CONTINUATION;
    private String socketId = "";

    private RawClient(int port, byte[] request, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS);
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        socket.getOutputStream().write(request);
        status = Integer.parseInt(line().split(" ", 3)[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    // ---------------------------------------------------------------- opening

    /** Asks for an upgrade and reads the answer's head; a header that is empty is left out. */
    public static RawClient handshake(int port, String target, Map<String, String> headers) {
        return handshake(port, target, 0, headers);
    }

    /** As above, with a small receive buffer, so that the server soon finds it full. */
    public static RawClient handshake(int port, String target, int receiveBuffer, Map<String, String> headers) {
        return open(port, request(port, target, headers).getBytes(StandardCharsets.ISO_8859_1), receiveBuffer);
    }

    /** Sends these bytes, which ask for something, and reads the answer's head. */
    public static RawClient exchange(int port, byte[] request) {
        return open(port, request, 0);
    }

    /** The request of a handshake, as text. */
    public static String request(int port, String target, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Host", "127.0.0.1:" + port);
        all.put("Upgrade", "websocket");
        all.put("Connection", "Upgrade");
        all.put("Sec-WebSocket-Version", "13");
        all.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        all.putAll(headers);
        all.values().removeIf(String::isEmpty);
        StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append("\r\n").toString();
    }

    private static RawClient open(int port, byte[] request, int receiveBuffer) {
        try {
            return new RawClient(port, request, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the server's first words. */
    public RawClient established() {
        Event event = event();
        if (!event.event().equals(ESTABLISHED)) {
            throw new AssertionError("not established but " + event);
        }
        socketId = event.data().path("socket_id").asText();
        return this;
    }

    public String socketId() {
        return socketId;
    }

    /** Status of the answer to the handshake. */
    public int status() {
        return status;
    }

    /** Headers of the answer to the handshake, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body of an answer that is no upgrade, by its {@code Content-Length}. */
    public String body() {
        try {
            byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
            in.readFully(body);
            return new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---------------------------------------------------------------- sending

    public void send(String text) {
        send(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(int opcode, byte[] payload) {
        sendFrame(true, opcode, payload);
    }

    /** Sends a fragment of a message: {@code last} is the frame's FIN bit. */
    public void sendFrame(boolean last, int opcode, byte[] payload) {
        sendBytes(encode((last ? FIN : 0) | opcode, payload));
    }

    /** Sends bytes that need not be a frame. */
    public void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends an event with {@code data} as JSON. */
    public void send(String event, String data) {
        send("{\"event\":\"" + event + "\",\"data\":" + data + "}");
    }

    /** Sends an event with {@code data} as a JSON string that holds JSON, as some clients do. */
    public void sendAsString(String event, String data) {
        send(event, ApiClient.quote(data));
    }

    /** Sends a client event. */
    public void whisper(String event, String channel, String data) {
        send("{\"event\":\"" + event + "\",\"channel\":\"" + channel + "\",\"data\":" + data + "}");
    }

    /** Asks to join a channel without a signature. */
    public void subscribe(String channel) {
        send("pusher:subscribe", json(Map.of("channel", channel)));
    }

    /** Asks to join a channel with a signature. */
    public void subscribe(String channel, String auth) {
        send("pusher:subscribe", json(Map.of("channel", channel, "auth", auth)));
    }

    /** Asks to join a channel with a signature and {@code channel_data}. */
    public void subscribe(String channel, String auth, String channelData) {
        send("pusher:subscribe", json(Map.of("channel", channel, "auth", auth, "channel_data", channelData)));
    }

    /** Asks to leave a channel; there is no answer. */
    public void unsubscribe(String channel) {
        send("pusher:unsubscribe", json(Map.of("channel", channel)));
    }

    /** Asks to sign in. */
    public void signIn(String auth, String userData) {
        send("pusher:signin", json(Map.of("auth", auth, "user_data", userData)));
    }

    // ---------------------------------------------------------------- reading

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

    /** The next event, which must have that name. */
    public Event next(String name) {
        Event event = event();
        if (!event.event().equals(name)) {
            throw new AssertionError("no " + name + " but " + event);
        }
        return event;
    }

    /** Reads up to the close frame and says its code; -1 if the connection ended without one, or with a broken one. */
    public int closeCode() {
        try {
            WireFrame frame = read();
            while (frame.opcode() != CLOSE) {
                frame = read();
            }
            return frame.closeCode();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection stays open", e);
        } catch (ProtocolException e) {
            awaitEnd();
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** The next message or control frame. */
    public WireFrame frame() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something waits to be read. */
    public boolean hasInput() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a ping and reads its pong: all that was sent before has been dealt with, and nothing came in between. */
    public void hearsNothing() {
        send(PING_EVENT, "{}");
        Event event = event();
        if (!event.event().equals(PONG_EVENT)) {
            throw new AssertionError("nothing was expected, but there came " + event);
        }
    }

    /** Reads whatever comes up to the end of the connection. */
    public void awaitEnd() {
        awaitEnd(Duration.ofMillis(READ_MILLIS));
    }

    /** The same, more patient than reads are. */
    public void awaitEnd(Duration silence) {
        try {
            socket.setSoTimeout(Math.toIntExact(silence.toMillis()));
            while (in.read() >= 0) {
                // what comes is of no interest
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection does not end", e);
        } catch (IOException e) {
            // reset, which is an end too
        }
    }

    /** A server frame as the event that it is. */
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

    /** A text as JSON, which it must be. */
    public static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
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

    // ---------------------------------------------------------------- ending

    /** Closes the socket without a close frame, as a browser that is killed does. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resets the connection, as a network that fails does. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a close frame. */
    public void sayGoodbye(int code) {
        send(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    // ---------------------------------------------------------------- the wire

    private WireFrame read() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            if ((first & RESERVED) != 0) {
                throw new ProtocolException("a frame with reserved bits set: " + first);
            }
            if ((first & CONTROL) != 0) {
                return new WireFrame(first & OPCODE, ByteBuffer.wrap(payload)); // may come between fragments
            }
            opcode = opcode == CONTINUATION ? first & OPCODE : opcode;
            fragments.writeBytes(payload);
            if ((first & FIN) != 0) {
                WireFrame message = new WireFrame(opcode, ByteBuffer.wrap(fragments.toByteArray()));
                fragments.reset();
                opcode = CONTINUATION;
                return message;
            }
        }
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte();
        if ((length & MASKED) != 0) {
            throw new ProtocolException("a server's frame is masked");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return payload;
    }

    /** One masked frame (RFC 6455 section 5.2); the mask is zero, which is a mask too. */
    private static byte[] encode(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else if (payload.length < 65536) {
            frame.write(MASKED | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static String json(Map<String, String> object) {
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
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
