package io.livevisitors.privacy;

import org.jspecify.annotations.Nullable;

/**
 * What a request gives away about its sender and its page, before anything is forgotten. Lives for the length of one
 * call.
 *
 * @param pixelId the pixel it is counted for
 * @param pageUrl absolute http or https URL, at most 2,048 characters; null only for events without a page
 * @param pageTitle at most 255 characters
 * @param referrer as sent, at most 2,048 characters
 * @param address the client's address in textual form, IPv4 or IPv6
 * @param userAgent the {@code User-Agent} header
 * @param visitorToken a name the sender chose for the visitor, at most 64 characters
 * @param tabId a name the pixel chose for the tab, at most 64 characters
 * @param language BCP 47
 * @param timezone IANA name, for example {@code Europe/Warsaw}
 * @param country ISO 3166 alpha-2 code of the country that a CDN in front says, if the host has it believed
 */
public record RawVisit(
        String pixelId,
        @Nullable String pageUrl,
        @Nullable String pageTitle,
        @Nullable String referrer,
        String address,
        @Nullable String userAgent,
        @Nullable String visitorToken,
        @Nullable String tabId,
        @Nullable String language,
        @Nullable String timezone,
        @Nullable String country) {

    /** The pixel alone: what is raw must not reach a log by way of a message. */
    @Override
    public String toString() {
        return "RawVisit[pixelId=" + pixelId + "]";
    }
}
