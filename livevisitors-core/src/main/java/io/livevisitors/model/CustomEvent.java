package io.livevisitors.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A visitor did something the host's pages named. Goes to listeners and broadcasters; dashboards see the counts alone.
 *
 * @param pixelId the pixel
 * @param visitorToken who
 * @param eventName {@code [A-Za-z0-9_.:-]{1,50}}
 * @param data at most 16 scalar values ({@link String}, {@link Long}, {@link Double}, {@link Boolean}) by key, in the
 *     order sent
 * @param timestamp Unix seconds
 */
public record CustomEvent(
        String pixelId, String visitorToken, String eventName, Map<String, Object> data, long timestamp)
        implements VisitorEvent {

    public CustomEvent {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    @Override
    public String name() {
        return "visitor.event";
    }

    @Override
    public String toJson() {
        return WireJson.of(this);
    }
}
