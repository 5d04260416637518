package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.privacy.Anonymizer;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.RawVisit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is due is forgotten on time, on a site that nobody visits any more. */
class ForgetTimerTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final ManualTime time = new ManualTime();
    private final Watched anonymizer = new Watched();

    @Test
    void nothingIsScheduledBeforeTheFirstEvent() {
        try (LiveVisitors live = open()) {
            assertThat(live.snapshot("shop").totals().count()).isZero();
            time.advance(DAY.multipliedBy(2));
        }
        assertThat(anonymizer.asked).isEmpty();
    }

    @Test
    void saltsAreForgottenAtTheirTimeOnAQuietSite() {
        try (LiveVisitors live = open()) {
            new Browser(live, "192.0.2.7").views("/");
            time.advance(DAY.multipliedBy(2).plus(OVERLAP));
        }
        assertThat(anonymizer.asked)
                .containsExactly(
                        Duration.ZERO,
                        DAY,
                        DAY.plus(OVERLAP),
                        DAY.multipliedBy(2),
                        DAY.multipliedBy(2).plus(OVERLAP));
    }

    @Test
    void anAnonymizerThatThrowsIsAskedAgainInAMinute() {
        try (LiveVisitors live = open()) {
            anonymizer.throwing = true;
            new Browser(live, "192.0.2.7").views("/");
            time.advance(Duration.ofSeconds(61));
            anonymizer.throwing = false;
            time.advance(Duration.ofSeconds(60));
            assertThat(live.counters()).containsEntry("forgetting_failed", 2L);
        }
        assertThat(anonymizer.asked).containsExactly(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(120));
    }

    @Test
    void closingEndsIt() {
        LiveVisitors live = open();
        new Browser(live, "192.0.2.7").views("/");
        live.close();
        time.advance(DAY.multipliedBy(2));
        assertThat(anonymizer.asked).containsExactly(Duration.ZERO);
    }

    @Test
    void theRatesOfAnAddressAreForgottenAfterTheirMinute() {
        RateLimits rates = new RateLimits(new io.livevisitors.presence.TimeSource(time::now, time::nanos), time);
        for (int i = 0; i < 1_000; i++) {
            assertThat(rates.take(RateLimits.Kind.ADDRESS, i, 1, 10)).isZero();
        }
        assertThat(rates.size()).isEqualTo(1_000);
        time.advance(Duration.ofSeconds(65));
        assertThat(rates.size()).isZero();
    }

    private LiveVisitors open() {
        return time.builder().pixel("shop").anonymizer(anonymizer).build();
    }

    /** The built-in anonymizer, and when it was asked to forget, from the first event on. */
    private final class Watched implements Anonymizer {

        private final Anonymizer builtIn = Anonymizer.builtInWith()
                .rotation(DAY)
                .overlap(OVERLAP)
                .ticker(time::nanos)
                .build();

        private final long start = time.nanos();
        private final List<Duration> asked = new ArrayList<>();
        private boolean throwing;

        @Override
        public AnonymousVisit anonymize(RawVisit visit) {
            return builtIn.anonymize(visit);
        }

        @Override
        public Optional<Duration> forgetDue() {
            asked.add(Duration.ofNanos(time.nanos() - start));
            if (throwing) {
                throw new IllegalStateException("no");
            }
            return builtIn.forgetDue();
        }
    }
}
