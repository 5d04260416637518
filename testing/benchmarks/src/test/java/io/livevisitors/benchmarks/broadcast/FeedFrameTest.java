package io.livevisitors.benchmarks.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.benchmarks.broadcast.FeedFrame.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FeedFrameTest {

    private final FeedFrame frame = new FeedFrame();

    @Test
    void theEventsOfAPixelHaveTheirKindAndTheirNumber() {
        assertThat(read(event("visitor.active", "{\\\"seq\\\":1234,\\\"visitor_token\\\":\\\"x\\\"}")))
                .isEqualTo(Kind.ACTIVE);
        assertThat(frame.seq()).isEqualTo(1_234);
        assertThat(read(event("visitors.snapshot", "{\\\"seq\\\":7,\\\"visitors\\\":[]}")))
                .isEqualTo(Kind.SNAPSHOT);
        assertThat(frame.seq()).isEqualTo(7);
        assertThat(read(event("visitors.stats", "{\\\"seq\\\":8}"))).isEqualTo(Kind.OTHER);
        assertThat(frame.seq()).isEqualTo(8);
        assertThat(read(event("visitor.left", "{\\\"seq\\\":9}"))).isEqualTo(Kind.OTHER);
    }

    @Test
    void theFirstPartOfALongEventIsEnough() {
        String part =
                event("visitors.snapshot", "{\\\"seq\\\":7,\\\"visitors\\\":[").substring(0, 95);

        assertThat(read(part)).isEqualTo(Kind.SNAPSHOT);
        assertThat(frame.seq()).isEqualTo(7);
    }

    @Test
    void anythingElseIsNone() {
        assertThat(read("{\"event\":\"pusher:ping\",\"data\":\"{\\\"seq\\\":1}\"}"))
                .isEqualTo(Kind.NONE);
        assertThat(read(event("visitor.active", "{\\\"visitor_token\\\":\\\"x\\\"}")))
                .isEqualTo(Kind.NONE);
        assertThat(read("")).isEqualTo(Kind.NONE);
    }

    /** In the midst of a buffer, as frames are. */
    private Kind read(String text) {
        byte[] bytes = ("{\"event\":" + text + ",\"data\":\"{\\\"seq\\\":5}\"").getBytes(StandardCharsets.UTF_8);
        int from = "{\"event\":".length();
        return frame.read(ByteBuffer.wrap(bytes), from, from + text.length());
    }

    private static String event(String name, String data) {
        return "{\"event\":\"" + name + "\",\"channel\":\"private-pixel.shop\",\"data\":\"" + data + "\"}";
    }
}
