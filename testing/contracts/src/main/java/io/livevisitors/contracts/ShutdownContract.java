package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.channel.ChannelEvent;
import io.livevisitors.channel.ConnectionClosed;
import io.livevisitors.channel.MemberRemoved;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of the application, as a redeployment brings it (WIRE.md, section 4). */
public class ShutdownContract {

    private static final int GOING_AWAY = 1001;

    @RegisterExtension
    final Host host = Host.plain();

    @Test
    void closesEveryConnectionWith1001() {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clients.add(host.connect());
            clients.add(host.join(host.channel("")));
            clients.add(host.joinPresence("presence-room", "" + i));
            clients.add(host.signedIn("" + i));
        }
        host.stopApplication();

        assertThat(clients).allMatch(client -> client.closeCode() == GOING_AWAY);
    }

    @Test
    void closesThemOneAfterTheOther() {
        List<RawClient> clients =
                IntStream.range(0, 60).mapToObj(i -> host.connect()).toList();
        // the crowd's last stops the application, when all the others have their threads
        List<Long> moments = Crowd.of(clients.size() + 1, i -> {
            if (i == clients.size()) {
                host.stopApplication();
            } else {
                assertThat(clients.get(i).closeCode()).isEqualTo(GOING_AWAY);
            }
            return System.nanoTime();
        });
        List<Long> ends = moments.subList(0, clients.size());
        long first = Collections.min(ends);
        long last = Collections.max(ends);

        assertThat(Duration.ofNanos(last - first)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void letsNobodyInWhoComesMeanwhile() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            host.connect();
        }
        Thread stopping = new Thread(host::stopApplication);
        stopping.start();
        List<RawClient> late = new ArrayList<>();
        while (stopping.isAlive()) {
            try {
                late.add(host.handshake(Map.of()));
            } catch (UncheckedIOException e) {
                assertThat(e).as("the container answers no more").isNotNull();
            }
        }
        stopping.join();

        assertThat(late).allMatch(client -> client.status() != 101 || isClosed(client));
    }

    @Test
    void answersNoHandshakeAfterwards() {
        host.connect();
        host.stopApplication();

        assertThat(host.handshake(Map.of()).status()).isNotEqualTo(101);
    }

    @Test
    void tellsListenersOfEveryEnd() {
        Queue<ChannelEvent> heard = new ConcurrentLinkedQueue<>();
        try (var unused = host.live().channels().onEvent(heard::add)) {
            RawClient first = host.joinPresence("presence-room", "7");
            RawClient second = host.connect();
            host.stopApplication();

            await().until(() -> heard.contains(new ConnectionClosed(first.socketId()))
                    && heard.contains(new ConnectionClosed(second.socketId())));
            assertThat(heard).contains(new MemberRemoved("presence-room", "7"));
        }
    }

    @Test
    void tellsTheHostThatNobodyServesChannelsAnyMore() {
        host.connect();
        assertThat(host.live().channels().publish("orders", "order.paid", "{}")).isTrue();
        host.stopApplication();

        assertThat(host.live().channels().publish("orders", "order.paid", "{}")).isFalse();
    }

    @Test
    void endsInTimeEvenIfSomebodyDoesNotRead() {
        String channel = host.channel("");
        for (int i = 0; i < 3; i++) {
            host.join(host.connectSlow(), channel);
        }
        for (int i = 0; i < 2_000; i++) {
            host.publish(channel, "order.paid", "x".repeat(8_000));
        }
        RawClient polite = host.connect();
        long start = System.nanoTime();
        host.stopApplication();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        assertThat(polite.closeCode()).isEqualTo(GOING_AWAY);
    }

    private static boolean isClosed(RawClient client) {
        int code = client.closeCode();
        return code == GOING_AWAY || code == -1;
    }
}
