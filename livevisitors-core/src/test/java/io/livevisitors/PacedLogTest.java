package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A failure that comes all the time is one line a minute. */
class PacedLogTest {

    private final ManualTime time = new ManualTime();
    private final PacedLog paced = new PacedLog(PacedLogTest.class, time::nanos);

    @Test
    void theFirstFailureIsLoggedAtOnceAndTheNextAfterAMinuteWithHowManyCameBetween() {
        try (LogLines log = new LogLines(PacedLogTest.class)) {
            paced.log(Level.INFO, "it failed", new IllegalStateException("why"));
            assertThat(log.lines()).containsExactly("it failed");
            for (int i = 0; i < 7; i++) {
                paced.log(Level.INFO, "it failed", null);
            }
            time.advance(Duration.ofSeconds(60).minusNanos(1));
            paced.log(Level.INFO, "it failed", null);
            assertThat(log.lines()).hasSize(1);

            time.advance(Duration.ofNanos(1));
            paced.log(Level.INFO, "it failed", null);
            assertThat(log.lines()).containsExactly("it failed", "it failed; 8 more of this kind since the last line");

            time.advance(Duration.ofSeconds(60));
            paced.log(Level.INFO, "it failed", null);
            assertThat(log.lines()).last().isEqualTo("it failed");
        }
    }
}
