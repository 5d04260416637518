package io.livevisitors.model;

import io.livevisitors.device.DeviceType;
import org.jspecify.annotations.Nullable;

/**
 * Which visitors of a pixel to list. Totals are of the whole pixel in any case. Immutable; start with
 * {@link #of(String)}, narrow with the {@code with…} methods.
 *
 * @param pixelId the pixel
 * @param limit how many visitors at most, 0 to {@value #MAX_LIMIT}
 * @param cursor where an earlier answer ended; null for the newest
 * @param page only visitors on this page (a scrubbed {@code page_url}); null for all
 * @param device only this class of device; null for all counted visitors. {@link DeviceType#BOT} lists robots, which
 *     are listed only on demand
 * @param state only this state; null for all
 * @param referrer only this referrer; null for all
 * @param automated list the visitors driven by a program, and only them
 */
public record SnapshotQuery(
        String pixelId,
        int limit,
        @Nullable String cursor,
        @Nullable String page,
        @Nullable DeviceType device,
        @Nullable VisitorState state,
        @Nullable String referrer,
        boolean automated) {

    /** Most visitors one answer lists, and the default. */
    public static final int MAX_LIMIT = 1_000;

    /** All visitors of a pixel, up to {@value #MAX_LIMIT}. */
    public static SnapshotQuery of(String pixelId) {
        return new SnapshotQuery(pixelId, MAX_LIMIT, null, null, null, null, null, false);
    }

    public SnapshotQuery withLimit(int limit) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withCursor(@Nullable String cursor) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withPage(@Nullable String page) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withDevice(@Nullable DeviceType device) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withState(@Nullable VisitorState state) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withReferrer(@Nullable String referrer) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }

    public SnapshotQuery withAutomated(boolean automated) {
        return new SnapshotQuery(pixelId, limit, cursor, page, device, state, referrer, automated);
    }
}
