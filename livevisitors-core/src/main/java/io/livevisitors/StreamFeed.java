package io.livevisitors;

import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import io.livevisitors.web.FeedSubscription;
import io.livevisitors.web.PixelFeed;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A pixel's stream as adapters see it.
 *
 * @param add makes somebody a reader
 * @param remove ends that
 * @param snapshot gives somebody the state, in the stream
 */
record StreamFeed(String pixelId, Consumer<FeedReader> add, Consumer<FeedReader> remove, Consumer<FeedReader> snapshot)
        implements PixelFeed {

    /** Visitors and totals, for those who may see them. */
    static StreamFeed ofVisitors(LivePixel pixel) {
        return new StreamFeed(pixel.id(), pixel.hub()::add, pixel.hub()::remove, pixel::snapshotInStream);
    }

    /** The count alone, for everybody. */
    static StreamFeed ofCount(LivePixel pixel) {
        return new StreamFeed(pixel.id(), pixel.hub()::addPublic, pixel.hub()::removePublic, pixel::countInStream);
    }

    @Override
    public FeedSubscription subscribe(FeedReader reader) {
        Open open = new Open(reader);
        add.accept(open);
        return open;
    }

    /** One subscription; a reader of its own even where two share the one behind it. */
    private final class Open implements FeedSubscription, FeedReader {

        private final FeedReader reader;
        private final AtomicBoolean closed = new AtomicBoolean();

        Open(FeedReader reader) {
            this.reader = reader;
        }

        @Override
        public void onMessage(FeedMessage message) {
            reader.onMessage(message);
        }

        @Override
        public void requestSnapshot(FeedReader receiver) {
            snapshot.accept(receiver);
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                remove.accept(this);
            }
        }
    }
}
