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
        sideBySide(plan, report);
        @Nullable String missing = NodeServer.missing();
        if (missing == null) {
            new FeedReport(plan, report).say(feed(plan));
        } else {
            report.heading("Page views shown");
            report.paragraph("Not measured: " + missing + ".");
        }
    }

    private static void sideBySide(Plan plan, Report report) throws IOException, InterruptedException {
        BroadcastReport text = new BroadcastReport(plan, report);
        List<ContainerCost.Found> all = new ArrayList<>();
        for (Container.Kind container : Container.Kind.values()) {
            try {
                all.add(ContainerCost.measure(plan, container));
            } catch (LostEventException e) {
                text.lost(container, e);
            }
        }
        text.say(all);
        Map<Container.Kind, Map<SendStyle, Boolean>> others = new EnumMap<>(Container.Kind.class);
        for (Container.Kind container : Container.Kind.values()) {
            others.put(container, StuckReader.measure(plan, container));
        }
        text.stuck(others);
    }

    private static FeedCost.Found feed(Plan plan) throws IOException, InterruptedException {
        List<FeedServer> servers = new ArrayList<>();
        try {
            for (Container.Kind container : Container.Kind.values()) {
                servers.add(HostProcess.start(container, plan.heap()));
            }
            try (NodeServer node = NodeServer.start()) {
                return FeedCost.measure(plan, servers, node);
            }
        } finally {
            for (FeedServer server : servers) {
                server.close();
            }
        }
    }
}
