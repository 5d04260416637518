package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A flood, and honest visitors in its midst; {@code -Dflood=1000000} is its full form. */
class FloodTest {

    private static final int EVENTS = Integer.getInteger("flood", 100_000);
    private static final int HONEST = 100;
    private static final int NEWCOMERS = 300;

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder().pixel("shop").build();

    @Test
    void oneNetworkShowsNoMoreThanItsNewcomersAndTheHonestAreAllCounted() {
        for (int i = 0; i < EVENTS; i++) {
            var unused = sender("198.51.100." + i % 256, i).post(fields("shop", i));
            comesAnHonestOne(i);
        }
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(NEWCOMERS + HONEST);
        assertThat(live.snapshot("shop").totals().limits().refused()).isEqualTo(EVENTS - NEWCOMERS);
    }

    @Test
    void randomPixelsAndOriginsLeaveOnlyNumbers() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < EVENTS; i++) {
            Browser sender = sender("203.0." + random.nextInt(256) + "." + random.nextInt(256), i)
                    .with("Origin", "https://x" + random.nextInt() + ".example");
            var unused = i % 2 == 0
                    ? sender.post(fields("p" + Long.toHexString(random.nextLong()), i))
                    : sender.post(fields("shop", i));
            comesAnHonestOne(i);
        }
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(HONEST);
        assertThat(live.counters())
                .containsEntry("unknown_pixel", (EVENTS + 1L) / 2)
                .containsEntry("origin_not_allowed", EVENTS / 2L);
    }

    private void comesAnHonestOne(int i) {
        int every = EVENTS / HONEST;
        if (i % every == 0 && i / every < HONEST) {
            new Browser(live, "192.0." + i / every + ".1").tab("honest" + i).views("/");
        }
    }

    private Browser sender(String address, int i) {
        return new Browser(live, address).tab("flood" + i);
    }

    private static String fields(String pixel, int i) {
        return Replies.text(Map.of(
                "pixel_id",
                pixel,
                "event_type",
                "page_view",
                "tab_id",
                "flood" + i,
                "visitor_token",
                "v" + i,
                "page_url",
                "https://shop.example/" + i));
    }
}
