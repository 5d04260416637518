package io.livevisitors;

import io.livevisitors.presence.EventType;
import io.livevisitors.web.Collector;
import io.livevisitors.web.Reply;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The library's whole work for one event, among so many visitors, each with one tab and an address of its own. They are
 * heard of in an order that no cache foresees. Run by JMH, on one thread.
 */
@State(Scope.Thread)
public class TrackedCrowd {

    /** Coprime to all powers of ten, so that everybody is heard of once in a round. */
    private static final long STRIDE = 618_033_988_749L;

    /** Visitors who are here. */
    @Param("1000")
    public int visitors;

    /** The event's type: {@code PAGE_VIEW} or {@code HEARTBEAT}. */
    @Param("HEARTBEAT")
    public EventType type = EventType.HEARTBEAT;

    private LiveVisitors live = open(1);
    private Collector collector = live.gateway().collector();
    private SentEvent event = new SentEvent(EventType.HEARTBEAT);
    private long place;
    private long seq = 1;

    /** For JMH. */
    public TrackedCrowd() {}

    /** Has everybody arrive. */
    @Setup(Level.Trial)
    public void arrive() {
        live.close();
        live = open(visitors);
        collector = live.gateway().collector();
        event = new SentEvent(EventType.PAGE_VIEW);
        for (int visitor = 0; visitor < visitors; visitor++) {
            requireTaken(collector.event(SentEvent.request(visitor), event.body(visitor, seq)));
        }
        event = new SentEvent(type);
    }

    /** One event of the next visitor. */
    @Benchmark
    public Reply track() {
        place = (place + STRIDE) % visitors;
        int visitor = (int) place;
        return collector.event(SentEvent.request(visitor), event.body(visitor, ++seq));
    }

    /** Sees that everybody is still here and nothing was refused: what was measured is then what was meant. */
    @TearDown(Level.Trial)
    public void leave() {
        requireTaken(track());
        var totals = live.snapshot(RegistryUnderTest.PIXEL).totals();
        live.close();
        if (totals.count() != visitors || totals.limits().refused() != 0) {
            throw new IllegalStateException(
                    totals.count() + " of " + visitors + " visitors are here, " + totals.limits());
        }
    }

    private static void requireTaken(Reply reply) {
        if (reply.status() != 204) {
            throw new IllegalStateException("answered by " + reply.status() + ": " + reply.body());
        }
    }

    /** The library with room for so many visitors and more, and with limits that nobody reaches. */
    static LiveVisitors open(int visitors) {
        Duration longerThanAnyRun = Duration.ofMinutes(30);
        return LiveVisitors.builder()
                .pixel(RegistryUnderTest.PIXEL)
                .keys("benchmark", "benchmark-key", "benchmark-secret-0123456789")
                .tabTimeout(longerThanAnyRun)
                .activeWindow(longerThanAnyRun)
                .limit(Limit.VISITORS_PER_PIXEL, 2 * visitors)
                .limit(Limit.VISITORS, 2 * visitors)
                .limit(Limit.EVENTS_PER_ADDRESS, Limit.EVENTS_PER_ADDRESS.max())
                .limit(Limit.EVENTS_PER_TAB, Limit.EVENTS_PER_TAB.max())
                .limit(Limit.ADDRESSES_PER_NETWORK, Limit.ADDRESSES_PER_NETWORK.max())
                .limit(Limit.NEW_VISITORS_PER_NETWORK, Limit.NEW_VISITORS_PER_NETWORK.max())
                .build();
    }
}
