package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The library's own threads: few, none before it is needed, none after the application. Alone, since it looks at all. */
@Isolated
public class ThreadContract {

    @RegisterExtension
    final Host host = Host.plain();

    @BeforeEach
    void othersHaveEnded() {
        await().until(() -> ownThreads().isEmpty());
    }

    @Test
    void hasNoneBeforeSomebodyConnects() {
        assertThat(host.api().get("channels").status()).isEqualTo(200);

        assertThat(ownThreads()).isEmpty();
    }

    @Test
    void hasFewHoweverManyConnect() {
        String channel = host.channel("");
        List<RawClient> clients =
                IntStream.range(0, 100).mapToObj(i -> host.join(channel)).toList();
        host.publish(channel, "order.paid", "{}");
        clients.forEach(client -> client.next("order.paid"));

        assertThat(ownThreads()).hasSizeBetween(1, 10);
    }

    @Test
    void leavesNoneBehind() {
        String channel = host.channel("");
        List<RawClient> clients =
                IntStream.range(0, 20).mapToObj(i -> host.join(channel)).toList();
        host.publish(channel, "order.paid", "{}");
        assertThat(ownThreads()).isNotEmpty();
        clients.get(0).close();
        host.stopApplication();

        assertThat(ownThreads()).isEmpty();
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("livevisitors-socket"))
                .toList();
    }
}
