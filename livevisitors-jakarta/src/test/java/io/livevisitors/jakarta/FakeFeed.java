package io.livevisitors.jakarta;

import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import io.livevisitors.web.FeedSubscription;
import io.livevisitors.web.PixelFeed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A feed that says what it is told, on the teller's thread; one at a time, as the contract has it. */
final class FakeFeed implements PixelFeed {

    final List<FeedReader> readers = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger snapshots = new AtomicInteger();
    private final Object order = new Object();
    private final Supplier<FeedMessage> snapshot;

    FakeFeed(Supplier<FeedMessage> snapshot) {
        this.snapshot = snapshot;
    }

    static FakeFeed ofVisitors() {
        return new FakeFeed(() -> new FeedMessage(FeedMessage.SNAPSHOT, "{\"visitors\":[],\"count\":0}", false));
    }

    void active(String token) {
        emit(new FeedMessage("visitor.active", "{\"visitor_token\":\"" + token + "\"}", false));
    }

    void stats(int count) {
        emit(new FeedMessage("visitors.stats", "{\"count\":" + count + "}", true));
    }

    void emit(FeedMessage message) {
        synchronized (order) {
            readers.forEach(reader -> reader.onMessage(message));
        }
    }

    /** Makes the message in the feed's order, so that a snapshot either contains it or comes before it. */
    void emitAfter(Supplier<FeedMessage> making) {
        synchronized (order) {
            FeedMessage message = making.get();
            readers.forEach(reader -> reader.onMessage(message));
        }
    }

    @Override
    public String pixelId() {
        return "shop";
    }

    @Override
    public FeedSubscription subscribe(FeedReader reader) {
        readers.add(reader);
        opened.incrementAndGet();
        return new FeedSubscription() {
            @Override
            public void requestSnapshot(FeedReader receiver) {
                snapshots.incrementAndGet();
                synchronized (order) {
                    receiver.onMessage(snapshot.get());
                }
            }

            @Override
            public void close() {
                readers.remove(reader);
            }
        };
    }
}
