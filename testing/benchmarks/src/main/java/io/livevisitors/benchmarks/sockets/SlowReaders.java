package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.benchmarks.load.WebSocketClient;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import io.livevisitors.benchmarks.sockets.Broadcasts.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Broadcasts in slices, with and without one reader among the others that does not read, turn and turn about. Used by one
 * thread.
 */
final class SlowReaders {

    /** Beside whom the others get their events. */
    enum Beside {
        NOBODY("nobody slow", null),
        STOPPED("one that takes nothing", "slow_consumer"),
        NOBODY_AGAIN("nobody slow, once more", null),
        SIPPING("one that takes a little", "slow_reader");

        private final String label;
        private final @Nullable String counter;

        Beside(String label, @Nullable String counter) {
            this.label = label;
            this.counter = counter;
        }

        String label() {
            return label;
        }

        /** Under which name the library counts such a reader's end; null if there is none. */
        @Nullable String counter() {
            return counter;
        }
    }

    private static final int TOO_SLOW = 4100;

    /** Events that a slow reader is sent beside each broadcast, on a channel of its own. */
    private static final int FLOOD = 200;

    private static final int FLOOD_BYTES = 200;

    /** What one of them takes meanwhile, in bytes: a part of it. */
    private static final int SIP = 16 * 1024;

    /** For what comes after the library's decision: the close frame, the answer to it, the end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Plan plan;
    private final HostProcess host;
    private final Broadcasts broadcasts;

    SlowReaders(Plan plan, HostProcess host, Broadcasts broadcasts) {
        this.plan = plan;
        this.host = host;
        this.broadcasts = broadcasts;
    }

    /** Plays all rounds of the plan; fewer if something was lost. */
    Map<Beside, Slices> measure() throws IOException, InterruptedException {
        Map<Beside, Slices> found = new EnumMap<>(Beside.class);
        try (Loop loop = new Loop()) {
            for (int round = 0; round < plan.rounds(); round++) {
                for (Beside beside : order(round)) {
                    if (broadcasts.isComplete()) {
                        play(beside, loop, found.computeIfAbsent(beside, b -> new Slices()));
                    }
                }
            }
        }
        return found;
    }

    /** Turned round every second time, so that what drifts does not favour one of them. */
    private static List<Beside> order(int round) {
        List<Beside> order = new ArrayList<>(List.of(Beside.values()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void play(Beside beside, Loop loop, Slices slices) throws IOException, InterruptedException {
        String counter = beside.counter();
        if (counter == null) {
            slices.add(broadcast(() -> {}));
            return;
        }
        String own = "flood";
        Target target = new Target(host.address(), Host.SOCKETS, List.of(Tick.CHANNEL, own));
        long sockets = host.sockets();
        Watch watch = new Watch(host, counter);
        try (SlowReader reader = SlowReader.open(loop, target)) {
            reader.fill(host, own, FLOOD_BYTES);
            watch.start();
            Step meanwhile = () -> {
                watch.look();
                host.flood(own, FLOOD, FLOOD_BYTES);
                if (beside == Beside.SIPPING) {
                    reader.sip(SIP);
                }
            };
            slices.add(broadcast(meanwhile));
            boolean recorded = until(watch::isOver, meanwhile);
            slices.addReader(watch.nanos(), recorded, isEndedWell(beside, reader, sockets, meanwhile));
        }
    }

    /** The times in which the others get their frames. */
    private Sample broadcast(Step meanwhile) throws IOException, InterruptedException {
        return broadcasts
                .send(plan.slice(), 1, host::publish, plan.pace(), meanwhile)
                .deliveries()
                .times();
    }

    /** One that takes nothing is dropped, whether it reads or not, and not told why; the other is told. */
    private boolean isEndedWell(Beside beside, SlowReader reader, long sockets, Step meanwhile)
            throws IOException, InterruptedException {
        boolean gone = until(() -> host.sockets() == sockets, meanwhile);
        int code = reader.readToTheEnd(PATIENCE);
        return gone && (beside == Beside.SIPPING ? code == TOO_SLOW : code != TOO_SLOW && code != WebSocketClient.OPEN);
    }

    /** Waits until something is so, and goes on meanwhile; false if it is not so in time. */
    private static boolean until(Question question, Step meanwhile) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.isSo() && System.nanoTime() - deadline < 0) {
            meanwhile.run();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return question.isSo();
    }

    private interface Question {
        boolean isSo() throws IOException, InterruptedException;
    }

    /** Sees when the library counts an end. */
    private static final class Watch {

        private final HostProcess host;
        private final String counter;
        private final long before;
        private long since = System.nanoTime();
        private long over;

        Watch(HostProcess host, String counter) throws IOException, InterruptedException {
            this.host = host;
            this.counter = counter;
            this.before = host.count(counter);
        }

        void start() {
            since = System.nanoTime();
        }

        void look() throws IOException, InterruptedException {
            if (over == 0 && host.count(counter) > before) {
                over = System.nanoTime();
            }
        }

        boolean isOver() throws IOException, InterruptedException {
            look();
            return over != 0;
        }

        /** From the start to the end that it saw, or to now. */
        long nanos() {
            return (over == 0 ? System.nanoTime() : over) - since;
        }
    }
}
