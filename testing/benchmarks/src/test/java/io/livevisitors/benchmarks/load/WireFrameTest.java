package io.livevisitors.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireFrameTest {

    private final WireFrame frame = new WireFrame();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 300, 65_535, 65_536, 70_000})
    void aFrameIsReadWhenItIsWholeAndNotBefore(int length) {
        byte[] bytes = server(WireFrame.TEXT, "x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        for (int part = 0; part < bytes.length; part += Math.max(1, part / 3)) {
            ByteBuffer in = ByteBuffer.wrap(bytes, 0, part);
            assertThat(frame.next(in)).as("%s of %s bytes", part, bytes.length).isFalse();
            assertThat(in.position()).isZero();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);

        assertThat(frame.next(in)).isTrue();
        assertThat(in.remaining()).isZero();
        assertThat(frame.opcode()).isEqualTo(WireFrame.TEXT);
        assertThat(frame.payload(in)).hasSize(length);
    }

    @Test
    void framesAreReadOneAfterTheOther() {
        ByteBuffer in = ByteBuffer.allocate(100)
                .put(server(WireFrame.PING, new byte[0]))
                .put(server(WireFrame.TEXT, new byte[] {'a', 'b'}))
                .put(server(WireFrame.CLOSE, new byte[] {0x10, 0x04}))
                .flip();

        assertThat(frame.next(in)).isTrue();
        assertThat(frame.opcode()).isEqualTo(WireFrame.PING);
        assertThat(frame.next(in)).isTrue();
        assertThat(frame.payload(in)).containsExactly('a', 'b');
        assertThat(frame.next(in)).isTrue();
        assertThat(frame.closeCode(in)).isEqualTo(4100);
        assertThat(frame.next(in)).isFalse();
    }

    @Test
    void aCloseFrameMayHaveNoCode() {
        ByteBuffer in = ByteBuffer.wrap(server(WireFrame.CLOSE, new byte[0]));

        assertThat(frame.next(in)).isTrue();
        assertThat(frame.closeCode(in)).isEqualTo(1005);
    }

    @Test
    void whatAClientSendsIsMasked() {
        ByteBuffer sent = WireFrame.text("hi");

        assertThat(sent).isEqualTo(ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'}));
        assertThat(WireFrame.text("x".repeat(300)).getShort(2)).isEqualTo((short) 300);
    }

    /** As a server sends it: not masked. */
    private static byte[] server(int opcode, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(10 + payload.length).put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            bytes.put((byte) payload.length);
        } else if (payload.length < 1 << 16) {
            bytes.put((byte) 126).putShort((short) payload.length);
        } else {
            bytes.put((byte) 127).putLong(payload.length);
        }
        byte[] all = new byte[bytes.put(payload).flip().remaining()];
        bytes.get(all);
        return all;
    }
}
