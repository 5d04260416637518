package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import io.livevisitors.contracts.RawClient.Event;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cache channels (WIRE.md, section 4): whoever joins gets the last event, or hears that there is none. */
public class CacheChannelContract {

    private static final String EVENT = "price.changed";

    private static final long PACE_NANOS = 100_000;

    @RegisterExtension
    static final Host host = Host.plain();

    @RegisterExtension
    static final Host small = Host.with(builder -> builder.limit(Limit.CACHED_EVENT_BYTES, 64 * 1024));

    @ParameterizedTest
    @ValueSource(strings = {"cache-", "private-cache-", "private-encrypted-cache-", "presence-cache-"})
    void saysThatAChannelHasNoEventYetAfterItSaysThatOneJoined(String prefix) {
        String channel = host.channel(prefix);
        RawClient client = host.join(channel);

        assertThat(client.frame().text())
                .isEqualTo("{\"event\":\"pusher:cache_miss\",\"channel\":\"" + channel + "\",\"data\":\"{}\"}");
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache-", "private-cache-", "private-encrypted-cache-", "presence-cache-"})
    void givesTheLastEventToWhoJoins(String prefix) {
        String channel = host.channel(prefix);
        host.publish(channel, EVENT, "{\"price\":7}");
        RawClient client = host.join(channel);

        assertThat(client.frame().text())
                .isEqualTo(
                        "{\"event\":\"price.changed\",\"channel\":\"" + channel + "\",\"data\":\"{\\\"price\\\":7}\"}");
        client.hearsNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "private-", "private-encrypted-", "presence-", "cached-", "private-cached-", "cache"})
    void keepsNothingOnOtherChannels(String prefix) {
        String channel = host.channel(prefix);
        host.publish(channel, EVENT, "{}");

        host.join(channel).hearsNothing();
    }

    @Test
    void keepsOnlyTheLastEvent() {
        String channel = host.channel("cache-");
        for (int i = 1; i <= 10; i++) {
            host.publish(channel, EVENT + i, "{\"price\":" + i + "}");
        }
        RawClient client = host.join(channel);

        assertThat(client.event().event()).isEqualTo(EVENT + 10);
        client.hearsNothing();
    }

    @Test
    void keepsWhatABackendPublishes() {
        String channel = host.channel("cache-");
        host.api().publish(channel, EVENT, "{\"price\":7}");

        assertThat(host.join(channel).next(EVENT).dataText()).isEqualTo("{\"price\":7}");
    }

    @Test
    void keepsWhatABackendPublishesInABatch() {
        String channel = host.channel("private-cache-");
        String event = "{\"name\":\"price.changed\",\"channel\":\"" + channel + "\",\"data\":\"7\"}";
        host.api().post("batch_events", "{\"batch\":[" + event + "]}");

        assertThat(host.join(channel).next(EVENT).dataText()).isEqualTo("7");
    }

    @Test
    void keepsAnEventForOthersThatOneConnectionMustNotGet() {
        String channel = host.channel("cache-");
        RawClient sender = host.join(channel);
        sender.next(RawClient.CACHE_MISS);
        host.api()
                .post(
                        "events",
                        "{\"name\":\"price.changed\",\"channel\":\"" + channel + "\",\"data\":\"7\",\"socket_id\":\""
                                + sender.socketId() + "\"}");

        sender.hearsNothing();
        host.join(channel).next(EVENT);
    }

    @Test
    void keepsTheLastEventOfAChannelThatAllLeft() {
        String channel = host.channel("cache-");
        RawClient client = host.join(channel);
        host.publish(channel, EVENT, "7");
        client.close();
        await().until(() ->
                !host.api().get("channels/" + channel).json().path("occupied").asBoolean());

        host.join(channel).next(EVENT);
    }

    @Test
    void givesTheLastEventAgainToWhoAsksAgain() {
        String channel = host.channel("cache-");
        host.publish(channel, EVENT, "7");
        RawClient client = host.join(channel);
        client.next(EVENT);
        client.subscribe(channel);

        client.next(RawClient.SUCCEEDED);
        client.next(EVENT);
        client.hearsNothing();
    }

    @Test
    void givesTheReadersNothingWhenSomebodyJoins() {
        String channel = host.channel("cache-");
        host.publish(channel, EVENT, "7");
        RawClient first = host.join(channel);
        first.next(EVENT);
        host.join(channel).next(EVENT);

        first.hearsNothing();
    }

