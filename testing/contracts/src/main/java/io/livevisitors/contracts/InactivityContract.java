package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Connections that are there for nothing, and those that are silent for long. */
@Execution(ExecutionMode.CONCURRENT)
public class InactivityContract {

    private static final int SUBSCRIBED_TO_NOTHING = 4202;
    private static final Duration LONGER = Duration.ofMillis(2_500);

    @RegisterExtension
    static final Host host = Host.with(builder -> builder.subscriptionTimeout(Duration.ofSeconds(1)));

    @RegisterExtension
    static final Host quiet =
            Host.with(builder -> builder.activityTimeout(Duration.ofSeconds(7)).pongTimeout(Duration.ofSeconds(1)));

    @Test
    void endsAConnectionThatSubscribesToNothing() {
        RawClient client = host.connect();

        assertThat(client.frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);
        assertThat(host.counted("socket_without_subscription")).isPositive();
    }

    @Test
    void endsItEvenIfItTalks() {
        RawClient client = host.connect();
        client.hearsNothing();
        client.subscribe("private-refused");
        client.next(RawClient.REFUSED);

        assertThat(client.frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);
    }

    @Test
    void endsAConnectionSomeTimeAfterItLeftItsLastChannel() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        waitLonger(client);
        client.unsubscribe(channel);
        client.hearsNothing();

        assertThat(client.frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);
    }

    @Test
    void endsNoConnectionThatHasAChannel() {
        RawClient reader = host.join(host.channel(""));
        RawClient member = host.joinPresence(host.channel("presence-"), "7");
        waitLonger(reader);

        member.hearsNothing();
    }

    @Test
    void endsNoConnectionOfASignedInUser() {
        RawClient client = host.signedIn("7");
        waitLonger(client);

        client.hearsNothing();
    }

    @Test
    void dropsAConnectionWhoseClientAnswersNotEvenTheClose() {
        RawClient client = host.connect();
        assertThat(client.frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);

        client.awaitEnd(Duration.ofSeconds(30));
    }

    @Test
    void dropsAConnectionWhoseClientGoesOnTalkingAfterTheClose() {
        RawClient client = host.connect();
        assertThat(client.frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);

        await("nothing can be sent to a socket that is gone")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    try {
                        client.send("{}");
                        return false;
                    } catch (UncheckedIOException e) {
                        return true;
                    }
                });
    }

    @Test
    void toleratesSilenceLongerThanAnyContainersOwnIdleTimeout() {
        RawClient client = quiet.connect();

        client.next(RawClient.PING_EVENT);
        assertThat(client.frame().opcode()).isEqualTo(RawClient.PING);
        assertThat(client.frame().closeCode())
                .as("of ours, and no 1001 of the container's")
                .isEqualTo(4201);
    }

    /** A client that watches stays silent as long as it takes for one that would have been ended. */
    private static void waitLonger(RawClient client) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGER.toNanos()) {
            assertThat(host.connect().frame().closeCode()).isEqualTo(SUBSCRIBED_TO_NOTHING);
        }
        client.hearsNothing();
    }
}
