package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.Harness;
import io.livevisitors.benchmarks.Report;
import io.livevisitors.benchmarks.collector.ContainerCost.Found;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What taking an event costs, beside an empty servlet. */
public final class CollectorHarness implements Harness {

    /** For {@link java.util.ServiceLoader}. */
    public CollectorHarness() {}

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public String purpose() {
        return "what taking an event costs a container, beside an empty servlet";
    }

    @Override
    public void run(Effort effort, Report report) throws IOException, InterruptedException {
        Plan plan = Plan.of(effort);
        List<Found> all = new ArrayList<>();
        for (Container.Kind container : Container.Kind.values()) {
            all.add(ContainerCost.measure(plan, container));
        }
        new CollectorReport(plan, report).say(all);
    }
}
