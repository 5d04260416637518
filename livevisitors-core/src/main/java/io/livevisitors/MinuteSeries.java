package io.livevisitors;

import io.livevisitors.model.MinuteCount;
import java.util.ArrayList;
import java.util.List;

/**
 * Visitors and page views of the last thirty minutes, minute by minute. A minute's visitors are those present at its
 * start and those who arrived during it. Minutes go by the ticker and begin where those of the wall clock did when the
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
    private long minute;

    /**
     * @param unixMillis the wall clock now
     * @param now the ticker now, in milliseconds
     */
    MinuteSeries(long unixMillis, long now) {
        this.anchorMillis = unixMillis - now;
        this.minute = minuteOf(now);
    }

    /** One arrived, in the minute reached. */
    void arrival() {
        arrivals[slot(minute)]++;
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
