package io.livevisitors.privacy;

import org.jspecify.annotations.Nullable;

/**
 * What is left of a {@link RawVisit} after forgetting.
 *
 * @param visitor the visitor under the current salt
 * @param previous the same visitor under the salt before, as long as both are tried; else null
 * @param tab the tab; null if the event named none
 * @param pageUrl scrubbed; null only for events without a page
 * @param pageTitle scrubbed
 * @param referrer host and path
 * @param utmSource {@code utm_source}, scrubbed
 * @param utmMedium {@code utm_medium}, scrubbed
 * @param utmCampaign {@code utm_campaign}, scrubbed
 * @param country ISO 3166 alpha-2 code of the country that a CDN in front says, else of the visitor's clock
 * @param language BCP 47, canonical
 */
public record AnonymousVisit(
        Pseudonym visitor,
        @Nullable Pseudonym previous,
        @Nullable Pseudonym tab,
        @Nullable String pageUrl,
        @Nullable String pageTitle,
        @Nullable String referrer,
        @Nullable String utmSource,
        @Nullable String utmMedium,
        @Nullable String utmCampaign,
        @Nullable String country,
        @Nullable String language) {

    /** The same visit of another page. */
    public AnonymousVisit withPage(@Nullable String otherUrl, @Nullable String otherTitle) {
        return new AnonymousVisit(
                visitor,
                previous,
                tab,
                otherUrl,
                otherTitle,
                referrer,
                utmSource,
                utmMedium,
                utmCampaign,
                country,
                language);
    }

    /** The same visit by another referrer. */
    public AnonymousVisit withReferrer(@Nullable String other) {
        return new AnonymousVisit(
                visitor,
                previous,
                tab,
                pageUrl,
                pageTitle,
                other,
                utmSource,
                utmMedium,
                utmCampaign,
                country,
                language);
    }
}
