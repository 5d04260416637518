package io.livevisitors;

import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import io.livevisitors.web.PublicCount;
import org.jspecify.annotations.Nullable;

/** A pixel that somebody sent to or looked at: its registry and its stream of events. Thread-safe. */
final class LivePixel implements PixelHub.Source {

    /** The event of a public feed. */
    static final String PUBLIC_COUNT = "visitors.count";

    /** A visitor takes more than this many bytes of JSON, so no more of them are read than can be sent. */
    private static final int LEAST_VISITOR_BYTES = 300;

    private final String id;
    private final TimeSource time;
    private final LimitLog limitLog;
    private final PixelHub hub;
    private final PixelRegistry registry;
    private final int snapshotBytes;
    /** What the directory, which is the host's code, said last; null once it knows no such pixel. */
    private volatile @Nullable Pixel known;

    LivePixel(String id, TimeSource time, PixelHub hub, PixelRegistry registry, int snapshotBytes) {
        this.id = id;
        this.time = time;
        this.limitLog = new LimitLog(id, time.ticker().getAsLong());
        this.hub = hub;
        this.registry = registry;
        this.snapshotBytes = snapshotBytes;
        hub.connect(this);
    }

    String id() {
        return id;
    }

    PixelHub hub() {
        return hub;
    }

    PixelRegistry registry() {
        return registry;
    }

    /** Notes what the directory says now. */
    void known(@Nullable Pixel pixel) {
        known = pixel;
    }

    /** Logs what the limits cost, if there is anything new. Called by the engine's pulse alone. */
    void tellLimits() {
        limitLog.look(registry.limits(), time.ticker().getAsLong());
    }

    /** The number as the public may see it; null if it may not, or the pixel is gone. */
    @Nullable PublicCount publicCountNow() {
        Pixel pixel = known;
        if (pixel == null || !pixel.isPublic()) {
            return null;
        }
        int count = registry.count();
        return count < pixel.k() ? new PublicCount(null, pixel.k()) : new PublicCount(count, null);
    }

    @Override
    public int count() {
        return registry.count();
    }

    @Override
    public TotalsChanged totals() {
        return new TotalsChanged(id, registry.totals());
    }

    @Override
    public void snapshotInStream(FeedReader receiver) {
        registry.snapshotInStream(
                SnapshotQuery.of(id).withLimit(Math.min(SnapshotQuery.MAX_LIMIT, snapshotBytes / LEAST_VISITOR_BYTES)),
                snapshot -> receiver.onMessage(
                        new FeedMessage(FeedMessage.SNAPSHOT, snapshot.toJson(snapshotBytes), false)));
    }

    @Override
    public @Nullable String publicCount() {
        PublicCount count = publicCountNow();
        return count == null ? null : count.toJson();
    }

    /** The public count, in the stream; nothing if the pixel is not public any more. */
    void countInStream(FeedReader receiver) {
        hub.enqueue(() -> {
            String count = publicCount();
            if (count != null) {
                receiver.onMessage(new FeedMessage(PUBLIC_COUNT, count, true));
            }
        });
        hub.deliver();
    }
}
