package io.livevisitors.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pages that one visitor opened during this stay, in the order in which they were opened. Immutable.
 *
 * @param pixelId the pixel
 * @param visitorToken the visitor, as {@link Visitor#visitorToken()} names it
 * @param pages oldest first, the last {@value #MAX_PAGES} of them
 * @param asOf Unix seconds of the moment described
 */
public record Journey(String pixelId, String visitorToken, List<Page> pages, long asOf) {

    /** Most pages that are remembered of one visitor. */
    public static final int MAX_PAGES = 32;

    public Journey {
        pages = List.copyOf(pages);
    }

    /**
     * One page of a journey. Immutable.
     *
     * @param pageUrl the page, scrubbed
     * @param pageTitle its title, scrubbed; null if none was sent
     * @param timeOnPage seconds until its tab showed another page or was closed, or until now
     * @param open whether it is still shown in one of the visitor's tabs
     * @param timestamp Unix seconds at which it was opened
     */
    public record Page(String pageUrl, @Nullable String pageTitle, int timeOnPage, boolean open, long timestamp) {}

    /** This journey as the JSON object of {@code api/journey}. */
    public String toJson() {
        return WireJson.of(this);
    }
}
