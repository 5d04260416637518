package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What sending events to many readers costs, beside the ways in which others do it. */
public final class BroadcastHarness implements Harness {

    /** For {@link java.util.ServiceLoader}. */
    public BroadcastHarness() {}

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String purpose() {
        return "what sending an event to many readers costs, beside what hosts write themselves and beside Node";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        Plan plan = Plan.of(effort);
        List<HostProcess> hosts = new ArrayList<>();
        try {
            for (Container.Kind container : Container.Kind.values()) {
                hosts.add(HostProcess.start(container, plan.heap()));
            }
            run(plan, report, hosts);
        } finally {
            for (HostProcess host : hosts) {
                host.close();
            }
        }
    }

    private static void run(Plan plan, Report report, List<HostProcess> hosts)
            throws IOException, InterruptedException {
        BroadcastReport text = new BroadcastReport(plan, report);
        List<ContainerCost.Found> all = new ArrayList<>();
        Map<Container.Kind, Map<SendStyle, Boolean>> besideStuck = new EnumMap<>(Container.Kind.class);
        for (HostProcess host : hosts) {
            try {
                all.add(ContainerCost.measure(plan, host));
            } catch (LostEventException e) {
                text.lost(host.container(), e);
            }
            besideStuck.put(host.container(), StuckReader.measure(host));
        }
        text.say(all);
        text.stuck(besideStuck);
        @Nullable String missing = NodeServer.missing();
        if (missing == null) {
            try (NodeServer node = NodeServer.start()) {
                new FeedReport(plan, report).say(FeedCost.measure(plan, hosts, node));
            }
        } else {
            report.heading("Page views shown");
            report.paragraph("Not measured: " + missing + ".");
        }
    }
}
