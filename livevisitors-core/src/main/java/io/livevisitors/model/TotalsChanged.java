package io.livevisitors.model;

/**
 * The totals of a pixel are no longer what was last said. Sent at most four times a second for one pixel.
 *
 * @param pixelId the pixel
 * @param totals the totals now
 */
public record TotalsChanged(String pixelId, Totals totals) implements VisitorEvent {

    @Override
    public String name() {
        return "visitors.stats";
    }

    @Override
    public String toJson() {
        return totals.toJson();
    }
}
