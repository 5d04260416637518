package io.livevisitors;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * Tabs that were closed not long ago, so that what they sent before and comes late opens nothing. Kept for the active
 * window and within a bound; the oldest go first. Owned by the registry's lock.
 */
final class ClosedTabs {

    private final int max;
    private final long windowMillis;
    private final PseudonymTable<Closed> byId = new PseudonymTable<>();
    private final Lineup<Closed> byAge = new Lineup<>();

    ClosedTabs(int max, long windowMillis) {
        this.max = max;
        this.windowMillis = windowMillis;
    }

    /** The end of one tab. */
    static final class Closed extends PseudonymTable.Entry<Closed> {

        /** The number of its end. */
        final long seq;
        /** Whose tab it was; null if that is not known. */
        final @Nullable Stay stay;

        Closed(Pseudonym tab, long seq, @Nullable Stay stay) {
            super(tab);
            this.seq = seq;
            this.stay = stay;
        }
    }

    void put(Closed end, long now) {
        remove(end.id());
        byId.add(end);
        byAge.touch(end, now);
        Closed oldest = byAge.first();
        if (byId.size() > max && oldest != null) {
            drop(oldest);
        }
    }

    @Nullable Closed get(Pseudonym tab) {
        return byId.get(tab);
    }

    void remove(Pseudonym tab) {
        Closed end = byId.get(tab);
        if (end != null) {
            drop(end);
        }
    }

    void expire(long now) {
        long due = now - windowMillis;
        for (Closed end = byAge.firstDue(due); end != null; end = byAge.firstDue(due)) {
            drop(end);
        }
    }

    boolean isEmpty() {
        return byId.size() == 0;
    }

    private void drop(Closed end) {
        byId.remove(end);
        end.leave();
    }
}
