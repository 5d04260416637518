package io.livevisitors.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames of RFC 6455, section 5.2, as much of them as a client of a server without extensions needs. An instance walks
 * over the server's frames and makes no garbage; not thread-safe.
 */
public final class WireFrame {

    /** More of the text before it, which containers send in parts if it is long. */
    public static final int CONTINUATION = 0;

    public static final int TEXT = 1;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private int opcode;
    private int from;
    private int to;

    /** One that stands nowhere yet. */
    public WireFrame() {}

    /** Goes to the next frame, past whose end the buffer then stands; false, and the buffer as it was, if it is not whole. */
    public boolean next(ByteBuffer in) {
        int start = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        long length = in.get(start + 1) & 0xff;
        int head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (in.remaining() < head) {
            return false;
        }
        if (head == 4) {
            length = in.getShort(start + 2) & 0xffff;
        } else if (head == 10) {
            length = in.getLong(start + 2);
        }
        if (in.remaining() - head < length) {
            return false;
        }
        opcode = in.get(start) & 0x0f;
        from = start + head;
        to = from + (int) length;
        in.position(to);
        return true;
    }

    public int opcode() {
        return opcode;
    }

    /** Where the payload begins. */
    public int from() {
        return from;
    }

    /** Where the payload has ended. */
    public int to() {
        return to;
    }

    /** The payload. */
    public byte[] payload(ByteBuffer in) {
        byte[] payload = new byte[to - from];
        in.get(from, payload);
        return payload;
    }

    /** The code of a close frame; 1005 if it has none (RFC 6455, section 7.1.5). */
    public int closeCode(ByteBuffer in) {
        return to - from < 2 ? 1005 : in.getShort(from) & 0xffff;
    }

    /** A client's text frame. */
    public static ByteBuffer text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A client's frame of less than 64 KiB, masked with zeros, which is a mask like any other. */
    public static ByteBuffer of(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }
}