    @Test
    void givesTheReadersEveryEventAsElsewhere() {
        String channel = host.channel("cache-");
        RawClient client = host.join(channel);
        client.next(RawClient.CACHE_MISS);
        for (int i = 1; i <= 5; i++) {
            host.publish(channel, EVENT + i, "{}");
        }

        for (int i = 1; i <= 5; i++) {
            client.next(EVENT + i);
        }
        client.hearsNothing();
    }

    @Test
    void neverKeepsThatAMemberCameOrLeft() {
        String channel = host.channel("presence-cache-");
        host.publish(channel, EVENT, "7");
        RawClient first = host.joinPresence(channel, "1");
        first.next(EVENT);
        host.joinPresence(channel, "2").close();
        first.next(RawClient.MEMBER_ADDED);
        first.next(RawClient.MEMBER_REMOVED);

        host.joinPresence(channel, "3").next(EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"private-cache-", "presence-cache-"})
    void neverKeepsWhatMembersSendEachOther(String prefix) {
        String channel = host.channel(prefix);
        RawClient first = host.join(channel);
        first.next(RawClient.CACHE_MISS);
        first.whisper("client-typing", channel, "{}");
        first.hearsNothing();

        host.join(channel).next(RawClient.CACHE_MISS);
    }

    @Test
    void keepsEveryChannelsEventApart() {
        String channel = host.channel("cache-");
        host.publish("private-" + channel, EVENT, "7");

        host.join(channel).next(RawClient.CACHE_MISS);
        host.join("private-" + channel).next(EVENT);
    }

    @Test
    void keepsTheEventsOfAThousandChannels() {
        String start = host.channel("cache-") + "-";
        for (int i = 0; i < 1_000; i++) {
            host.publish(start + i, EVENT, "" + i);
        }

        RawClient client = host.connect();
        for (int i = 0; i < 1_000; i += 100) {
            host.join(client, start + i);
            assertThat(client.next(EVENT).dataText()).isEqualTo("" + i);
        }
    }

    @Test
    void forgetsThoseLongestUnusedWhenFull() {
        String start = small.channel("cache-") + "-";
        String kilobyte = "x".repeat(1_000);
        for (int i = 0; i < 200; i++) {
            small.publish(start + i, EVENT, kilobyte);
        }
        RawClient client = small.connect();
        int kept = 0;
        for (int i = 0; i < 100; i++) {
            small.join(client, start + i);
            kept += client.event().event().equals(EVENT) ? 1 : 0;
        }

        assertThat(kept).isLessThan(60);
        assertThat(small.counted("cached_event_forgotten")).isPositive();
    }

    @Test
    void deliversAnEventThatIsTooLargeToKeep() {
        String channel = small.channel("cache-");
        RawClient client = small.join(channel);
        client.next(RawClient.CACHE_MISS);
        small.publish(channel, EVENT, "x".repeat(65_000));

        assertThat(client.next(EVENT).dataText()).hasSize(65_000);
    }

    @Test
    void givesWhoJoinsAStormOfEventsTheKeptOneAndThenEveryLaterOne() {
        String channel = host.channel("cache-");
        host.publish(channel, EVENT, "0");
        AtomicBoolean over = new AtomicBoolean();
        Thread storm = new Thread(() -> {
            for (int i = 1; !over.get(); i++) {
                host.publish(channel, EVENT, "" + i);
                LockSupport.parkNanos(PACE_NANOS); // no faster than readers read
            }
        });
        storm.start();
        try {
            List<Boolean> all = Crowd.of(8, i -> readsWithoutGap(channel));
            assertThat(all).containsOnly(true);
        } finally {
            over.set(true);
        }
    }

    private static boolean readsWithoutGap(String channel) {
        for (int round = 0; round < 5; round++) {
            RawClient client = host.join(channel);
            int expected = Integer.parseInt(client.next(EVENT).dataText());
            for (int i = 0; i < 100; i++) {
                Event event = client.next(EVENT);
                expected++;
                if (Integer.parseInt(event.dataText()) != expected) {
                    throw new AssertionError("expected " + expected + " but got " + event);
                }
            }
            client.close();
        }
        return true;
    }
}
