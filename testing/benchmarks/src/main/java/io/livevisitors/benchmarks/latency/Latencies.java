package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.Sample;
import java.io.IOException;

/**
 * How long the page views of a phase took until the dashboards had them. Times are nanoseconds, one for each page view
 * and dashboard.
 *
 * @param phase what was sent
 * @param fromArrival since the page view came to the servlet
 * @param fromDue since it was due to be sent
 * @param delays of the load generator alone: from when a page view was due until it was sent, one for each page view
 * @param seenAgain how often a dashboard was shown a page view that it had seen
 * @param lost events that the library left out, by its own count
 * @param open dashboards that were there at the end
 * @param processorShare of one processor that the host application took meanwhile
 */
record Latencies(
        Phase phase,
        Sample fromArrival,
        Sample fromDue,
        Sample delays,
        long seenAgain,
        long lost,
        int open,
        double processorShare) {

    /**
     * Sends the page views of a phase, whose numbers go on from one.
     *
     * @throws IOException if one was not taken
     */
    static Latencies measure(Phase phase, int first, HostProcess host, OpenLoad load)
            throws IOException, InterruptedException {
        try (Dashboards dashboards = new Dashboards(host.address(), phase, first)) {
            Sample delays = new Sample(phase.measured());
            long lost = host.lost();
            long processor = host.processorNanos();
            long start = load.send(phase, first, delays);
            dashboards.awaitAll();
            double share = (host.processorNanos() - processor) / (double) (System.nanoTime() - start);
            Sample fromArrival = new Sample((int) phase.sights());
            Sample fromDue = new Sample((int) phase.sights());
            long[] arrivals = host.arrivals();
            for (int dashboard = 0; dashboard < phase.dashboards(); dashboard++) {
                for (int i = 0; i < phase.measured(); i++) {
                    long at = dashboards.seenAt(dashboard, i);
                    if (at != 0) {
                        int index = phase.warming() + i;
                        fromArrival.add(at - arrivals[first + index]);
                        fromDue.add(at - start - phase.due(index));
                    }
                }
            }
            return new Latencies(
                    phase,
                    fromArrival,
                    fromDue,
                    delays,
                    dashboards.seenAgain(),
                    host.lost() - lost,
                    dashboards.open(),
                    share);
        }
    }

    /** Whether every page view was shown to every dashboard, once, and every dashboard stayed. */
    boolean isComplete() {
        return fromArrival.size() == phase.sights() && seenAgain == 0 && open == phase.dashboards();
    }
}
