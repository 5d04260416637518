package io.livevisitors;

import io.livevisitors.presence.EventType;
import io.livevisitors.presence.Visit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event as a browser sent it, every field within its rule (WIRE.md section 2). Holds raw data: lives for one call.
 *
 * @param pixelId the pixel, not yet known to exist
 * @param type what happened
 * @param eventName the name of a custom event; null for the others
 * @param pageUrl null only for an opt-out
 * @param pageTitle cut to 255 characters
 * @param seq {@link Visit#NONE} if not sent
 * @param hidden null if not sent
 * @param timeOnPage {@link Visit#NONE} if not sent
 * @param scrollDepth {@link Visit#NONE} if not sent
 * @param customData at most 16 scalar values
 * @param clientIp to be read only from a trusted proxy
 */
record Beacon(
        String pixelId,
        EventType type,
        @Nullable String eventName,
        @Nullable String pageUrl,
        @Nullable String pageTitle,
        @Nullable String referrer,
        @Nullable String visitorToken,
        @Nullable String tabId,
        long seq,
        @Nullable Boolean hidden,
        @Nullable String screen,
        @Nullable Integer maxTouchPoints,
        @Nullable String platform,
        boolean webdriver,
        @Nullable String language,
        @Nullable String timezone,
        int timeOnPage,
        int scrollDepth,
        Map<String, Object> customData,
        @Nullable String clientIp) {

    /** The pixel alone: what is raw must not reach a log by way of a message. */
    @Override
    public String toString() {
        return "Beacon[pixelId=" + pixelId + "]";
    }
}
