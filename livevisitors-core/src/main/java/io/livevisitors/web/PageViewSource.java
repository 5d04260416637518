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
    HOST,
    /**
     * The servlet filter, when the page asks browsers to repeat a request that lacks hints and this one has them: with
     * the request that it repeats it is one page view, and what it tells of the device stands.
     */
    FILTER_WITH_HINTS
}
