package io.livevisitors.model;

import org.jspecify.annotations.Nullable;

/**
 * A visitor arrived, opened a page, or changed state, shown page or number of tabs.
 *
 * @param pixelId the pixel
 * @param visitor the visitor as it is now
 * @param openedPage the page of the page view that this is, scrubbed; null if it is none, such as a change of state or a
 *     closed tab. Usually the page that the visitor is shown on, but for what a filter sees of a visitor with tabs. Not on
 *     the wire
 */
public record PixelVisitorActive(
        String pixelId, Visitor visitor, @Nullable String openedPage) implements VisitorEvent {

    @Override
    public String name() {
        return "visitor.active";
    }

    @Override
    public String toJson() {
        return visitor.toJson();
    }
}
