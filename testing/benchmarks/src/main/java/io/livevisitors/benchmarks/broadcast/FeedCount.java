package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.broadcast.FeedFrame.Kind;

/** What one dashboard was sent. Told by its loop's thread; what others may read is volatile. */
final class FeedCount {

    private static final long NONE_YET = -1;

    private long last = NONE_YET;
    private volatile long actives;
    private volatile long others;
    private volatile long gaps;

    /** Notes an event. Its number follows the last one's, but that of a snapshot, with which counting starts anew. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void take(Kind kind, long seq) {
        boolean isFirst = last == NONE_YET;
        boolean isLoss = kind == Kind.SNAPSHOT || seq != last + 1;
        if (!isFirst && isLoss) {
            gaps++;
        }
        last = seq;
        if (kind == Kind.ACTIVE) {
            actives++;
        } else {
            others++;
        }
    }

    /** Single events of visitors. */
    long actives() {
        return actives;
    }

    /** Events of any kind. */
    long events() {
        return actives + others;
    }

    /** How often something was lost: a number was left out or came twice, or there was another snapshot. */
    long gaps() {
        return gaps;
    }
}
