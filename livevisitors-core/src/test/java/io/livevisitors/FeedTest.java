package io.livevisitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedSubscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What dashboards are given: in order, paced, sampled above the ceiling, never at a writer's cost. */
class FeedTest {

    private final ManualTime time = new ManualTime();
    private final LiveVisitors live = time.builder()
            .pixel(Pixel.of("shop").withPublicCount(3))
            .limit(Limit.FEED_EVENTS_PER_SECOND, 10)
            .build();
    private final List<FeedMessage> messages = new ArrayList<>();

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void aSnapshotStandsExactlyBetweenWhatItContainsAndWhatItDoesNot() {
        FeedSubscription feed = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
        visitor(1).views("/before");
        feed.requestSnapshot(messages::add);
        visitor(2).views("/after");
        time.run();

        assertThat(messages)
                .extracting(FeedMessage::event)
                .startsWith("visitor.active", "visitors.snapshot", "visitor.active");
        JsonNode snapshot = json(messages.get(1));
        assertThat(snapshot.get("visitors")).hasSize(1);
        assertThat(snapshot.at("/visitors/0/page_url").asText()).isEqualTo("https://shop.example/before");
        assertThat(snapshot.get("count").asInt()).isEqualTo(1);
        assertThat(json(messages.get(2)).get("page_url").asText()).isEqualTo("https://shop.example/after");
    }

