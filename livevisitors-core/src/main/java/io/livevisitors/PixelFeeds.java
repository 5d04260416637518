package io.livevisitors;

import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import io.livevisitors.web.FeedSubscription;
import io.livevisitors.web.PixelFeed;
import java.util.concurrent.atomic.AtomicBoolean;

/** The two feeds of a live pixel, as adapters see them. */
final class PixelFeeds {

    static final String PUBLIC_COUNT = "visitors.count";

    private PixelFeeds() {}

    /** Visitors and totals, for those who may see them. */
    record Full(LivePixel pixel) implements PixelFeed {

        @Override
        public String pixelId() {
            return pixel.id();
        }

        @Override
        public FeedSubscription subscribe(FeedReader reader) {
            FeedReader own = new Own(reader);
            pixel.hub().add(own);
            return new Open(() -> pixel.hub().remove(own)) {
                @Override
                public void requestSnapshot(FeedReader receiver) {
                    pixel.snapshotInStream(receiver);
                }
            };
        }
    }

    /** The count alone, for everybody. */
    record Count(LivePixel pixel) implements PixelFeed {

        @Override
        public String pixelId() {
            return pixel.id();
        }

        @Override
        public FeedSubscription subscribe(FeedReader reader) {
            FeedReader own = new Own(reader);
            pixel.hub().addPublic(own);
            return new Open(() -> pixel.hub().removePublic(own)) {
                @Override
                public void requestSnapshot(FeedReader receiver) {
                    pixel.hub().enqueue(() -> {
                        String count = pixel.publicCount();
                        if (count != null) {
                            receiver.onMessage(new FeedMessage(PUBLIC_COUNT, count, true));
                        }
                    });
                    pixel.hub().deliver();
                }
            };
        }
    }

    /** A reader of its own even where two subscriptions share one. */
    private static final class Own implements FeedReader {

        private final FeedReader reader;

        Own(FeedReader reader) {
            this.reader = reader;
        }

        @Override
        public void onMessage(FeedMessage message) {
            reader.onMessage(message);
        }
    }

    private abstract static class Open implements FeedSubscription {

        private final Runnable onClose;
        private final AtomicBoolean closed = new AtomicBoolean();

        Open(Runnable onClose) {
            this.onClose = onClose;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                onClose.run();
            }
        }
    }
}
