package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Mode;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Population;
import io.livevisitors.presence.PresenceSettings;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.presence.Visit;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One pixel with its stream, and the visits that race on it. Time stands still unless it is told to pass. The stream is
 * drained by whoever calls, and no timer fires, so a race is between the two actors alone. Cheap to make.
 */
final class Scene {

    static final long ACTIVE_WINDOW_MILLIS = 300_000;
    static final long GRACE_MILLIS = 5_000;
    static final long TAB_TIMEOUT_MILLIS = 60_000;
    static final int ROOMY = 100_000;

    /** An interval of totals that never ends: the stream holds events alone. */
    static final long NO_TOTALS = Long.MAX_VALUE;

    private static final String PIXEL = "shop";
    private static final Pixel SHOP = Pixel.of(PIXEL);
    private static final int CEILING = 1_000;
    private static final int MAILBOX = 10_000;
    private static final int SNAPSHOT_BYTES = 64 * 1024;
    private static final InstantSource WALL = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));
    private static final Device DESKTOP = new Device(DeviceType.DESKTOP, "Firefox", "128", "Linux", null, false);
    private static final Device MOBILE = new Device(DeviceType.MOBILE, "Chrome Mobile", "126", "Android", "14", false);

    final PixelHub hub;
    final PixelRegistry registry;
    final LivePixel pixel;
    final Counters counters = new Counters();
    /** What a listener heard, in order; empty unless {@link #watch()} was called. */
    final Queue<Object> stream = new ConcurrentLinkedQueue<>();

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final HostThreads threads =
            new HostThreads(Runnable::run, new InlineScheduler(), counters, () -> millis.get() * 1_000_000);
    private final HostSubscribers hosts = new HostSubscribers(threads, MAILBOX);

    Scene() {
        this(ROOMY, new Population(ROOMY), NO_TOTALS);
    }

    Scene(int maxVisitors, Population population, long statsMillis) {
        TimeSource time = time();
        this.hub = new PixelHub(hosts, new InlineScheduler(), time, counters, CEILING, statsMillis);
        this.registry = new PixelRegistry(PIXEL, settings(maxVisitors), time, hub, population);
        this.pixel = new LivePixel(PIXEL, time, hub, registry, SNAPSHOT_BYTES, SHOP, Mode.FULL);
    }

    private static PresenceSettings settings(int maxVisitors) {
        int names = 1_000;
        return new PresenceSettings(
                ACTIVE_WINDOW_MILLIS,
                GRACE_MILLIS,
                TAB_TIMEOUT_MILLIS,
                86_400_000,
                maxVisitors,
                names,
                names,
                names,
                names,
                100,
                64 * 1024,
                false);
    }

    /** The scene's own clocks. */
    TimeSource time() {
        return new TimeSource(WALL, () -> millis.get() * 1_000_000);
    }

    void pass(long moreMillis) {
        millis.addAndGet(moreMillis);
    }

    /** Records the stream from here on. */
    Scene watch() {
        var unused = hosts.listen("stream", VisitorEvent.class, stream::add);
        return this;
    }

    // ---------------------------------------------------------------- visits

    /** A page view; visitors and tabs go by small numbers, each visitor has a network of its own. */
    static Visit view(int visitor, int tab, long seq, String page) {
        return visit(EventType.PAGE_VIEW, visitor, tab, seq, page, null);
    }

    static Visit beat(int visitor, int tab, long seq) {
        return visit(EventType.HEARTBEAT, visitor, tab, seq, "/", null);
    }

    static Visit leave(int visitor, int tab, long seq) {
        return visit(EventType.PAGE_LEAVE, visitor, tab, seq, "/", null);
    }

    static Visit visit(EventType type, int visitor, int tab, long seq, String page, @Nullable Boolean hidden) {
        return visit(type, visitor, new Pseudonym(1, visitor), null, tab, seq, page, hidden);
    }

    /** A page view of a visitor who had another number under the salt before. */
    static Visit underNewSalt(int visitor, int before, int tab, String page) {
        Pseudonym previous = new Pseudonym(1, before);
        return visit(EventType.PAGE_VIEW, before, new Pseudonym(1, visitor), previous, tab, 1, page, null);
    }

    /** A visit whose visitor goes by a pseudonym of its own; all else of it follows from its number. */
    private static Visit visit(
            EventType type,
            int visitor,
            Pseudonym pseudonym,
            @Nullable Pseudonym previous,
            int tab,
            long seq,
            String page,
            @Nullable Boolean hidden) {
        AnonymousVisit who = new AnonymousVisit(
                pseudonym,
                previous,
                new Pseudonym(2, tab),
                "https://shop.example" + page,
                null,
                visitor % 3 == 0 ? "r.example/" : null,
                null,
                null,
                null,
                visitor % 2 == 0 ? "PL" : null,
                null);
        Device device = visitor % 2 == 0 ? DESKTOP : MOBILE;
        return new Visit(
                type,
                type == EventType.CUSTOM ? "cart" : null,
                Map.of(),
                who,
                true,
                device,
                PageViewSource.PIXEL,
                seq,
                hidden,
                Visit.NONE,
                Visit.NONE,
                visitor);
    }

    static String tokenOf(int visitor) {
        return new Pseudonym(1, visitor).token();
    }

    PixelRegistry.Outcome apply(Visit visit) {
        return registry.applyOrHandOver(List.of(visit), () -> true, handed -> {});
    }

    LiveSnapshot snapshot() {
        return registry.snapshot(SnapshotQuery.of(PIXEL));
    }

    static SnapshotQuery everybody() {
        return SnapshotQuery.of(PIXEL);
    }
}
