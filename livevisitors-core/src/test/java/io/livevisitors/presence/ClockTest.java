package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.LiveVisitors;
import io.livevisitors.ManualTime;
import io.livevisitors.model.MinuteCount;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the series and the ticker make of clocks that are set and of pauses. */
class ClockTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void minutesAreCalledByTheClockOfNow() {
        long noon = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
        MinuteSeries series = new MinuteSeries(noon + 30_000, 1_000, 10);
        series.pageView();

        assertThat(last(series, 1_000, noon + 30_000)).isEqualTo(new MinuteCount(noon / 1_000, 0, 1));
        assertThat(last(series, 2_000, noon + 31_000 + 3_600_000))
                .as("an hour forward")
                .isEqualTo(new MinuteCount(noon / 1_000 + 3_600, 0, 1));
        assertThat(last(series, 3_000, noon + 32_000 - 3_600_000))
                .as("an hour back")
                .isEqualTo(new MinuteCount(noon / 1_000 - 3_600, 0, 1));
        assertThat(last(series, 4_000, noon + 33_000 + 2_000))
                .as("a correction by seconds")
                .isEqualTo(new MinuteCount(noon / 1_000, 0, 1));
        assertThat(series.advance(31_000, 0)).as("a minute later").isTrue();
        assertThat(last(series, 31_000, noon + 60_000)).isEqualTo(new MinuteCount(noon / 1_000 + 60, 0, 0));
    }

    private static MinuteCount last(MinuteSeries series, long now, long unixMillis) {
        return series.copy(now, unixMillis).get(MinuteSeries.MINUTES - 1);
    }

    @Test
    void whoComesBackWithinAMinuteIsOneVisitorOfIt() {
        ManualTime time = new ManualTime();
        try (LiveVisitors live = time.builder().pixel("shop").build()) {
            Browser browser = new Browser(live, "10.0.0.1").tab("tab");
            for (int stay = 0; stay < 3; stay++) {
                browser.views("/");
                browser.leaves();
                time.advance(Duration.ofSeconds(6));
                assertThat(live.snapshot("shop").totals().count()).isZero();
            }
            Browser other = new Browser(live, "10.0.0.2").tab("other");
            other.views("/");
            other.leaves();

            assertThat(lastMinute(live).visitors()).isEqualTo(2);
            assertThat(lastMinute(live).pageViews()).isEqualTo(4);

            time.advance(Duration.ofSeconds(60));
            browser.views("/");
            assertThat(lastMinute(live).visitors())
                    .as("a minute later only the one who came back")
                    .isEqualTo(1);
        }
    }

    private static MinuteCount lastMinute(LiveVisitors live) {
        return live.snapshot("shop").totals().series().get(MinuteSeries.MINUTES - 1);
    }

    @Test
    void ofAPauseOnlyALittlePasses() {
        AtomicLong ticker = new AtomicLong(5 * SECOND);
        RunningTicker running = new RunningTicker(ticker::get);
        assertThat(running.getAsLong()).isEqualTo(5 * SECOND);

        ticker.addAndGet(9 * SECOND);
        assertThat(running.getAsLong()).isEqualTo(14 * SECOND);
        ticker.addAndGet(3_600 * SECOND);
        assertThat(running.getAsLong()).isEqualTo(24 * SECOND);
        ticker.addAndGet(1);
        assertThat(running.getAsLong()).isEqualTo(24 * SECOND + 1);
        ticker.addAndGet(61 * SECOND);
        assertThat(running.getAsLong()).isEqualTo(34 * SECOND + 1);
    }
}