    @Test
    void anUnchangedHeartbeatSendsNothing() {
        Browser ann = visitor(1);
        ann.views("/");
        subscribe();
        time.advance(Duration.ofSeconds(1));
        messages.clear();
        ann.beats();
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).isEmpty();
    }

    @Test
    void totalsComeAtMostFourTimesASecondAndTheLastIsTrue() {
        subscribe();
        for (int i = 0; i < 40; i++) {
            visitor(i).views("/");
            time.advance(Duration.ofMillis(25));
        }
        time.advance(Duration.ofSeconds(1));
        List<FeedMessage> totals = named("visitors.stats");
        assertThat(totals).hasSizeBetween(2, 6);
        assertThat(json(totals.get(totals.size() - 1)).get("count").asInt()).isEqualTo(40);
    }

    @Test
    void aboveTheCeilingSingleEventsAreSampledAndTotalsSayHowMany() {
        subscribe();
        for (int i = 0; i < 100; i++) {
            visitor(i).views("/");
        }
        time.run();
        assertThat(named("visitor.active")).hasSize(10);
        time.advance(Duration.ofSeconds(30));
        int shown = named("visitor.active").size();
        List<FeedMessage> totals = named("visitors.stats");
        JsonNode last = json(totals.get(totals.size() - 1));
        assertThat(last.get("count").asInt()).isEqualTo(100);
        assertThat(last.at("/limits/sampled").asInt()).isEqualTo(100 - shown).isPositive();
    }

    @Test
    void departuresAreNeverSampled() {
        subscribe();
        List<Browser> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(visitor(i));
            all.get(i).views("/");
        }
        all.forEach(Browser::leaves);
        time.advance(Duration.ofSeconds(10));
        assertThat(named("visitor.left")).hasSize(50);
    }

    @Test
    void theSnapshotStaysWithinItsBytes() {
        for (int i = 0; i < 250; i++) {
            visitor(i).views("/" + "path-of-a-page/".repeat(40) + i);
        }
        FeedSubscription feed = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
        feed.requestSnapshot(messages::add);
        time.run();
        FeedMessage snapshot = named("visitors.snapshot").get(0);
        String travelling = Replies.text(java.util.Map.of("data", snapshot.json()));
        assertThat(travelling.length()).isBetween(48 * 1024, 64 * 1024 + 20);
        assertThat(json(snapshot).get("count").asInt()).isEqualTo(250);
        int pages = 0;
        for (JsonNode count : json(snapshot).get("pages")) {
            pages += count.asInt();
        }
        assertThat(pages).isEqualTo(250);
    }

    @Test
    void thePublicFeedTellsTheCountAloneAndNotBelowItsThreshold() {
        FeedSubscription feed = live.gateway().publicFeed("shop").orElseThrow().subscribe(messages::add);
        feed.requestSnapshot(messages::add);
        time.run();
        for (int i = 0; i < 4; i++) {
            visitor(i).views("/");
            time.advance(Duration.ofMillis(300));
        }
        assertThat(messages)
                .extracting(FeedMessage::json)
                .containsSubsequence("{\"count\":null,\"below\":3}", "{\"count\":3}", "{\"count\":4}");
        assertThat(messages).extracting(FeedMessage::event).containsOnly("visitors.count");
    }

    @Test
    void belowItsThresholdNoChangeIsToldNotEvenThatThereWasOne() {
        FeedSubscription feed = live.gateway().publicFeed("shop").orElseThrow().subscribe(messages::add);
        feed.requestSnapshot(messages::add);
        List<Browser> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.add(visitor(i));
            all.get(i).views("/");
            time.advance(Duration.ofSeconds(1));
        }
        messages.clear();
        all.forEach(Browser::leaves);
        time.advance(Duration.ofSeconds(10));
        visitor(3).views("/");
        visitor(4).views("/");
        time.advance(Duration.ofSeconds(10));
        visitor(3).hides(true);
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).isEmpty();

        // somebody else who joins is told what all know, and nobody is told anew
        List<FeedMessage> other = new ArrayList<>();
        FeedSubscription second =
                live.gateway().publicFeed("shop").orElseThrow().subscribe(other::add);
        second.requestSnapshot(other::add);
        time.advance(Duration.ofSeconds(1));
        visitor(4).views("/tea");
        time.advance(Duration.ofSeconds(1));
        assertThat(other).extracting(FeedMessage::json).containsExactly("{\"count\":null,\"below\":3}");
        assertThat(messages).isEmpty();
    }

    @Test
    void aroundItsThresholdThePublicIsToldEachCrossingAndNoNumberBelow() {
        FeedSubscription feed = live.gateway().publicFeed("shop").orElseThrow().subscribe(messages::add);
        feed.requestSnapshot(messages::add);
        visitor(1).views("/");
        visitor(2).views("/");
        time.advance(Duration.ofSeconds(1));
        messages.clear();
        for (int i = 0; i < 3; i++) {
            Browser third = visitor(3).tab("third-" + i);
            third.views("/");
            time.advance(Duration.ofSeconds(1));
            assertThat(live.gateway().publicCount("shop").orElseThrow().toJson())
                    .isEqualTo("{\"count\":3}");
            third.leaves();
            visitor(1).views("/");
            visitor(2).views("/");
            time.advance(Duration.ofSeconds(10));
            assertThat(live.gateway().publicCount("shop").orElseThrow().toJson())
                    .isEqualTo("{\"count\":null,\"below\":3}");
        }
        assertThat(messages)
                .extracting(FeedMessage::json)
                .containsExactly(
                        "{\"count\":3}", "{\"count\":null,\"below\":3}",
                        "{\"count\":3}", "{\"count\":null,\"below\":3}",
                        "{\"count\":3}", "{\"count\":null,\"below\":3}");
    }

    @Test
    void whoJoinsThePublicCountIsToldTheChangeBackToWhatWasToldBefore() {
        FeedSubscription dashboard = live.gateway().feed("shop").orElseThrow().subscribe(message -> {});
        FeedSubscription first = live.gateway().publicFeed("shop").orElseThrow().subscribe(messages::add);
        for (int i = 0; i < 3; i++) {
            visitor(i).views("/");
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).extracting(FeedMessage::json).containsExactly("{\"count\":3}");
        first.close();
        messages.clear();

        // while no page of the public reads there is one more
        visitor(4).views("/");
        String fourth = live.snapshot("shop").visitors().get(0).visitorToken();
        time.advance(Duration.ofSeconds(1));
        FeedSubscription second =
                live.gateway().publicFeed("shop").orElseThrow().subscribe(messages::add);
        second.requestSnapshot(messages::add);
        time.run();
        assertThat(messages).extracting(FeedMessage::json).last().isEqualTo("{\"count\":4}");
        assertThat(live.forget("shop", fourth)).isTrue();
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).extracting(FeedMessage::json).last().isEqualTo("{\"count\":3}");
        dashboard.close();
    }

    @Test
    void aPixelThatIsNotPublicHasNoPublicFeed() {
        try (LiveVisitors other = time.builder().pixel("shop").build()) {
            assertThat(other.gateway().publicFeed("shop")).isEmpty();
            assertThat(other.gateway().feed("nowhere")).isEmpty();
        }
    }

    @Test
    void whatWaitedForOneReaderDoesNotHauntTheNext() {
        FeedSubscription first = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
        List<Browser> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(visitor(i));
            all.get(i).views("/");
        }
        time.run();
        first.close();
        all.forEach(Browser::leaves);
        time.advance(Duration.ofSeconds(6));
        messages.clear();
        FeedSubscription second = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
        second.requestSnapshot(messages::add);
        time.advance(Duration.ofSeconds(5));
        assertThat(named("visitor.active")).isEmpty();
        assertThat(json(named("visitors.snapshot").get(0)).get("visitors")).isEmpty();
    }

    @Test
    void anErrorInOneReaderDoesNotEndTheFeed() {
        var unused = live.gateway().feed("shop").orElseThrow().subscribe(message -> {
            throw new StackOverflowError();
        });
        subscribe();
        for (int i = 0; i < 3; i++) {
            visitor(i).views("/");
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(named("visitor.active")).hasSize(3);
    }

    @Test
    void theLeavingOfARobotChangesTheTotalsShown() {
        subscribe();
        Browser robot = visitor(1).with("User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)");
        robot.views("/");
        robot.leaves();
        time.advance(Duration.ofSeconds(10));
        List<FeedMessage> totals = named("visitors.stats");
        assertThat(json(totals.get(totals.size() - 1)).get("robots").asInt()).isZero();
    }

    @Test
    void aClosedFeedIsSilent() {
        FeedSubscription feed = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
        feed.close();
        feed.close();
        visitor(1).views("/");
        time.advance(Duration.ofSeconds(1));
        assertThat(messages).isEmpty();
    }

    @Test
    void aReaderThatThrowsStopsNeitherTheFeedNorTheVisitor() {
        var unused = live.gateway().feed("shop").orElseThrow().subscribe(message -> {
            throw new IllegalStateException("broken reader");
        });
        subscribe();
        visitor(1).views("/");
        time.advance(Duration.ofSeconds(1));
        visitor(2).views("/");
        time.advance(Duration.ofSeconds(1));
        assertThat(live.snapshot("shop").totals().count()).isEqualTo(2);
        assertThat(named("visitor.active")).hasSize(2);
        assertThat(live.counters()).containsKey("feed_failed");
    }

    private void subscribe() {
        var unused = live.gateway().feed("shop").orElseThrow().subscribe(messages::add);
    }

    private Browser visitor(int number) {
        return new Browser(live, "10." + number / 250 + "." + number + ".1").tab("tab-" + number);
    }

    private List<FeedMessage> named(String event) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .toList();
    }

    private static JsonNode json(FeedMessage message) {
        try {
            return new ObjectMapper().readTree(message.json());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
