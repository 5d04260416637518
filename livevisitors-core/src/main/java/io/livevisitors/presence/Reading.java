package io.livevisitors.presence;

import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Visitor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The visitors that a query asks for, newest first, as they all were at the moment when the reading began. It looks at a
 * part of them at a time, so that events wait for a part only, however many visitors there are. A visitor who changes or
 * leaves before the reading has come to it is written down first, as it was. Used once. Owned by the registry's lock.
 */
final class Reading {

    /** Visitors looked at in one part. */
    static final int PART = 250;

    private final SnapshotQuery query;
    private final Cursor cursor;
    private final List<Visitor> visitors = new ArrayList<>();
    /** Visitors as they were before they changed, by the number of their arrival; null for those not asked for. */
    private final TreeMap<Long, @Nullable Visitor> before = new TreeMap<>(Comparator.reverseOrder());

    private @Nullable Photograph totals;
    private @Nullable String nextCursor;
    private @Nullable Stay next;
    private long nextNumber;
    private long lastNumber = -1;
    private long unixSeconds;
    private long now;
    private boolean complete;

    /**
     * @throws InvalidQueryException if the query's limit or cursor is none
     */
    Reading(SnapshotQuery query) {
        if (query.limit() < 0 || query.limit() > SnapshotQuery.MAX_LIMIT) {
            throw new InvalidQueryException(
                    "limit",
                    String.valueOf(query.limit()),
                    "use 0 to " + SnapshotQuery.MAX_LIMIT + " and page by cursor");
        }
        this.query = query;
        this.cursor = Cursor.parse(query.cursor());
    }

    /** Takes the totals, and begins with the newest visitor, or where the query's cursor says. */
    void begin(Roster roster, Photograph photograph, long unixSeconds, long now) {
        this.totals = photograph;
        this.unixSeconds = unixSeconds;
        this.now = now;
        this.nextNumber = Math.min(cursor.number(), roster.arrivals());
        this.complete = query.limit() == 0;
        Stay last = cursor.last() == null ? null : roster.shownAs(cursor.last());
        this.next = last != null && last.arrivalNumber == cursor.number() ? last.earlier : roster.newest();
    }

    /** Looks at the next part. */
    void advance() {
        for (int looked = 0; looked < PART && !complete; looked++) {
            Stay stay = next;
            if (stay == null) {
                takeWrittenDown(0);
                complete = true;
            } else {
                next = stay.earlier;
                look(stay);
            }
        }
    }

    /** Ends with what was found so far. */
    void end() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    /** Writes down a visitor who is about to change or to leave, if the reading has not come to it yet. */
    void beforeChange(Stay stay) {
        if (stay.arrivalNumber < nextNumber && !before.containsKey(stay.arrivalNumber)) {
            before.put(stay.arrivalNumber, viewIfAskedFor(stay));
        }
    }

    /** Goes on with the one before, if a visitor who is about to leave was the next. */
    void beforeRemoval(Stay stay) {
        beforeChange(stay);
        if (next == stay) {
            next = stay.earlier;
        }
    }

    /** The answer, once complete. */
    LiveSnapshot snapshot() {
        if (totals == null || !complete) {
            throw new IllegalStateException("not read yet");
        }
        return new LiveSnapshot(query.pixelId(), visitors, totals.totals(), nextCursor);
    }

    private void look(Stay stay) {
        if (stay.arrivalNumber >= nextNumber) {
            return; // came later, or stands before the cursor
        }
        boolean changed = before.containsKey(stay.arrivalNumber);
        takeWrittenDown(stay.arrivalNumber);
        if (!changed) {
            take(stay.arrivalNumber, viewIfAskedFor(stay));
        }
        nextNumber = stay.arrivalNumber;
    }

    /** Takes those written down whose arrival has at least a number. */
    private void takeWrittenDown(long number) {
        while (!before.isEmpty() && before.firstKey() >= number) {
            var each = before.pollFirstEntry();
            take(each.getKey(), each.getValue());
        }
    }

    private void take(long number, @Nullable Visitor visitor) {
        if (visitor == null || complete) {
            return;
        }
        if (visitors.size() == query.limit()) {
            nextCursor =
                    Cursor.text(lastNumber, visitors.get(visitors.size() - 1).visitorToken());
            complete = true;
        } else {
            visitors.add(visitor);
            lastNumber = number;
        }
    }

    private @Nullable Visitor viewIfAskedFor(Stay stay) {
        return isAskedFor(stay) ? stay.view(unixSeconds, now) : null;
    }

    private boolean isAskedFor(Stay stay) {
        return isAudience(stay)
                && (query.page() == null || query.page().equals(stay.top.page.text))
                && (query.device() == null
                        || query.device() == stay.profile.device().type())
                && (query.state() == null || query.state() == stay.state)
                && (query.referrer() == null
                        || query.referrer().equals(stay.acquisition.key().referrer()));
    }

    private boolean isAudience(Stay stay) {
        if (query.automated()) {
            return stay.audience == Audience.AUTOMATED;
        }
        return query.device() == DeviceType.BOT ? stay.audience == Audience.ROBOTS : stay.isCounted();
    }
}
