package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.contracts.RawClient.WireFrame;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How silence is broken and ended (WIRE.md, section 4). */
@Execution(ExecutionMode.CONCURRENT)
public class KeepAliveContract {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    static final Host host =
            Host.with(builder -> builder.activityTimeout(SECOND).pongTimeout(SECOND));

    @RegisterExtension
    static final Host apart = Host.with(builder ->
            builder.activityTimeout(Duration.ofMinutes(2)).pingInterval(SECOND).pongTimeout(SECOND));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"pusher:ping\",\"data\":{}}",
                "{\"event\":\"pusher:ping\",\"data\":\"{}\"}",
                "{\"event\":\"pusher:ping\",\"data\":\"\"}",
                "{\"event\":\"pusher:ping\",\"data\":null}",
                "{\"event\":\"pusher:ping\"}"
            })
    void answersAPingWithAPong(String ping) {
        RawClient client = host.connect();
        client.send(ping);

        assertThat(client.frame().text()).isEqualTo("{\"event\":\"pusher:pong\",\"data\":\"{}\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"pusher:pong\",\"data\":{}}",
                "{\"event\":\"pusher:pong\",\"data\":\"{}\"}",
                "{\"event\":\"pusher:pong\"}"
            })
    void answersAPongWithNothing(String pong) {
        RawClient client = host.connect();
        client.send(pong);

        client.hearsNothing();
    }

    @Test
    void pingsASilentClientByAnEventAndThenByWebSocketsOwnPing() {
        RawClient client = host.connect();

        assertThat(client.frame().text()).isEqualTo("{\"event\":\"pusher:ping\",\"data\":\"{}\"}");
        assertThat(client.frame().opcode()).isEqualTo(RawClient.PING);
    }

    @Test
    void pingsNotBeforeTheSilenceThatItNamed() {
        long start = System.nanoTime();
        host.connect().next(RawClient.PING_EVENT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void endsAConnectionFromWhichNothingComesBack() {
        RawClient client = host.connect();
        assertThat(client.closeCode()).isEqualTo(4201);
        client.sayGoodbye(4201);

        client.awaitEnd();
    }

    @Test
    void tellsTheOthersThatASilentMemberIsGone() {
        String channel = host.channel("presence-");
        RawClient other = host.joinPresence(channel, "8");
        RawClient silent = host.joinPresence(channel, "7");
        String heard = "";
        while (!heard.equals(RawClient.MEMBER_REMOVED)) {
            WireFrame frame = other.frame();
            if (frame.opcode() == RawClient.TEXT) {
                heard = RawClient.parse(frame.text()).event();
                other.send("pusher:pong", "{}");
            }
        }

        assertThat(silent.closeCode()).isEqualTo(4201);
    }

    @Test
    void takesTheEventOfAPongAsASignOfLife() {
        staysAliveBy(client -> client.send("pusher:pong", "{}"));
    }

    @Test
    void takesWebSocketsOwnPongAsASignOfLife() {
        staysAliveBy(client -> client.send(RawClient.PONG, new byte[0]));
    }

    @Test
    void takesAnyMessageAsASignOfLife() {
        staysAliveBy(client -> client.unsubscribe("nothing"));
    }

    @Test
    void takesEvenABadMessageAsASignOfLife() {
        staysAliveBy(client -> {
            client.send("not json");
            client.next(RawClient.ERROR);
        });
    }

    @Test
    void pingsNoClientThatTalks() {
        RawClient client = host.connect();
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(2_500).toNanos()) {
            client.hearsNothing();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void pingsAClientThatOnlyListens() {
        String channel = host.channel("");
        RawClient client = host.join(channel);
        String heard = "";
        while (!heard.equals(RawClient.PING_EVENT)) {
            host.publish(channel, "order.paid", "{}");
            heard = client.event().event();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void mayPingAtOtherTimesThanItAsksItsClientsTo() {
        RawClient client = apart.handshake(Host.TARGET);

        assertThat(client.event().data().path("activity_timeout").asInt()).isEqualTo(120);
        assertThat(client.event().event()).isEqualTo(RawClient.PING_EVENT);
        assertThat(client.closeCode()).isEqualTo(4201);
    }

    /** Answers three pings, each with one sign of life, which is twice the time that silence would have. */
    private static void staysAliveBy(Consumer<RawClient> sign) {
        RawClient client = host.connect();
        for (int i = 0; i < 3; i++) {
            client.next(RawClient.PING_EVENT);
            assertThat(client.frame().opcode()).isEqualTo(RawClient.PING);
            sign.accept(client);
        }
        client.hearsNothing();
    }
}
