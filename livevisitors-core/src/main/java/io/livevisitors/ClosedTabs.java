package io.livevisitors;

import io.livevisitors.privacy.Pseudonym;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tabs that were closed not long ago, so that what they sent before and comes late opens nothing. Kept for the active
 * window and within a bound; the oldest go first. Owned by the registry's lock.
 */
final class ClosedTabs {

    private final int max;
    private final long windowMillis;
    private final Map<Pseudonym, Closed> closed = new LinkedHashMap<>();

    ClosedTabs(int max, long windowMillis) {
        this.max = max;
        this.windowMillis = windowMillis;
    }

    /**
     * @param seq the number of its end
     * @param stay whose tab it was; null if that is not known
     * @param since when, in milliseconds of the ticker
     */
    record Closed(long seq, @Nullable Stay stay, long since) {}

    void put(Pseudonym tab, Closed how) {
        closed.remove(tab);
        closed.put(tab, how);
        if (closed.size() > max) {
            Iterator<Pseudonym> oldest = closed.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Nullable Closed get(Pseudonym tab) {
        return closed.get(tab);
    }

    void remove(Pseudonym tab) {
        closed.remove(tab);
    }

    void expire(long now) {
        Iterator<Closed> oldest = closed.values().iterator();
        while (oldest.hasNext() && oldest.next().since + windowMillis <= now) {
            oldest.remove();
        }
    }

    boolean isEmpty() {
        return closed.isEmpty();
    }
}
