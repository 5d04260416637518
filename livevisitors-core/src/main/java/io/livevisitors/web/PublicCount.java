package io.livevisitors.web;

import org.jspecify.annotations.Nullable;

/**
 * The number of visitors as the public may see it.
 *
 * @param count visitors here; null if there are fewer than the pixel's threshold
 * @param below the threshold, if {@code count} is null; else null
 */
public record PublicCount(@Nullable Integer count, @Nullable Integer below) {

    /** {@code {"count":n}}, or {@code {"count":null,"below":k}}. */
    public String toJson() {
        return count != null ? "{\"count\":" + count + "}" : "{\"count\":null,\"below\":" + below + "}";
    }
}
