package io.livevisitors.model;

/**
 * A visitor is no longer here.
 *
 * @param pixelId the pixel
 * @param visitorToken who
 * @param pageUrl the page shown last, scrubbed
 * @param reason why
 * @param timestamp Unix seconds
 */
public record VisitorLeft(String pixelId, String visitorToken, String pageUrl, LeaveReason reason, long timestamp)
        implements VisitorEvent {

    @Override
    public String name() {
        return "visitor.left";
    }

    @Override
    public String toJson() {
        return WireJson.of(this);
    }
}
