package io.livevisitors.benchmarks.sockets;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.benchmarks.Effort;
import io.livevisitors.benchmarks.sockets.Host.Kind;
import io.livevisitors.benchmarks.sockets.Host.Settings;
import java.time.Duration;
import java.util.List;

/**
 * How many connections do what for how long.
 *
 * @param sizes numbers of connections at which memory is measured, ascending; the last is that of everything else
 * @param heap {@code -Xmx} of the host application, in MiB
 * @param pingInterval setting of the server
 * @param outboxAge setting of the server
 * @param sendTimeout setting of the server
 * @param outboxBytes setting of the server
 * @param settling after the last connection was opened, until what an opening leaves behind is gone
 * @param before for which processor time is measured before there are connections
 * @param idle for which it is measured with all of them
 * @param single broadcasts one at a time, each after the last one's arrival everywhere
 * @param requests broadcasts by requests to the HTTP API, likewise
 * @param bursts of {@link #BURST} broadcasts at once
 * @param rounds each with a slice of broadcasts beside every kind of reader
 * @param slice broadcasts of one slice; takes longer than a slow reader is suffered
 * @param pace from one broadcast of a slice to the next, at least
 * @param stopped readers that stop at once when the memory of one is measured
 * @param floods bytes of data of the events that they are sent; for each size it is measured anew
 * @param crowd of which some are slow
 */
record Plan(
        List<Integer> sizes,
        int heap,
        Duration pingInterval,
        Duration outboxAge,
        Duration sendTimeout,
        int outboxBytes,
        Duration settling,
        Duration before,
        Duration idle,
        int single,
        int requests,
        int bursts,
        int rounds,
        int slice,
        Duration pace,
        int stopped,
        List<Integer> floods,
        CrowdPlan crowd) {

    /** Broadcasts of a burst: what waits of it for a reader is far below every bound. */
    static final int BURST = 20;

    static Plan of(Effort effort) {
        return effort.choose(quick(), full());
    }

    /** The library's defaults. */
    private static Plan full() {
        return new Plan(
                List.of(1_000, 5_000),
                512,
                LiveVisitorsBuilder.DEFAULT_ACTIVITY_TIMEOUT,
                LiveVisitorsBuilder.DEFAULT_MAX_OUTBOX_AGE,
                LiveVisitorsBuilder.DEFAULT_SEND_TIMEOUT,
                Limit.OUTBOX_BYTES.defaultValue(),
                Duration.ofSeconds(40),
                Duration.ofSeconds(90),
                Duration.ofMinutes(10),
                100,
                50,
                10,
                8,
                60,
                Duration.ofMillis(200),
                20,
                List.of(10, 200, 5_000),
                CrowdPlan.of(Effort.FULL));
    }

    /** Fewer of everything, sooner. */
    private static Plan quick() {
        return new Plan(
                List.of(300),
                128,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Limit.OUTBOX_BYTES.min(),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                20,
                10,
                3,
                1,
                12,
                Duration.ofMillis(100),
                10,
                List.of(200),
                CrowdPlan.of(Effort.QUICK));
    }

    /** Connections of everything but the measurement of memory. */
    int connections() {
        return sizes.get(sizes.size() - 1);
    }

    /** The host application that all connections are made to. */
    Settings settings(Kind kind) {
        return new Settings(kind, pingInterval, outboxAge, sendTimeout, outboxBytes);
    }

    /** The host application of a crowd of which some are slow. */
    Settings crowdSettings() {
        return new Settings(Kind.LIBRARY, pingInterval, crowd.patience(), crowd.patience(), outboxBytes);
    }

    /** One that suffers slow readers for longer than it takes to measure what they cost. */
    Settings patientSettings() {
        Duration minute = Duration.ofMinutes(1);
        return new Settings(Kind.LIBRARY, pingInterval, minute, minute, outboxBytes);
    }
}
