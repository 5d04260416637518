package io.livevisitors.model;

import io.livevisitors.device.Device;
import org.jspecify.annotations.Nullable;

/**
 * One anonymous visitor at one moment, as WIRE.md section 3 shows it. Immutable.
 *
 * @param visitorToken 22 characters of base64url; the same for as long as the visitor stays
 * @param pageUrl the page shown last, scrubbed
 * @param pageTitle its title, scrubbed; null if none was sent
 * @param entryPage the first page of this stay, scrubbed
 * @param referrer host and path of where this stay came from; null if unknown
 * @param utmSource {@code utm_source} of the entry page; null if none
 * @param utmMedium {@code utm_medium} of the entry page; null if none
 * @param utmCampaign {@code utm_campaign} of the entry page; null if none
 * @param device class, browser and system
 * @param country ISO 3166 alpha-2 of the visitor's clock; null if unknown
 * @param language BCP 47; null if unknown
 * @param state active, idle or leaving
 * @param tabs open tabs; 0 while leaving, and for a visitor without script
 * @param pageViews page views of this stay
 * @param timeOnPage seconds on the page shown
 * @param scrollDepth 0 to 100, of the page shown
 * @param firstSeen Unix seconds
 * @param lastSeen Unix seconds
 * @param timestamp Unix seconds of the moment described
 */
public record Visitor(
        String visitorToken,
        String pageUrl,
        @Nullable String pageTitle,
        String entryPage,
        @Nullable String referrer,
        @Nullable String utmSource,
        @Nullable String utmMedium,
        @Nullable String utmCampaign,
        Device device,
        @Nullable String country,
        @Nullable String language,
        VisitorState state,
        int tabs,
        int pageViews,
        int timeOnPage,
        int scrollDepth,
        long firstSeen,
        long lastSeen,
        long timestamp) {

    /** This visitor as the JSON object of WIRE.md section 3. */
    public String toJson() {
        return WireJson.of(this);
    }
}
