package io.livevisitors;

import io.livevisitors.device.DeviceType;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the visitors that a query asks for from a registry's arrivals, newest first. Used once. */
final class SnapshotReader {

    private static final int CURSOR_RADIX = 36;

    private final SnapshotQuery query;
    private final long below;
    private final List<Visitor> visitors = new ArrayList<>();
    private @Nullable String nextCursor;

    /**
     * @throws SettingException if the query's limit or cursor is none
     */
    SnapshotReader(SnapshotQuery query) {
        if (query.limit() < 0 || query.limit() > SnapshotQuery.MAX_LIMIT) {
            throw new SettingException(
                    "limit",
                    String.valueOf(query.limit()),
                    "use 0 to " + SnapshotQuery.MAX_LIMIT + " and page by cursor");
        }
        this.query = query;
        this.below = query.cursor() == null ? Long.MAX_VALUE : parse(query.cursor());
    }

    /** Called under the registry's lock. */
    void read(Lineup<Stay> arrivals, long unixSeconds, long now) {
        @Nullable Stay last = null;
        for (Lineup.Place<Stay> place = arrivals.last(); place != null; place = place.before()) {
            Stay stay = place.owner;
            if (stay.arrivalNumber >= below || !isAskedFor(stay)) {
                continue;
            }
            if (visitors.size() == query.limit()) {
                nextCursor = last == null ? null : Long.toString(last.arrivalNumber, CURSOR_RADIX);
                return;
            }
            visitors.add(stay.view(unixSeconds, now));
            last = stay;
        }
    }

    LiveSnapshot snapshot(Totals totals) {
        return new LiveSnapshot(query.pixelId(), visitors, totals, nextCursor);
    }

    private boolean isAskedFor(Stay stay) {
        return isAudience(stay)
                && (query.page() == null || query.page().equals(stay.pageUrl))
                && (query.device() == null || query.device() == stay.device.type())
                && (query.state() == null || query.state() == stay.state)
                && (query.referrer() == null || query.referrer().equals(stay.referrer));
    }

    private boolean isAudience(Stay stay) {
        if (query.automated()) {
            return stay.audience == Stay.Audience.AUTOMATED;
        }
        return query.device() == DeviceType.BOT ? stay.audience == Stay.Audience.ROBOTS : stay.isCounted();
    }

    private static long parse(String cursor) {
        try {
            return Long.parseLong(cursor, CURSOR_RADIX);
        } catch (NumberFormatException e) {
            throw new SettingException("cursor", cursor, "use the next_cursor of the answer before");
        }
    }
}
