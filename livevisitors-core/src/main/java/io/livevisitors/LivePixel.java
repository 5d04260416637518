package io.livevisitors;

import io.livevisitors.model.Journey;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Mode;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import io.livevisitors.web.PublicCount;
import java.util.List;
import java.util.Objects;
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
    private final Mode leastMode;
    /** What holds now: the stricter of the library-wide mode and what the directory said last. */
    private volatile Mode mode;
    /** The threshold for names that the directory said last. */
    private volatile int k;
    /** What the directory, which is the host's code, said last; null once it knows no such pixel. */
    private volatile @Nullable Pixel known;

    /**
     * @param known what the directory says; null if it knows no such pixel
     * @param leastMode the library-wide mode, which the pixel may be stricter than
     */
    LivePixel(
            String id,
            TimeSource time,
            PixelHub hub,
            PixelRegistry registry,
            int snapshotBytes,
            @Nullable Pixel known,
            Mode leastMode) {
        this.id = id;
        this.time = time;
        this.limitLog = new LimitLog(id, time.ticker().getAsLong());
        this.hub = hub;
        this.registry = registry;
        this.snapshotBytes = snapshotBytes;
        this.known = known;
        this.k = known == null ? Pixel.DEFAULT_K : known.k();
        this.leastMode = leastMode;
        this.mode = known == null ? leastMode : leastMode.orStricter(known.mode());
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

    /**
     * Notes what the directory says now. A pixel that it no longer knows keeps its mode: those who read it still must not
     * see more than before.
     */
    void known(@Nullable Pixel pixel) {
        // Asked for with every event: what all threads read is written only if it is another.
        if (!Objects.equals(known, pixel)) {
            known = pixel;
        }
        if (pixel == null) {
            return;
        }
        if (k != pixel.k()) {
            k = pixel.k();
        }
        Mode before = mode;
        Mode now = leastMode.orStricter(pixel.mode());
        if (before != now) {
            mode = now;
            hub.startAnew();
        }
    }

    /** Whether totals alone may be told. */
    @Override
    public boolean isAggregate() {
        return mode == Mode.AGGREGATE;
    }

    /** The visitors asked for, as far as the mode shows any, and the totals. */
    LiveSnapshot snapshot(SnapshotQuery query) {
        return shown(registry.snapshot(isAggregate() ? query.withLimit(0).withCursor(null) : query));
    }

    /** The pages that a visitor opened; null if nobody of that token is here, or the mode shows no visitor. */
    @Nullable Journey journey(String token) {
        return isAggregate() ? null : registry.journey(token);
    }

    /** A snapshot as it may be seen now, whatever the mode was when it was taken. */
    private LiveSnapshot shown(LiveSnapshot taken) {
        return isAggregate() ? new LiveSnapshot(id, List.of(), shown(taken.totals()), null) : taken;
    }

    private Totals shown(Totals exact) {
        return isAggregate() ? SmallGroups.fold(exact, k) : exact;
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
        return new TotalsChanged(id, shown(registry.totals()));
    }

    @Override
    public void snapshotInStream(FeedReader receiver) {
        int visitors = isAggregate() ? 0 : Math.min(SnapshotQuery.MAX_LIMIT, snapshotBytes / LEAST_VISITOR_BYTES);
        registry.snapshotInStream(
                SnapshotQuery.of(id).withLimit(visitors),
                snapshot -> receiver.onMessage(
                        new FeedMessage(FeedMessage.SNAPSHOT, shown(snapshot).toJson(snapshotBytes), false)));
    }

    @Override
    public @Nullable String publicCount() {
        PublicCount count = publicCountNow();
        return count == null ? null : count.toJson();
    }

    /** The public count, in the stream; nothing if the pixel is not public any more. */
    void countInStream(FeedReader receiver) {
        hub.enqueue(() -> {
            hub.sendPublicCount();
            String count = publicCount();
            if (count != null) {
                receiver.onMessage(new FeedMessage(PUBLIC_COUNT, count, true));
            }
        });
        hub.deliver();
    }
}
