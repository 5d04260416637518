package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.load.Loop;
import io.livevisitors.benchmarks.load.Tick;
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

/**
 * Broadcasts to a hundred readers, in slices with and without slow ones among them, turn and turn about; all get the same
 * events. In a host application of its own. Used by one thread, once.
 */
final class SlowCrowd implements AutoCloseable {

    /** Among whom the others get their events. */
    enum Among {
        NOBODY,
        SLOW,
        NOBODY_AGAIN
    }

    /**
     * What was found.
     *
     * @param slices by those among whom they were; fewer if something was lost
     * @param slowReaders how many of them there were in all slices
     * @param dropped of these, those that took nothing for so long that they were dropped and not told why
     * @param told of these, those that stayed behind and were closed with 4100
     * @param stayed of these, those that were not ended in time
     * @param held bytes that all slow readers of a slice held together while they were full, of heap and outside of it
     * @param isComplete whether everybody else got every event, once and in order
     * @param verdict what they did not get
     */
    record Found(
            Map<Among, Slices> slices,
            long slowReaders,
            long dropped,
            long told,
            long stayed,
            long held,
            boolean isComplete,
            String verdict) {

        /** Whether every slow reader was ended as documented. */
        boolean allEnded() {
            return slowReaders > 0 && stayed == 0 && dropped + told == slowReaders;
        }
    }

    /** Sips of a second. */
    private static final int SIPS = 4;

    /** Beyond the server's own. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CrowdPlan plan;
    private final HostProcess host;
    private final LoadGenerator clients;
    private final Broadcasts broadcasts;
    private final Loop loop = new Loop();
    private final List<SlowReader> slow = new ArrayList<>();
    private final Map<Among, Slices> slices = new EnumMap<>(Among.class);
    private long nextSip = System.nanoTime();
    private long slowReaders;
    private long stayed;

    private SlowCrowd(CrowdPlan plan, HostProcess host) throws IOException {
        this.plan = plan;
        this.host = host;
        this.clients = new LoadGenerator(target(host));
        this.broadcasts = new Broadcasts(host, clients);
    }

    static Found measure(Plan plan) throws IOException, InterruptedException {
        try (HostProcess host = HostProcess.start(plan.crowdSettings(), plan.heap());
                SlowCrowd crowd = new SlowCrowd(plan.crowd(), host)) {
            return crowd.measure();
        }
    }

    private Found measure() throws IOException, InterruptedException {
        clients.open(plan.readers());
        send(plan.warming());
        long dropped = host.count("slow_consumer");
        long told = host.count("slow_reader");
        for (int round = 0; round < plan.rounds(); round++) {
            for (Among among : order(round)) {
                if (broadcasts.isComplete()) {
                    play(among);
                }
            }
        }
        dropped = host.count("slow_consumer") - dropped;
        told = host.count("slow_reader") - told;
        long held = broadcasts.isComplete() ? held() : 0;
        return new Found(
                slices, slowReaders, dropped, told, stayed, held, broadcasts.isComplete(), broadcasts.verdict());
    }

    /** Turned round every second time, so that what drifts does not favour one of them. */
    private static List<Among> order(int round) {
        List<Among> order = new ArrayList<>(List.of(Among.values()));
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void play(Among among) throws IOException, InterruptedException {
        if (among == Among.SLOW) {
            openSlow();
        }
        Deliveries deliveries = send(plan.slice());
        if (broadcasts.isComplete()) {
            slices.computeIfAbsent(among, a -> new Slices()).add(deliveries.times());
        }
        if (among == Among.SLOW) {
            awaitEnds();
        }
    }

    /** Bytes that the slow ones hold when they have fallen behind. */
    private long held() throws IOException, InterruptedException {
        long before = host.heap() + host.directBuffers();
        openSlow();
        send(plan.held());
        long held = host.heap() + host.directBuffers() - before;
        closeSlow();
        return held;
    }

    private void openSlow() throws IOException, InterruptedException {
        for (int i = 0; i < plan.slow(); i++) {
            slow.add(SlowReader.open(loop, target(host)));
        }
    }

    private void closeSlow() {
        slow.forEach(SlowReader::close);
        slow.clear();
    }

    /** Goes on with broadcasts until the container has ended all slow readers. */
    private void awaitEnds() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + plan.patience().plus(PATIENCE).toNanos();
        while (host.sockets() > plan.readers() && broadcasts.isComplete() && System.nanoTime() - deadline < 0) {
            send(1);
        }
        slowReaders += plan.slow();
        stayed += host.sockets() - plan.readers();
        closeSlow();
    }

    private Deliveries send(int count) throws IOException, InterruptedException {
        Step sipping = this::sip;
        return broadcasts.send(count, 1, host::publish, plan.pace(), sipping).deliveries();
    }

    /** The first of the slow ones take what is due to them; the others are those that take nothing. */
    private void sip() {
        long now = System.nanoTime();
        if (now - nextSip >= 0) {
            nextSip = now + TimeUnit.SECONDS.toNanos(1) / SIPS;
            slow.stream().limit(plan.sipping()).forEach(reader -> reader.sip(CrowdPlan.SIPPED_PER_SECOND / SIPS));
        }
    }

    private static Target target(HostProcess host) {
        return new Target(host.address(), Host.SOCKETS, List.of(Tick.CHANNEL));
    }

    @Override
    public void close() throws IOException {
        try (clients) {
            loop.close();
        }
    }
}
