package io.livevisitors.web;

/**
 * The live events of one pixel, ready for dashboards: single events sampled above the pixel's ceiling, totals at most
 * four times a second. Costs nothing while nobody reads. Thread-safe.
 */
public interface PixelFeed {

    /** The pixel. */
    String pixelId();

    /** Starts reading; the first message is what happens next. */
    FeedSubscription subscribe(FeedReader reader);
}
