package io.livevisitors.benchmarks.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ShownPageViewTest {

    private static final String TITLE = "\\\"page_title\\\":\\\"Shoes that last, view 004711 - The Shop\\\"";

    @Test
    void theNumberIsReadOutOfTheTitle() {
        assertThat(read("{\"event\":\"visitor.active\",\"channel\":\"private-pixel.shop\",\"data\":\"{\\\"seq\\\":3,"
                        + TITLE + "}\"}"))
                .isEqualTo(4_711);
    }

    @Test
    void otherEventsShowNoPageViewWhateverTheyContain() {
        assertThat(read("{\"event\":\"visitors.snapshot\",\"data\":\"{" + TITLE + "}\"}"))
                .isEqualTo(ShownPageView.NONE);
        assertThat(read("{\"event\":\"visitor.left\",\"data\":\"{" + TITLE + "}\"}"))
                .isEqualTo(ShownPageView.NONE);
    }

    @Test
    void aTitleWithoutANumberShowsNone() {
        assertThat(read("{\"event\":\"visitor.active\",\"data\":\"{\\\"page_title\\\":\\\"Cart, view\\\"}\"}"))
                .isEqualTo(ShownPageView.NONE);
        assertThat(
                        read(
                                "{\"event\":\"visitor.active\",\"data\":\"{\\\"page_title\\\":\\\"Cart, view 00a711 it\\\"}\"}"))
                .isEqualTo(ShownPageView.NONE);
    }

    /** From the middle of a buffer, whose other bytes are not the frame's. */
    private static int read(String text) {
        String before = "....";
        ByteBuffer in = ByteBuffer.wrap((before + text + ", view 999999 ").getBytes(US_ASCII));
        return ShownPageView.read(in, before.length(), before.length() + text.length());
    }
}
