package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.load.Tick;
import io.livevisitors.benchmarks.load.WebSocketClient.Target;
import io.livevisitors.benchmarks.sockets.Host.Kind;
import io.livevisitors.benchmarks.sockets.SlowReaders.Beside;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What thousands of WebSockets cost, and whether one that does not read harms the others. */
public final class SocketsHarness implements Harness {

    private static final Duration PING_PATIENCE = Duration.ofSeconds(90);

    /** For {@link java.util.ServiceLoader}. */
    public SocketsHarness() {}

    @Override
    public String name() {
        return "sockets";
    }

    @Override
    public String purpose() {
        return "what an idle WebSocket costs, how fast a broadcast arrives, what a slow reader does to others";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        Plan plan = Plan.of(effort);
        IdleCost bare = bare(plan);
        SocketsReport text = new SocketsReport(plan, report);
        try (HostProcess host = HostProcess.start(plan.settings(Kind.LIBRARY), plan.heap());
                LoadGenerator clients =
                        new LoadGenerator(new Target(host.address(), Host.SOCKETS, List.of(Tick.CHANNEL)))) {
            IdleCost library = IdleCost.measure(plan, host, clients);
            text.idle(bare, library, clients.awaitPings(PING_PATIENCE));
            Broadcasts broadcasts = new Broadcasts(host, clients);
            text.broadcasts(BroadcastCost.measure(plan, host, broadcasts));
            Map<Beside, Slices> slices = new SlowReaders(plan, host, broadcasts).measure();
            if (broadcasts.isComplete()) {
                text.slices(slices);
            }
            text.complete(broadcasts);
        }
        new CrowdReport(plan, report).say(SlowCrowd.measure(plan));
        text.memory(OutboxMemory.measureEach(plan));
    }

    private static IdleCost bare(Plan plan) throws IOException, InterruptedException {
        try (HostProcess host = HostProcess.start(plan.settings(Kind.BARE), plan.heap());
                LoadGenerator clients = new LoadGenerator(new Target(host.address(), Host.SOCKETS, List.of()))) {
            return IdleCost.measure(plan, host, clients);
        }
    }
}
