package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.model.Visitor;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock: nobody is lost, nobody is kept, and times of day are the new clock's. */
class WallClockTest {

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aVisibleTabEndsWhenItWould(int hours) {
        ann.views("/");
        shop.time.setWallClock(Duration.ofHours(hours));
        shop.time.advance(Shop.TAB_TIMEOUT.minusMillis(1));
        assertThat(shop.announced()).containsExactly("active 1 /");
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("gone expired");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void aHiddenTabEndsWhenItWould(int hours) {
        ann.views("/");
        ann.hides(true);
        shop.time.setWallClock(Duration.ofHours(hours));
        shop.time.advance(Shop.WINDOW.minusMillis(1));
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /");
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("gone expired");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void theGracePeriodEndsWhenItWould(int hours) {
        ann.views("/");
        ann.leaves();
        shop.time.setWallClock(Duration.ofHours(hours));
        shop.time.advance(Shop.GRACE.minusMillis(1));
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /");
        shop.time.advance(Shop.SLACK);
        assertThat(shop.announced()).containsExactly("gone closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void theTimesShownAreTheNewClocks(int hours) {
        ann.views("/");
        long firstSeen = shop.only().firstSeen();
        shop.time.setWallClock(Duration.ofHours(hours));
        shop.time.advance(Duration.ofSeconds(20));
        ann.beats();
        shop.time.advance(Duration.ofSeconds(10));

        Visitor visitor = shop.only();
        assertThat(visitor.timestamp()).isEqualTo(shop.time.now().getEpochSecond());
        assertThat(visitor.lastSeen()).isEqualTo(Math.max(firstSeen, visitor.timestamp() - 10));
        assertThat(visitor.firstSeen()).isEqualTo(firstSeen);
        assertThat(visitor.timeOnPage()).isEqualTo(30);
        assertThat(shop.totals().asOf()).isEqualTo(visitor.timestamp());
        assertThat(shop.totals().series()).hasSize(30);
        assertThat(shop.totals().series().get(29).visitors()).isEqualTo(1);
    }
}
