package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.web.SocketLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose ping blocks, as it may, beside one that takes all. A real ping cannot be made to block on demand. */
class StuckPingTest {

    private static final int MORE_THAN_THREADS = 40;

    private final SocketThreads threads = new SocketThreads();
    private final AtomicLong clock = new AtomicLong();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();

    @AfterEach
    void stop() {
        stuck.countDown();
        threads.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, MORE_THAN_THREADS})
    void harmsNobodyElse(int count) {
        RecordingOwner stuckOwner = new RecordingOwner();
        List<Outbox> others = IntStream.range(0, count)
                .mapToObj(i -> outbox(new StuckRemote(), stuckOwner))
                .toList();
        others.forEach(other -> other.send(Frame.PING));
        await().until(() -> blocked.get() == Math.min(count, 16));

        HealthyRemote remote = new HealthyRemote();
        RecordingOwner owner = new RecordingOwner();
        Outbox healthy = outbox(remote, owner);
        healthy.send(Frame.PING);
        for (int i = 0; i < 100; i++) {
            healthy.send(Frame.PONG);
        }
        await().until(() -> remote.count("pusher:pong") == 100);

        clock.addAndGet(Duration.ofSeconds(12).toNanos());
        healthy.check();
        healthy.send(Frame.PONG);
        await().until(() -> remote.count("pusher:pong") == 101);
        assertThat(owner.ended).hasValue(0);

        others.forEach(Outbox::check);
        assertThat(stuckOwner.ended).as("those whose own ping blocks").hasValue(blocked.get());

        stuck.countDown();
        await().until(() -> {
            healthy.check();
            return remote.count("ping") == 1;
        });
        assertThat(owner.counts).isEmpty();
    }

    @Test
    void endsNoConnectionForThePongToAPingThatIsStillToCome() {
        SocketLimits limits = Limits.of()
                .activityTimeout(Duration.ofSeconds(1))
                .pongTimeout(Duration.ofSeconds(1))
                .build();
        try (Sockets sockets = new Sockets(new FakeGateway(limits))) {
            for (int i = 0; i < MORE_THAN_THREADS; i++) {
                sockets.open(Admission.granted(() -> {}), new StuckRemote());
            }
            await().until(() -> blocked.get() == 16);
            HealthyRemote remote = new HealthyRemote();
            sockets.open(Admission.granted(() -> {}), remote);

            await().until(() -> remote.count("pusher:ping") == 1);
            await().during(Duration.ofSeconds(2)).until(() -> remote.log.size() == 1);
            stuck.countDown();
            await().until(() -> remote.log.size() == 3);
            assertThat(remote.log).containsExactly("pusher:ping", "ping", "close 4201");
        }
    }

    private Outbox outbox(Remote remote, RecordingOwner owner) {
        return new Outbox(
                remote,
                owner,
                OutboxRules.of(
                        Limits.of().build().outbox(),
                        new OutboxRules.Runners(threads.turns, threads.pings, threads.endings, abort -> {}),
                        clock::get));
    }

    private static class HealthyRemote implements Remote {

        final List<String> log = new CopyOnWriteArrayList<>();

        long count(String name) {
            return log.stream().filter(name::equals).count();
        }

        @Override
        public void send(String text, Consumer<@Nullable Throwable> done) {
            log.add(TestClient.parse(text).event());
            done.accept(null);
        }

        @Override
        public void ping() {
            log.add("ping");
        }

        @Override
        public void close(int code, String reason) {
            log.add("close " + code);
        }

        @Override
        public void abort() {
            log.add("abort");
        }
    }

    private final class StuckRemote extends HealthyRemote {
        @Override
        public void ping() {
            blocked.incrementAndGet();
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class RecordingOwner implements Outbox.Owner {

        final List<String> counts = new CopyOnWriteArrayList<>();
        final AtomicInteger ended = new AtomicInteger();

        @Override
        public void count(String name) {
            counts.add(name);
        }

        @Override
        public void ended() {
            ended.incrementAndGet();
        }

        @Override
        public void resync(Reader reader) {
            counts.add("resync");
        }
    }
}
