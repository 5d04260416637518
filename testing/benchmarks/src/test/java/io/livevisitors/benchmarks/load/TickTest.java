package io.livevisitors.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TickTest {

    private final Tick tick = new Tick();

    @Test
    void whatWasPublishedIsReadOutOfTheFrame() throws Exception {
        ByteBuffer frame = frame(Tick.CHANNEL, Tick.data(1_234, 98_765_432_109_876L));

        assertThat(tick.read(frame, 0, frame.limit())).isTrue();
        assertThat(tick.number()).isEqualTo(1_234);
        assertThat(tick.publishedAt()).isEqualTo(98_765_432_109_876L);
    }

    @Test
    void theWholeFrameIsThatOfItsData() throws Exception {
        String text = Tick.frame(1_234, 98_765_432_109_876L);

        assertThat(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(frame(Tick.CHANNEL, Tick.data(1_234, 98_765_432_109_876L)));
    }

    @Test
    void itIsAboutAsLongAsAUsualEvent() throws Exception {
        assertThat(frame(Tick.CHANNEL, Tick.data(7, System.nanoTime())).limit()).isBetween(230, 260);
    }

    @Test
    void anotherEventIsNoTick() throws Exception {
        ByteBuffer other = frame("elsewhere", Tick.data(1, 2));
        ByteBuffer half = frame(Tick.CHANNEL, "{\"number\":1}");

        assertThat(tick.read(other, 0, other.limit())).isFalse();
        assertThat(tick.read(half, 0, half.limit())).isFalse();
        assertThat(tick.read(other, 0, 3)).isFalse();
    }

    private static ByteBuffer frame(String channel, String data) throws Exception {
        Map<String, String> message = new LinkedHashMap<>();
        message.put("event", Tick.EVENT);
        message.put("channel", channel);
        message.put("data", data);
        String text = new ObjectMapper().writeValueAsString(message);
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
