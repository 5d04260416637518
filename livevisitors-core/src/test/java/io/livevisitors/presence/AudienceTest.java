package io.livevisitors.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Browser;
import io.livevisitors.Limit;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.web.PageViewSource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Robots and browsers driven by a program are here too, apart from people, and are not announced. */
class AudienceTest {

    private static final String ROBOT = "Googlebot/2.1 (+http://www.google.com/bot.html)";
    private static final Map<String, Object> SPAM = Map.of("referrer", "http://www.semalt.com/crawler");
    private static final Map<String, Object> DRIVEN = Map.of("webdriver", true);

    private final Shop shop = new Shop();
    private final Browser ann = shop.tab("ann-1");

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aRobotIsCountedApartAndNeverAnnounced() {
        Browser robot = shop.tab("robot").with("User-Agent", ROBOT);
        robot.views("/");
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().pages()).isEmpty();
        assertThat(shop.totals().robots()).isEqualTo(1);
        assertThat(shop.live
                        .snapshot(SnapshotQuery.of("shop").withDevice(DeviceType.BOT))
                        .visitors())
                .hasSize(1);

        robot.hides(true);
        robot.leaves();
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(shop.totals().robots()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void whoComesByALinkOfReferrerSpamIsARobot() {
        ann.send("page_view", SPAM);
        ann.views("/tea");
        ann.beats();
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().robots()).isEqualTo(1);
        assertThat(shop.totals().referrers()).isEmpty();
        assertThat(shop.live
                        .snapshot(SnapshotQuery.of("shop").withDevice(DeviceType.BOT))
                        .visitors())
                .singleElement()
                .satisfies(robot -> {
                    assertThat(robot.device().type()).isEqualTo(DeviceType.BOT);
                    assertThat(robot.device().browser()).isEqualTo("Chrome");
                    assertThat(robot.device().evidence()).contains("referrer spam");
                    assertThat(robot.referrer()).isEqualTo("www.semalt.com/crawler");
                });

        ann.leaves();
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(shop.totals().robots()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void somebodyWhoIsHereIsNotMadeARobotByALink() {
        ann.views("/");
        shop.tab("ann-2").send("page_view", SPAM);
        assertThat(shop.totals().count()).isEqualTo(1);
        assertThat(shop.totals().robots()).isZero();
        assertThat(shop.totals().referrers()).isEmpty();
        assertThat(shop.announced()).containsExactly("active 1 /", "active 2 /");
    }

    @Test
    void aVisitorTheImageSawAndThePixelFindsToBeSpamIsGone() {
        shop.sees(PageViewSource.GIF, ann, "/");
        ann.send("page_view", SPAM);
        assertThat(shop.totals().robots()).isEqualTo(1);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().referrers()).isEmpty();
        assertThat(shop.announced()).containsExactly("active 0 /", "gone forgotten");
    }

    @Test
    void spamOfTheHostsOwnListIsSpamToo() {
        try (Shop strict = new Shop(settings -> settings.spamReferrers("", "friend.example"))) {
            strict.tab("one").send("page_view", Map.of("referrer", "https://www.friend.example/"));
            strict.browser("192.0.2.2").tab("two").send("page_view", SPAM);
            strict.browser("192.0.2.3")
                    .tab("three")
                    .send("page_view", Map.of("referrer", "https://bestfriend.example/"));
            assertThat(strict.totals().robots()).isEqualTo(2);
            assertThat(strict.totals().referrers()).containsOnlyKeys("bestfriend.example");
        }
    }

    @Test
    void aRobotThatLaterClaimsToBeABrowserStaysOneAndIsListed() {
        shop.tab("robot").with("User-Agent", ROBOT).views("/");
        shop.tab("robot").send("page_view", Map.of("seq", 9));
        assertThat(shop.totals().robots()).isEqualTo(1);
        assertThat(shop.live
                        .snapshot(SnapshotQuery.of("shop").withDevice(DeviceType.BOT))
                        .visitors())
                .hasSize(1);
    }

    @Test
    void aDrivenBrowserIsCountedApartAndNeverAnnounced() {
        ann.send("page_view", DRIVEN);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().automated()).isEqualTo(1);
        assertThat(shop.live
                        .snapshot(SnapshotQuery.of("shop").withAutomated(true))
                        .visitors())
                .hasSize(1);

        shop.time.advance(Shop.TAB_TIMEOUT.plus(Shop.SLACK));
        assertThat(shop.totals().automated()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void aProgramTakesNobodysPlaceAndGivesUpItsOwn() {
        try (Shop full = new Shop(settings -> settings.limit(Limit.VISITORS_PER_PIXEL, 2))) {
            full.browser("10.0.1.1").tab("first").views("/");
            full.browser("10.0.2.1").tab("robot").with("User-Agent", ROBOT).views("/");
            full.time.advance(Duration.ofSeconds(1));
            full.browser("10.0.3.1").tab("second").views("/");
            assertThat(full.totals().count()).isEqualTo(2);
            assertThat(full.totals().robots()).isZero();

            Browser late = full.browser("10.0.4.1").tab("late").with("User-Agent", ROBOT);
            assertThat(late.post(late.fields("page_view", Map.of())).status()).isEqualTo(429);
            assertThat(full.totals().count()).isEqualTo(2);
            assertThat(full.totals().limits().evicted()).isEqualTo(1);
            assertThat(full.totals().limits().refused()).isEqualTo(1);
        }
    }

    @Test
    void aVisitorWhoTurnsOutDrivenIsGoneAndStaysApart() {
        ann.views("/");
        assertThat(shop.announced()).containsExactly("active 1 /");
        ann.send("heartbeat", DRIVEN);
        assertThat(shop.totals().count()).isZero();
        assertThat(shop.totals().automated()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("gone forgotten");

        ann.views("/tea");
        ann.leaves();
        shop.time.advance(Shop.GRACE.plus(Shop.SLACK));
        assertThat(shop.totals().automated()).isZero();
        assertThat(shop.announced()).isEmpty();
    }

    @Test
    void anIdleVisitorWhoTurnsOutDrivenIsGone() {
        ann.views("/");
        ann.hides(true);
        ann.send("heartbeat", Map.of("webdriver", true, "hidden", true));
        assertThat(shop.announced()).containsExactly("active 1 /", "idle 1 /", "gone forgotten");
    }

    @Test
    void aLeavingVisitorWhoTurnsOutDrivenIsGone() {
        ann.views("/");
        ann.leaves();
        shop.tab("ann-2").send("page_view", DRIVEN);
        assertThat(shop.announced()).containsExactly("active 1 /", "leaving 0 /", "gone forgotten");
    }

    @Test
    void aVisitorTheFilterSawAndThePixelFindsDrivenIsGone() {
        shop.sees(PageViewSource.FILTER, ann, "/");
        ann.send("page_view", DRIVEN);
        assertThat(shop.totals().automated()).isEqualTo(1);
        assertThat(shop.announced()).containsExactly("active 0 /", "gone forgotten");
    }

    @Test
    void drivenBrowsersAreVisitorsIfASettingSaysSo() {
        try (Shop counting = new Shop(settings -> settings.countAutomated(true))) {
            counting.tab("driven").send("page_view", DRIVEN);
            assertThat(counting.totals().count()).isEqualTo(1);
            assertThat(counting.announced()).containsExactly("active 1 /");
        }
    }
}
