package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a page view takes from the servlet to every dashboard. */
public final class LatencyHarness implements Harness {

    /** For {@link java.util.ServiceLoader}. */
    public LatencyHarness() {}

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String purpose() {
        return "how long a page view takes from the servlet to every dashboard";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        Plan plan = Plan.of(effort);
        List<LatencyReport.Found> all = new ArrayList<>();
        for (Container.Kind container : Container.Kind.values()) {
            try (HostProcess host = HostProcess.start(plan, container);
                    OpenLoad load = new OpenLoad(host.address(), plan.connections())) {
                int next = 0;
                for (Phase phase : plan.warming()) {
                    var unused = Latencies.measure(phase, next, host, load);
                    next += phase.pageViews();
                }
                Latencies busy = Latencies.measure(plan.busy(), next, host, load);
                Latencies idle =
                        Latencies.measure(plan.idle(), next + plan.busy().pageViews(), host, load);
                all.add(new LatencyReport.Found(container.label(), busy, idle));
            }
        }
        new LatencyReport(plan, report).say(all);
    }
}
