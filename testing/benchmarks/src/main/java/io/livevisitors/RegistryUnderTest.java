package io.livevisitors;

import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Population;
import io.livevisitors.presence.PresenceSettings;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.presence.Visit;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;

/** The one place where the benchmarks make a registry: the library's defaults, and room for as many visitors as asked. */
final class RegistryUnderTest {

    static final String PIXEL = "shop";

    private RegistryUnderTest() {}

    /**
     * A registry that nobody watches.
     *
     * @param maxVisitors how many it has room for
     * @param ticker nanoseconds that only go forward
     */
    static PixelRegistry open(int maxVisitors, LongSupplier ticker) {
        TimeSource time = new TimeSource(InstantSource.system(), ticker);
        Counters counters = new Counters();
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "feed");
            thread.setDaemon(true);
            return thread;
        });
        HostThreads threads = new HostThreads(scheduler, scheduler, counters, ticker);
        HostSubscribers hosts = new HostSubscribers(threads, Limit.LISTENER_QUEUE.defaultValue());
        PixelHub hub = new PixelHub(hosts, scheduler, time, counters, Limit.FEED_EVENTS_PER_SECOND.defaultValue(), 250);
        return new PixelRegistry(PIXEL, settings(maxVisitors), time, hub, new Population(maxVisitors));
    }

    /** Applies one event; everybody is let in. */
    static void apply(PixelRegistry registry, Visit visit) {
        if (registry.apply(List.of(visit), () -> true) != PixelRegistry.Outcome.TAKEN) {
            throw new IllegalStateException("the registry refused a visit");
        }
    }

    private static PresenceSettings settings(int maxVisitors) {
        return new PresenceSettings(
                LiveVisitorsBuilder.DEFAULT_ACTIVE_WINDOW.toMillis(),
                LiveVisitorsBuilder.DEFAULT_GRACE_PERIOD.toMillis(),
                LiveVisitorsBuilder.DEFAULT_TAB_TIMEOUT.toMillis(),
                86_400_000,
                maxVisitors,
                Limit.PAGES_PER_PIXEL.defaultValue(),
                Limit.REFERRERS_PER_PIXEL.defaultValue(),
                Limit.NAMES_PER_PIXEL.defaultValue(),
                Limit.EVENT_NAMES_PER_PIXEL.defaultValue(),
                Limit.TABS_PER_VISITOR.defaultValue(),
                Limit.TEXT_BYTES_PER_VISITOR.defaultValue(),
                false);
    }
}
