package io.livevisitors.model;

/**
 * A visitor arrived, opened a page, or changed state, shown page or number of tabs.
 *
 * @param pixelId the pixel
 * @param visitor the visitor as it is now
 */
public record PixelVisitorActive(String pixelId, Visitor visitor) implements VisitorEvent {

    @Override
    public String name() {
        return "visitor.active";
    }

    @Override
    public String toJson() {
        return visitor.toJson();
    }
}
