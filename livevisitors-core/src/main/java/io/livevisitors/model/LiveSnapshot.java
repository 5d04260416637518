package io.livevisitors.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of one pixel and its totals, both of one moment. Immutable.
 *
 * @param pixelId the pixel
 * @param visitors newest arrival first, as far as the query asked for; empty in {@link Mode#AGGREGATE}
 * @param totals of the whole pixel, whatever the query asked for
 * @param nextCursor to ask for the visitors after the last one here; null if there are none
 */
public record LiveSnapshot(
        String pixelId,
        List<Visitor> visitors,
        Totals totals,
        @Nullable String nextCursor) {

    public LiveSnapshot {
        visitors = List.copyOf(visitors);
    }

    /** This snapshot as the JSON object of {@code api/visitors}, WIRE.md section 3. */
    public String toJson() {
        return WireJson.of(this);
    }

    /**
     * This snapshot with as many of its visitors, newest first, as fit in a number of bytes.
     *
     * @param maxBytes bound on the JSON in UTF-8 bytes; the totals are never cut
     */
    public String toJson(int maxBytes) {
        return WireJson.of(this, maxBytes);
    }
}
