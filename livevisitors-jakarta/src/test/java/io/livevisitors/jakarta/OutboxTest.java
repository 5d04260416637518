package io.livevisitors.jakarta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.livevisitors.jakarta.Frame.Lane;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The remote is written by hand: a real one cannot be made to complete, hang or fail at a given moment. */
class OutboxTest {

    private final Readers readers = new Readers();
    private final Reader reader = readers.make("private-pixel.shop");
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final Queue<Runnable> pings = new ArrayDeque<>();
    private final Queue<Runnable> endings = new ArrayDeque<>();
    private final Queue<Runnable> lateEndings = new ArrayDeque<>();
    private final OutboxRules.Runners runners =
            new OutboxRules.Runners(new Turns(), this::startPing, endings::add, lateEndings::add);
    private FakeRemote remote = new FakeRemote();
    private final RecordingOwner owner = new RecordingOwner();
    private boolean pingsAreRejected;
    private boolean mayBlock = true;
    private long now;
    private Outbox outbox = outbox(1_000);

    @AfterEach
    void stop() {
        readers.close();
    }

    @Test
    void sendsNothingOnTheCallersThread() {
        outbox.send(Frame.PONG);

        assertThat(remote.log).isEmpty();
        run();
        assertThat(remote.log).containsExactly("pusher:pong");
    }

    @Test
    void hasOneSendUnderWay() {
        outbox.send(Frame.PONG);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.log).hasSize(1);

