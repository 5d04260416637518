package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.Sample;
import io.livevisitors.benchmarks.sockets.Broadcasts.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How long events take from their publishing to their readers, and what that costs.
 *
 * @param label how they were published
 * @param median half of the readers had an event by then, nanoseconds, one number for each event
 * @param most 99 of 100 readers
 * @param last all of them
 * @param series where they come from
 */
record BroadcastCost(String label, Sample median, Sample most, Sample last, Series series) {

    /** Sends every series of a plan; fewer of them if something was lost. */
    static List<BroadcastCost> measure(Plan plan, HostProcess host, Broadcasts broadcasts)
            throws IOException, InterruptedException {
        ApiPublisher api = new ApiPublisher(host);
        List<BroadcastCost> costs = new ArrayList<>();
        add(costs, "by the host, one at a time", broadcasts, broadcasts.send(plan.single(), 1, host::publish));
        if (broadcasts.isComplete()) {
            Series series = broadcasts.send(plan.requests(), 1, (first, count) -> api.publish(first));
            add(costs, "by the HTTP API, one at a time", broadcasts, series);
        }
        if (broadcasts.isComplete()) {
            Series series = broadcasts.send(plan.bursts() * Plan.BURST, Plan.BURST, host::publish);
            add(costs, "by the host, " + Plan.BURST + " at once", broadcasts, series);
        }
        return costs;
    }

    private static void add(List<BroadcastCost> costs, String label, Broadcasts broadcasts, Series series) {
        if (!broadcasts.isComplete()) {
            return;
        }
        int count = series.deliveries().end() - series.deliveries().first();
        BroadcastCost cost = new BroadcastCost(label, new Sample(count), new Sample(count), new Sample(count), series);
        for (int number = series.deliveries().first();
                number < series.deliveries().end();
                number++) {
            Sample times = series.deliveries().times(number);
            cost.median.add(times.median());
            cost.most.add(times.quantile(0.99));
            cost.last.add(times.max());
        }
        costs.add(cost);
    }
}
