package io.livevisitors.web;

/** What saw a page view. The same visitor and URL from different sources within ten seconds is one page view. */
public enum PageViewSource {
    /** The script in the page. */
    PIXEL,
    /** The image for browsers without script. */
    GIF,
    /** The servlet filter. */
    FILTER,
    /** The host's own code. */
    HOST
}
