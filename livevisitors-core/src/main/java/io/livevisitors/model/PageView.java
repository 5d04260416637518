package io.livevisitors.model;

import org.jspecify.annotations.Nullable;

/**
 * One page view, as seen by a server rather than by the pixel. Immutable; start with {@link #of(String, String)}.
 *
 * @param pixelId the pixel it counts for
 * @param pageUrl absolute http or https URL, at most 2,048 characters
 * @param pageTitle cut to 255 characters; null if unknown
 * @param referrer null if unknown
 */
public record PageView(
        String pixelId,
        String pageUrl,
        @Nullable String pageTitle,
        @Nullable String referrer) {

    /** A page view of an absolute http or https URL. */
    public static PageView of(String pixelId, String pageUrl) {
        return new PageView(pixelId, pageUrl, null, null);
    }

    public PageView withTitle(@Nullable String pageTitle) {
        return new PageView(pixelId, pageUrl, pageTitle, referrer);
    }

    public PageView withReferrer(@Nullable String referrer) {
        return new PageView(pixelId, pageUrl, pageTitle, referrer);
    }
}
