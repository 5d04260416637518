package io.livevisitors;

import io.livevisitors.model.LimitCounts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Tells the operator that a pixel has reached its limits, at most once a minute, with what was left out since the line
 * before. Owned by the engine's pulse.
 */
final class LimitLog {

    private static final Logger LOG = System.getLogger(LimitLog.class.getName());
    private static final long PACE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String pixelId;
    private LimitCounts told = new LimitCounts(0, 0, 0, 0);
    private long toldAt;

    /** @param now nanoseconds of the ticker */
    LimitLog(String pixelId, long now) {
        this.pixelId = pixelId;
        this.toldAt = now - PACE_NANOS;
    }

    /**
     * Looks whether there is something to tell.
     *
     * @param now nanoseconds of the ticker
     */
    void look(LimitCounts counts, long now) {
        long evicted = counts.evicted() - told.evicted();
        long refused = counts.refused() - told.refused();
        long trimmed = counts.trimmed() - told.trimmed();
        if (evicted + refused + trimmed == 0 || now - toldAt < PACE_NANOS) {
            return;
        }
        told = counts;
        toldAt = now;
        LOG.log(
                Level.WARNING,
                "pixel {0} has reached its limits: {1} visitors evicted and {2} events refused (visitors_per_pixel,"
                        + " visitors, new_visitors_per_network, events_per_address, events_per_tab), {3} tabs, pages or"
                        + " texts left out (tabs_per_visitor, text_bytes_per_visitor); raise them by limit(Limit.…, n) if"
                        + " these are real visitors",
                pixelId,
                evicted,
                refused,
                trimmed);
    }
}