        remote.complete(null);
        run();
        assertThat(remote.log).hasSize(2);
        remote.complete(null);
        run();
        assertThat(remote.log).hasSize(2);
        assertThat(owner.ended).isZero();
    }

    @Test
    void queuesOneTaskHoweverMuchIsSent() {
        for (int i = 0; i < 100; i++) {
            outbox.send(single(), reader);
        }
        assertThat(turns).hasSize(1);
    }

    @Test
    void growsNoStackWhenSendsCompleteAtOnce() {
        outbox = outbox(100_000_000);
        remote.completesAtOnce = true;
        for (int i = 0; i < 100_000; i++) {
            outbox.send(Frame.PONG);
        }
        run();

        assertThat(remote.sends).isEqualTo(100_000);
        assertThat(remote.deepest).isLessThan(200);
    }

    @Test
    void sendsTogetherWhatGatheredMeanwhile() {
        gather();
        outbox = outbox(1_000_000);
        outbox.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        run();
        remote.meanwhile = () -> {
            for (int i = 0; i < 4; i++) {
                outbox.send(single(), reader);
            }
        };
        outbox.send(single(), reader);
        run();
        outbox.send(Frame.PONG);
        run();

        assertThat(remote.together).containsExactly(1, 1, 4, 1);
        assertThat(remote.texts).hasSize(7);
        for (int i = 0; i < 6; i++) {
            assertThat(remote.texts.get(i)).contains("\\\"seq\\\":" + (i + 1) + ",");
        }
    }

    @Test
    void takesTurnsWithOthersHoweverMuchGathered() {
        gather();
        outbox = outbox(100_000_000);
        outbox.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        for (int i = 0; i < 999; i++) {
            outbox.send(single(), reader);
        }
        turns.remove().run();

        assertThat(remote.texts).hasSizeBetween(20, 100);
        assertThat(turns).hasSize(1);
        run();
        assertThat(remote.texts).hasSize(1_000);
        assertThat(remote.together).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(32));
    }

    @Test
    void sendsOneByOneForAWhileToAClientThatHeldItUp() {
        gather();
        remote.completesAtOnce = true;
        outbox = outbox(1_000_000);
        remote.meanwhile = () -> now += TimeUnit.MILLISECONDS.toNanos(101);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.together).containsExactly(1);

        outbox.send(Frame.PONG);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.together).hasSize(1);
        assertThat(remote.sends).isEqualTo(2);

        now += TimeUnit.SECONDS.toNanos(11);
        outbox.send(Frame.PONG);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.together).containsExactly(1, 2);
        assertThat(remote.sends).isEqualTo(2);
    }

    @Test
    void sendsOneByOneWhileNoThreadCanBeSpared() {
        gather();
        remote.completesAtOnce = true;
        mayBlock = false;
        outbox.send(Frame.PONG);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.together).isEmpty();
        assertThat(remote.sends).isEqualTo(2);
    }

    @Test
    void pingsAfterTheFrameThatGatheredWithOthers() {
        gather();
        outbox.send(Frame.PONG);
        outbox.send(Frame.PING);
        outbox.send(Frame.PONG);
        run();

        assertThat(remote.together).containsExactly(3);
        assertThat(remote.log).containsExactly("pusher:pong", "pusher:ping", "pusher:pong", "ping");
    }

    @Test
    void endsWhenWhatGatheredCannotBeSent() {
        gather();
        remote.throwsOnSend = true;
        outbox.send(Frame.PONG);
        run();

        assertThat(owner.ended).isEqualTo(1);
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.texts).isEmpty();
    }

    @Test
    void keepsNoSessionForTheTimeInWhichItsClientMayAnswerTheClose() {
        WeakReference<Remote> left = endedRemote();

        await().until(() -> {
            System.gc();
            return left.get() == null;
        });
        assertThat(lateEndings).hasSize(1);
        lateEndings.remove().run();
    }

    private WeakReference<Remote> endedRemote() {
        FakeRemote other = new FakeRemote();
        Outbox ended =
                new Outbox(other, owner, OutboxRules.of(Limits.of().build().outbox(), runners, () -> now));
        ended.close(1001, "done");
        run();
        assertThat(other.log).containsExactly("close 1001");
        return new WeakReference<>(other);
    }

    @Test
    void keepsTheOrderWhenSendsCompleteOnOtherThreads() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<String> sent = new ArrayList<>();
        AtomicInteger underWay = new AtomicInteger();
        Outbox busy = new Outbox(
                new FakeRemote() {
                    @Override
                    public void send(String text, Consumer<@Nullable Throwable> done) {
                        assertThat(underWay.incrementAndGet()).isEqualTo(1);
                        sent.add(text);
                        pool.execute(() -> {
                            underWay.decrementAndGet();
                            done.accept(null);
                        });
                    }
                },
                owner,
                OutboxRules.of(
                        Limits.of().maxOutboxBytes(100_000_000).build().outbox(),
                        new OutboxRules.Runners(pool::execute, pool, pool, lateEndings::add),
                        System::nanoTime));
        busy.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        for (int i = 0; i < 10_000; i++) {
            busy.send(single(), reader);
        }
        busy.close(1001, "done");
        await().until(() -> owner.ended == 1);
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < sent.size(); i++) {
            assertThat(sent.get(i)).contains("\\\"seq\\\":" + (i + 1) + ",");
        }
    }

    @Test
    void asksForASnapshotWhenAReaderThatLostEventsHasRoomAgain() {
        outbox.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        run();
        for (int i = 0; i < 50; i++) {
            outbox.send(single(), reader);
        }
        assertThat(owner.counts).contains("outbox_dropped");
        assertThat(owner.resynced).isZero();

        remote.completesAtOnce = true;
        remote.complete(null);
        run();
        assertThat(owner.resynced).isEqualTo(1);
    }

    @Test
    void closesAReaderThatStaysBehind() {
        outbox = outbox(Limits.of().maxOutboxAge(Duration.ofSeconds(5)));
        outbox.send(Frame.PONG);
        run();
        outbox.send(Frame.PONG);
        now += Duration.ofSeconds(6).toNanos();
        outbox.check();
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.log).as("the close waits for its turn").hasSize(1);

        remote.complete(null);
        run();
        assertThat(remote.log).containsExactly("pusher:pong", "close 4100");
        assertThat(owner.counts).containsExactly("slow_reader");
        assertThat(owner.ended).isEqualTo(1);
    }

    @Test
    void closesAClientWhoseAnswersFillTheOutbox() {
        for (int i = 0; i < 100; i++) {
            outbox.send(Frame.PONG);
        }
        run();

        assertThat(remote.log).containsExactly("close 4100");
    }

    @Test
    void dropsAReaderThatTakesNothingThoughTheContainerHasNoTimeout() {
        outbox.send(Frame.PONG);
        run();
        now += Duration.ofSeconds(12).toNanos();
        outbox.check();
        run();

        assertThat(owner.counts).containsExactly("slow_consumer");
        assertThat(remote.log).containsExactly("pusher:pong", "abort");
        assertThat(owner.ended).isEqualTo(1);
    }

    @Test
    void countsATimeoutOfTheContainersOwn() {
        outbox.send(Frame.PONG);
        run();
        now += Duration.ofSeconds(10).toNanos();
        remote.complete(new IOException("timeout"));
        run();

        assertThat(owner.counts).containsExactly("slow_consumer");
        assertThat(remote.log).containsExactly("pusher:pong", "abort");
    }

    @Test
    void endsOnceAndWithoutACountWhenTheClientIsGone() {
        outbox.send(Frame.PONG);
        run();
        remote.complete(new IOException("reset"));
        outbox.gone();
        outbox.close(1001, "too late");
        run();

        assertThat(owner.counts).isEmpty();
        assertThat(owner.ended).isEqualTo(1);
        assertThat(remote.log).containsExactly("pusher:pong");
    }

    @Test
    void leavesAConnectionWhoseSendFailedToTheContainerForAWhile() {
        outbox.send(Frame.PONG);
        run();
        remote.complete(new IOException("the container closes it with a code of its own"));
        run();
        assertThat(remote.log).containsExactly("pusher:pong");

        lateEndings.remove().run();
        assertThat(remote.log).containsExactly("pusher:pong", "abort");
    }

    @Test
    void endsWhenTheRemoteThrows() {
        remote.throwsOnSend = true;
        outbox.send(Frame.PONG);
        run();
        assertThat(owner.ended).isEqualTo(1);

        lateEndings.remove().run();
        assertThat(remote.log).containsExactly("abort");
    }

    @Test
    void sendsTheRepliesThatWaitBeforeTheClose() {
        remote.completesAtOnce = true;
        outbox.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        outbox.send(Frame.error(4001, "no such application"));
        outbox.close(4001, "no such application");
        outbox.send(Frame.PONG);
        run();

        assertThat(remote.log).containsExactly("pusher:error", "close 4001");
    }

    @Test
    void abortsAConnectionWhoseClientHadItsTimeToAnswerTheClose() {
        outbox.close(4001, "no such application");
        run();
        assertThat(remote.log).containsExactly("close 4001");

        lateEndings.remove().run();
        assertThat(remote.log).containsExactly("close 4001", "abort");
        assertThat(lateEndings).isEmpty();
    }

    @Test
    void sendsTheWebSocketPingAfterThePingFrame() {
        remote.completesAtOnce = true;
        outbox.send(Frame.PING);
        outbox.send(Frame.PONG);
        run();

        assertThat(remote.log).containsExactly("pusher:ping", "ping", "pusher:pong");
    }

    @Test
    void blocksNoTurnWithAPingOrAClose() {
        remote.completesAtOnce = true;
        outbox.send(Frame.PING);
        outbox.close(1001, "bye");
        turns.remove().run();

        assertThat(turns).isEmpty();
        assertThat(pings).hasSize(1);
        pings.remove().run();
        turns.remove().run();
        assertThat(turns).isEmpty();
        assertThat(endings).hasSize(1);
        run();
        assertThat(remote.log).containsExactly("pusher:ping", "ping", "close 1001");
    }

    @Test
    void sendsOnWhileNoThreadIsFreeForAPing() {
        remote.completesAtOnce = true;
        pingsAreRejected = true;
        outbox.send(Frame.PING);
        outbox.send(Frame.PONG);
        run();
        now += Duration.ofSeconds(12).toNanos();
        outbox.check();
        run();
        outbox.send(Frame.PONG);
        run();
        assertThat(remote.log).containsExactly("pusher:ping", "pusher:pong", "pusher:pong");
        assertThat(outbox.isPingDue()).isTrue();

        pingsAreRejected = false;
        outbox.check();
        run();
        assertThat(remote.log).endsWith("pusher:pong", "ping");
        assertThat(outbox.isPingDue()).isFalse();
        assertThat(owner.ended).isZero();
    }

    @Test
    void countsTheSendTimeoutFromWhenThePingStarts() {
        remote.completesAtOnce = true;
        outbox.send(Frame.PING);
        turns.remove().run();
        now += Duration.ofSeconds(12).toNanos();
        outbox.check();
        run();

        assertThat(remote.log).containsExactly("pusher:ping", "ping");
        assertThat(owner.ended).isZero();
    }

    @Test
    void keepsNothingForAReaderThatLeft() {
        outbox.send(numbered(Lane.SNAPSHOT, "visitors.snapshot"), reader);
        outbox.send(single(), reader);
        outbox.send(Frame.PONG);
        reader.joined = false;
        outbox.forget(reader);
        outbox.send(single(), reader);
        run();

        assertThat(remote.log).containsExactly("pusher:pong");
    }

    /** From here on the client's container gathers. */
    private void gather() {
        remote = new GatheringFake();
        outbox = outbox(1_000);
    }

    private Outbox outbox(int maxBytes) {
        return outbox(Limits.of().maxOutboxBytes(maxBytes));
    }

    private Outbox outbox(Limits limits) {
        return new Outbox(remote, owner, OutboxRules.of(limits.build().outbox(), runners, () -> now));
    }

    private void startPing(Runnable ping) {
        if (pingsAreRejected) {
            throw new RejectedExecutionException("no thread is free");
        }
        pings.add(ping);
    }

    private void run() {
        while (!turns.isEmpty() || !pings.isEmpty() || !endings.isEmpty()) {
            Queue<Runnable> next = !turns.isEmpty() ? turns : !pings.isEmpty() ? pings : endings;
            next.remove().run();
        }
    }

    private static Frame single() {
        return numbered(Lane.SINGLE, "visitor.active");
    }

    private static Frame numbered(Lane lane, String event) {
        return Frame.numbered(lane, event, "private-pixel.shop", "{\"x\":0}");
    }

    private final class Turns implements OutboxRules.Turns {
        @Override
        public void execute(Runnable turn) {
            turns.add(turn);
        }

        @Override
        public boolean mayBlock() {
            return mayBlock;
        }
    }

    private static class FakeRemote implements Remote {

        final List<String> log = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        final List<Integer> together = new ArrayList<>();
        Runnable meanwhile = () -> {};
        boolean completesAtOnce;
        boolean throwsOnSend;
        int sends;
        int deepest;
        private @Nullable Consumer<@Nullable Throwable> pending;

        void complete(@Nullable Throwable failure) {
            Consumer<@Nullable Throwable> done = pending;
            pending = null;
            if (done != null) {
                done.accept(failure);
            }
        }

        @Override
        public void send(String text, Consumer<@Nullable Throwable> done) {
            if (throwsOnSend) {
                throw new IllegalStateException("closed");
            }
            assertThat(pending).as("a send under way").isNull();
            sends++;
            if (log.size() < 100) {
                log.add(TestClient.parse(text).event());
                deepest = Math.max(deepest, Thread.currentThread().getStackTrace().length);
            }
            if (completesAtOnce) {
                done.accept(null);
            } else {
                pending = done;
            }
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

    private static final class GatheringFake extends FakeRemote implements GatheringRemote {

        @Override
        public void sendTogether(List<String> messages) throws IOException {
            if (throwsOnSend) {
                throw new IOException("closed");
            }
            together.add(messages.size());
            texts.addAll(messages);
            messages.forEach(text -> log.add(TestClient.parse(text).event()));
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
        }
    }

    private static final class RecordingOwner implements Outbox.Owner {

        final List<String> counts = new ArrayList<>();
        volatile int ended;
        int resynced;

        @Override
        public void count(String name) {
            if (!counts.contains(name)) {
                counts.add(name);
            }
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // told once, or the test fails
        public void ended() {
            ended++;
        }

        @Override
        public void resync(Reader reader) {
            resynced++;
        }
    }
}
