package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.Limit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that talk too much (WIRE.md, section 4): told once in a window, then not heard, and still there. */
public class FloodContract {

    private static final int MESSAGES = 20;
    private static final int RATE_LIMITED = 4301;

    /** A window that ends in no test. */
    @RegisterExtension
    static final Host host = Host.with(
            builder -> builder.limit(Limit.MESSAGES_PER_WINDOW, MESSAGES).messageWindow(Duration.ofHours(1)));

    @RegisterExtension
    static final Host brisk =
            Host.with(builder -> builder.limit(Limit.MESSAGES_PER_WINDOW, 5).messageWindow(Duration.ofMillis(300)));

    @RegisterExtension
    static final Host stern = Host.with(builder -> builder.limit(Limit.MESSAGES_PER_WINDOW, 5)
            .messageWindow(Duration.ofHours(1))
            .closeBeyondMessageRate(true));

    /** As hosts have it that set nothing. */
    @RegisterExtension
    static final Host usual =
            Host.with(builder -> builder.limit(Limit.MESSAGES_PER_WINDOW, Limit.MESSAGES_PER_WINDOW.defaultValue()));

    /** Takes every message, and holds the answers until they are read. */
    @RegisterExtension
    static final Host patient = Host.with(builder -> builder.limit(Limit.OUTBOX_BYTES, 16 * 1024 * 1024));

    private final RawClient bystander = patient.connect();

    @AfterEach
    void othersAreUnharmed() {
        bystander.hearsNothing();
    }

    // ---------------------------------------------------------------- told once, and not heard

    @Test
    void isToldOnceInAWindowAndStays() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        for (int i = 1; i < MESSAGES + 200; i++) {
            client.send(RawClient.PING_EVENT, "{}");
        }
        for (int i = 1; i < MESSAGES; i++) {
            client.next(RawClient.PONG_EVENT);
        }
        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(RATE_LIMITED);

