package io.livevisitors.presence;

import io.livevisitors.model.MinuteCount;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.List;

/**
 * Visitors and page views of the last thirty minutes, minute by minute. A minute's visitors are those present at its
 * start and those who arrived during it, each once: whoever leaves and comes back within it is one. Minutes go by the ticker and begin where those of the wall clock did when the
 * series began; what they are called goes by the wall clock at the time of reading. So a clock that is set tears nothing
 * and puts nothing in the past for good. Owned by the registry's lock.
 */
final class MinuteSeries {

    static final int MINUTES = 30;

    private static final long MINUTE_MILLIS = 60_000;

    private final long anchorMillis;
    private final int[] presentAtStart = new int[MINUTES];
    private final int[] arrivals = new int[MINUTES];
    private final int[] pageViews = new int[MINUTES];
    private final int maxVisitors;
    private PseudonymTable<Gone> gone = new PseudonymTable<>();
    private long minute;

    /**
     * @param unixMillis the wall clock now
     * @param now the ticker now, in milliseconds
     * @param maxVisitors of how many who left in a minute it is remembered until its end
     */
    MinuteSeries(long unixMillis, long now, int maxVisitors) {
        this.maxVisitors = maxVisitors;
        this.anchorMillis = unixMillis - now;
        this.minute = minuteOf(now);
    }

    /** One arrived, in the minute reached. Whoever was here in that minute already is no other visitor. */
    void arrival(AnonymousVisit who) {
        boolean known = gone.contains(who.visitor()) || (who.previous() != null && gone.contains(who.previous()));
        arrivals[slot(minute)] += known ? 0 : 1;
    }

    /** One left, in the minute reached, and may come back in it. */
    void departure(Pseudonym visitor) {
        if (gone.size() < maxVisitors && !gone.contains(visitor)) {
            gone.add(new Gone(visitor));
        }
    }

    /** Who left in the minute reached. */
    private static final class Gone extends PseudonymTable.Entry<Gone> {

        Gone(Pseudonym visitor) {
            super(visitor);
        }
    }

    /** One page view, in the minute reached. */
    void pageView() {
        pageViews[slot(minute)]++;
    }

    /**
     * Reaches the minute of a time. Must be told before the number of those present changes.
     *
     * @return whether that is another minute than the one before
     */
    boolean advance(long now, int present) {
        long current = minuteOf(now);
        if (current <= minute) {
            return false;
        }
        for (long next = Math.max(minute + 1, current - MINUTES + 1); next <= current; next++) {
            presentAtStart[slot(next)] = present;
            arrivals[slot(next)] = 0;
            pageViews[slot(next)] = 0;
        }
        if (gone.size() > 0) {
            gone = new PseudonymTable<>();
        }
        minute = current;
        return true;
    }

    List<MinuteCount> copy(long now, long unixMillis) {
        long minutesSet = Math.round((unixMillis - now - anchorMillis) / (double) MINUTE_MILLIS);
        List<MinuteCount> copy = new ArrayList<>(MINUTES);
        for (long each = minute - MINUTES + 1; each <= minute; each++) {
            int slot = slot(each);
            long unixSeconds = (each + minutesSet) * MINUTE_MILLIS / 1_000;
            copy.add(new MinuteCount(unixSeconds, presentAtStart[slot] + arrivals[slot], pageViews[slot]));
        }
        return copy;
    }

    /** The minute reached. */
    long minute() {
        return minute;
    }

    private long minuteOf(long now) {
        return Math.floorDiv(anchorMillis + now, MINUTE_MILLIS);
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }
}
