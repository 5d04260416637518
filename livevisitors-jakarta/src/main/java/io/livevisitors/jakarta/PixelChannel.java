package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Frame.Lane;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedSubscription;
import io.livevisitors.web.PixelFeed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pixel's channel: one subscription to the feed, shared by all readers. A reader takes its place in the feed's order
 * when its snapshot comes by on the feed's thread: its outbox takes all that follows and nothing that came before. As
 * long as the pixel is unknown this is an ordinary empty channel.
 */
final class PixelChannel extends Channel {

    /** An answer that has not come by then may never come: the pixel is not public any more, say. */
    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;

    private final Supplier<Optional<PixelFeed>> feed;
    private final LongSupplier clock;

    private final Object lock = new Object();
    private final Set<Reader> waiting = new LinkedHashSet<>();
    private @Nullable FeedSubscription subscription;
    private boolean opening;
    private boolean asked;
    private long askedAt;
    private boolean closed;

    PixelChannel(ChannelName name, Shared shared, Supplier<Optional<PixelFeed>> feed, LongSupplier clock) {
        super(name, shared);
        this.feed = feed;
        this.clock = clock;
    }

    @Override
    void welcome(Reader reader) {
        boolean open;
        synchronized (lock) {
            waiting.add(reader);
            open = subscription == null && !opening && !closed;
            opening |= open;
        }
        if (open) {
            open();
        }
        askForSnapshot();
    }

    @Override
    void onVacated() {
        FeedSubscription last;
        synchronized (lock) {
            closed = true;
            waiting.clear();
            last = subscription;
            subscription = null;
        }
        if (last != null) {
            last.close();
        }
    }

    private void open() {
        FeedSubscription opened = null;
        boolean late = false;
        try {
            opened = feed.get().map(f -> f.subscribe(this::onMessage)).orElse(null);
        } finally {
            synchronized (lock) {
                opening = false;
                late = closed;
                subscription = late ? null : opened;
            }
        }
        if (late && opened != null) {
            opened.close(); // all left while it was opened
        }
    }

    /** One question serves all that wait when the answer comes. */
    private void askForSnapshot() {
        FeedSubscription source;
        long now = clock.getAsLong();
        synchronized (lock) {
            source = subscription;
            boolean pending = asked && now - askedAt < ASK_AGAIN_NANOS;
            if (source == null || pending || waiting.isEmpty()) {
                return;
            }
            asked = true;
            askedAt = now;
        }
        try {
            source.requestSnapshot(this::onSnapshot);
        } catch (RuntimeException e) {
            synchronized (lock) {
                asked = false; // the next to ask tries again, for all that wait
            }
            throw e;
        }
    }

    private void onSnapshot(FeedMessage snapshot) {
        List<Reader> served;
        synchronized (lock) {
            served = List.copyOf(waiting);
            waiting.clear();
            asked = false;
        }
        if (served.isEmpty()) {
            return; // all left meanwhile
        }
        Frame frame = Frame.numbered(Lane.SNAPSHOT, snapshot.event(), name.full(), snapshot.json());
        for (Reader reader : served) {
            reader.connection.outbox().send(frame, reader);
        }
    }

    private void onMessage(FeedMessage message) {
        publish(Frame.numbered(lane(message), message.event(), name.full(), message.json()), null);
    }

    private static Lane lane(FeedMessage message) {
        if (message.event().equals(FeedMessage.SNAPSHOT)) {
            return Lane.SNAPSHOT; // the feed itself lost something and starts anew
        }
        return message.supersedes() ? Lane.TOTALS : Lane.SINGLE;
    }
}