        await().until(() -> {
            host.publish(channel, "order.paid", "{}");
            return client.hasInput();
        });
        assertThat(client.event().event()).as("nothing but what others publish").isEqualTo("order.paid");
    }

    @Test
    void isHeardAgainInTheNextWindow() {
        RawClient client = brisk.connect();
        for (int i = 0; i < 50; i++) {
            client.send(RawClient.PING_EVENT, "{}");
        }
        client.event(RawClient.ERROR);

        await().until(() -> {
            client.send(RawClient.PING_EVENT, "{}");
            return client.hasInput();
        });
        client.event(RawClient.PONG_EVENT);
    }

    @Test
    void isToldAgainInTheNextWindow() {
        RawClient client = brisk.connect();
        for (int i = 0; i < 3; i++) {
            int error = 0;
            while (error != RATE_LIMITED) {
                client.send(RawClient.PING_EVENT, "{}");
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                error = client.hasInput() ? client.event().code() : 0;
            }
        }
    }

    @Test
    void isNotHeardOnAnySubject() {
        String channel = host.channel("private-");
        RawClient other = host.join(channel);
        RawClient client = host.join(channel);
        exhaust(client);
        client.whisper("client-typing", channel, "{}");
        client.unsubscribe(channel);
        String another = host.channel("");
        client.subscribe(another);
        assertAllIsRead(client);

        other.hearsNothing();
        assertThat(subscriptions(channel)).isEqualTo(2);
        assertThat(subscriptions(another)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "", "{\"event\":\"no-such-event\"}", "{\"event\":\"pusher:pong\"}"})
    void isCountedWhateverItSays(String message) {
        RawClient client = host.connect();
        for (int i = 0; i <= MESSAGES; i++) {
            client.send(message);
        }

        readUpTo(client, RATE_LIMITED);
    }

    @Test
    void isCountedWhenItSendsBinaryMessages() {
        RawClient client = host.connect();
        for (int i = 0; i <= MESSAGES; i++) {
            client.send(RawClient.BINARY, new byte[] {1});
        }

        readUpTo(client, RATE_LIMITED);
    }

    @Test
    void isHeardUpToTheLimit() {
        RawClient client = host.connect();
        for (int i = 0; i < MESSAGES; i++) {
            client.hearsNothing();
        }
    }

    @Test
    void costsOtherConnectionsNothing() {
        RawClient other = host.connect();
        exhaust(host.connect());

        other.hearsNothing();
    }

    @Test
    void isCountedForTheOperator() {
        long before = host.counted("socket_rate_limited");
        exhaust(host.connect());

        assertThat(host.counted("socket_rate_limited")).isEqualTo(before + 1);
    }

    @Test
    void mayJoinAHundredChannelsAtOnceWhereNothingIsSet() {
        RawClient client = usual.connect();
        for (int i = 0; i < 100; i++) {
            client.subscribe("usual-" + i);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(client.next(RawClient.SUCCEEDED).channel()).isEqualTo("usual-" + i);
        }
    }

    // ---------------------------------------------------------------- sent away

    @Test
    void isSentAwayWhereTheHostWantsItSo() {
        RawClient client = stern.connect();
        for (int i = 0; i < 50; i++) {
            client.send(RawClient.PING_EVENT, "{}");
        }
        for (int i = 0; i < 5; i++) {
            client.next(RawClient.PONG_EVENT);
        }

        assertThat(client.next(RawClient.ERROR).code()).isEqualTo(RATE_LIMITED);
        assertThat(client.frame().closeCode()).isEqualTo(RATE_LIMITED);
    }

    // ---------------------------------------------------------------- ten thousand

    @Test
    void survivesTenThousandSubscriptionsWhereNothingIsSet() {
        RawClient client = usual.connect();
        for (int i = 0; i < 10_000; i++) {
            client.subscribe("flood-" + i);
        }
        client.event(RawClient.ERROR);

        // On a slow machine the flood takes seconds, each with as many answers as may be, which all come before the
        // pong.
        await().until(() -> {
            client.send(RawClient.PING_EVENT, "{}");
            boolean answered = false;
            while (!answered && client.hasInput()) {
                answered = client.event().event().equals(RawClient.PONG_EVENT);
            }
            return answered;
        });
    }

    @Test
    void getsAnAnswerToEachOfTenThousandSubscriptionsThatMayBe() {
        RawClient client = patient.connect();
        talk(() -> {
            for (int i = 0; i < 10_000; i++) {
                client.subscribe("flood-" + i);
            }
        });
        Map<String, Integer> answers = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            answers.merge(client.event().event(), 1, Integer::sum);
        }

        assertThat(answers).containsOnly(Map.entry(RawClient.SUCCEEDED, 100), Map.entry(RawClient.REFUSED, 9_900));
        client.hearsNothing();
    }

    @Test
    void survivesTenThousandTimesOfJoiningAndLeaving() {
        RawClient client = patient.connect();
        talk(() -> {
            for (int i = 0; i < 10_000; i++) {
                client.subscribe("turn-" + i % 10);
                client.unsubscribe("turn-" + i % 10);
            }
        });
        for (int i = 0; i < 10_000; i++) {
            client.next(RawClient.SUCCEEDED);
        }

        client.hearsNothing();
    }

    @Test
    void survivesTenThousandBadMessages() {
        RawClient client = patient.connect();
        talk(() -> {
            for (int i = 0; i < 10_000; i++) {
                client.send("not json " + i);
            }
        });
        for (int i = 0; i < 10_000; i++) {
            assertThat(client.next(RawClient.ERROR).code()).isEqualTo(4200);
        }

        client.hearsNothing();
    }

    private static void talk(Runnable words) {
        Thread talking = new Thread(words);
        talking.setDaemon(true);
        talking.start();
    }

    /** Says as much as it may and a little more, and reads the answers. */
    private static void exhaust(RawClient client) {
        for (int i = 0; i <= MESSAGES; i++) {
            client.send(RawClient.PING_EVENT, "{}");
        }
        readUpTo(client, RATE_LIMITED);
    }

    /** Reads up to the error of that code; fails if it does not come. */
    private static void readUpTo(RawClient client, int code) {
        while (client.event().code() != code) {
            // answers to what was heard
        }
    }

    /** Waits for the answer to a ping frame, which is no message, so that all before it was read. */
    private static void assertAllIsRead(RawClient client) {
        client.send(RawClient.PING, new byte[0]);
        assertThat(client.frame().opcode()).isEqualTo(RawClient.PONG);
    }

    private static int subscriptions(String channel) {
        return host.api()
                .get("channels/" + channel, Map.of("info", "subscription_count"))
                .json()
                .path("subscription_count")
                .asInt();
    }
}
