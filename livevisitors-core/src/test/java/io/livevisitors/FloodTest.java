package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.presence.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * A flood of two minutes, and honest visitors in its midst, who come one after the other and beat as browsers do; {@code
 * -Dflood=1000000} is its full form. Each form prints what it took.
 */
class FloodTest {

    private static final int EVENTS = Integer.getInteger("flood", 100_000);
    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final int HONEST = 100;
    private static final String HONEST_PAGE = "/honest";

    /** New visitors that a network may show in the minutes of the flood, the one included that begins at its end. */
    private static final int NEWCOMERS = 3 * 300;

    /** How much the live heap may grow between a quarter of the flood and its end: noise of the platform, not of a table. */
    private static final long MAX_GROWTH = 3_000_000;

    private static final int VISITORS = 50_000;

    /** Events after which the honest beat: before so many strangers have come that they were silent longest of all. */
    private static final int BEAT_EVERY = Math.min(EVENTS / 10, VISITORS / 2);

    private static final int MAX_WINDOWS = 200_000;

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder()
            .pixel("shop")
            .limit(Limit.VISITORS_PER_PIXEL, VISITORS)
            .build();
    private final SplittableRandom random = new SplittableRandom(6);
    private final List<Browser> honest = new ArrayList<>();

    @Test
    void oneNetworkShowsNoMoreThanItsNewcomersAndTheHonestAreAllCounted() {
        flood("one network", i -> {
            var unused = sender("198.51.100." + i % 256, i).post(fields("shop", i));
        });
        assertThat(live.snapshot("shop").totals().count()).isBetween(HONEST + 1, HONEST + 1 + NEWCOMERS);
        assertThat(live.snapshot("shop").totals().limits().refused()).isGreaterThanOrEqualTo(EVENTS - NEWCOMERS);
        assertThat(live.snapshot("shop").totals().limits().evicted()).isZero();
    }

    @Test
    void randomPixelsOriginsAndBodiesLeaveOnlyNumbers() {
        flood("random pixels, origins and bodies", i -> {
            Browser sender = sender("203.0." + random.nextInt(256) + "." + random.nextInt(256), i)
                    .with("Origin", "https://x" + random.nextInt() + ".example");
            var unused = switch (i % 4) {
                case 0 -> sender.post(fields("p" + Long.toHexString(random.nextLong()), i));
                case 1 -> sender.post(fields("shop", i));
                case 2 -> sender.post(randomText());
                default -> sender.post(cutOff(Replies.text(fields("shop", i))));
            };
        });
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(HONEST + 1);
        assertThat(live.counters())
                .containsEntry("unknown_pixel", EVENTS / 4L)
                .containsEntry("origin_not_allowed", EVENTS / 4L)
                .containsEntry("invalid_event", EVENTS / 2L);
    }

    @Test
    void asManyNetworksAsEventsFillTheRegistryAndDriveNobodyHonestOut() {
        for (int i = 0; i < MAX_WINDOWS / 2; i++) {
            // until the tables have their size
            var unused = sender(network("2b00", i), i).post(fields("shop", i));
        }
        flood("a network for each event", i -> {
            var unused = sender(network("2a00", i), i).post(fields("shop", i));
        });
        assertThat(live.snapshot("shop").totals().count()).isBetween(VISITORS / 2, VISITORS);
        assertThat(live.snapshot("shop").totals().limits().evicted()).isGreaterThan(EVENTS / 3);
    }

    @Test
    void theTableOfRatesHoldsTenTimesAsManyNetworksWithinItsBoundAndForgetsNoneThatIsOverItsLimit() {
        int networks = 10 * EVENTS;
        RateLimits rates = new RateLimits(new TimeSource(time::now, time::nanos), time);
        long busy = rates.network("198.51.100.1");
        assertThat(rates.take(RateLimits.Kind.NETWORK, busy, 5, 5)).isZero();
        LiveHeap heap = new LiveHeap("networks in the table of rates", networks);
        for (int i = 0; i < networks; i++) {
            assertThat(rates.take(RateLimits.Kind.NETWORK, rates.network(network("2a00", i)), 1, 5))
                    .isZero();
            if (i % 1_000 == 0) {
                assertThat(rates.size()).isLessThanOrEqualTo(MAX_WINDOWS);
                assertThat(rates.take(RateLimits.Kind.NETWORK, busy, 1, 5)).isPositive();
            }
            heap.after(i + 1);
        }
        assertThat(heap.growth()).isLessThan(MAX_GROWTH);
    }

    /** Each event at its time; in between the honest come, beat, and are looked for. */
    private void flood(String name, IntConsumer sends) {
        LiveHeap heap = new LiveHeap(name, EVENTS);
        Duration between = LENGTH.dividedBy(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            sends.accept(i);
            beHonest(i);
            time.advance(between);
            heap.after(i + 1);
        }
        assertThat(heap.growth()).as("growth of the live heap").isLessThan(MAX_GROWTH);
        assertThat(honestNow()).isEqualTo(HONEST);
        new Browser(live, "192.0.200.1").tab("late").views(HONEST_PAGE);
        assertThat(honestNow()).as("who comes after").isEqualTo(HONEST + 1);
    }

    private void beHonest(int i) {
        int every = EVENTS / HONEST;
        if (i % every == 0) {
            Browser newcomer = new Browser(live, "192.0." + honest.size() + ".1").tab("honest" + i);
            newcomer.views(HONEST_PAGE);
            honest.add(newcomer);
        }
        if (i % BEAT_EVERY == BEAT_EVERY - 1) {
            honest.forEach(Browser::beats);
            assertThat(honestNow()).isEqualTo(honest.size());
        }
    }

    private int honestNow() {
        return live.snapshot("shop").totals().pages().getOrDefault("https://shop.example" + HONEST_PAGE, 0);
    }

    /** An address of a /48 of its own. */
    private static String network(String prefix, int i) {
        return prefix + ':' + Integer.toHexString(i >>> 16) + ':' + Integer.toHexString(i & 0xffff) + "::1";
    }

    private String randomText() {
        byte[] bytes = new byte[random.nextInt(400)];
        random.nextBytes(bytes);
        return '\u0001' + new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String cutOff(String json) {
        return json.substring(0, 1 + random.nextInt(json.length() - 1));
    }

    private Browser sender(String address, int i) {
        return new Browser(live, address).tab("flood" + i);
    }

    private static Map<String, ?> fields(String pixel, int i) {
        return Map.of(
                "pixel_id",
                pixel,
                "event_type",
                "page_view",
                "tab_id",
                "flood" + i,
                "visitor_token",
                "v" + i,
                "page_url",
                "https://shop.example/" + i);
    }
}
