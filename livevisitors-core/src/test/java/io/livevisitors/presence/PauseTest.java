package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.LiveVisitors;
import io.livevisitors.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A process that stood still loses nobody, and keeps nobody. */
class PauseTest {

    @Test
    void whoWasHereWhenTheProcessFrozeIsHereWhenItGoesOn() {
        ManualTime time = new ManualTime();
        try (LiveVisitors live = time.builder().pixel("shop").build()) {
            Browser browser = new Browser(live, "10.0.0.1").tab("tab");
            browser.views("/");
            time.advance(Duration.ofSeconds(19));

            time.freeze(Duration.ofHours(1));
            time.advance(Duration.ofMillis(200));
            assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);

            browser.beats();
            time.advance(Duration.ofSeconds(59));
            assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);

            time.advance(Duration.ofSeconds(2));
            assertThat(live.snapshot("shop").totals().count())
                    .as("who stays silent goes")
                    .isZero();
        }
    }

    @Test
    void whoIsSilentAfterAFreezeGoes() {
        ManualTime time = new ManualTime();
        try (LiveVisitors live = time.builder().pixel("shop").build()) {
            new Browser(live, "10.0.0.1").tab("tab").views("/");

            time.freeze(Duration.ofHours(1));
            time.advance(Duration.ofSeconds(49));
            assertThat(live.snapshot("shop").totals().count()).isEqualTo(1);
            time.advance(Duration.ofSeconds(2));
            assertThat(live.snapshot("shop").totals().count()).isZero();
        }
    }
}
