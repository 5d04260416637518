package io.livevisitors.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer for an adapter to write as it is. Immutable.
 *
 * @param status HTTP status
 * @param headers headers to set, {@code Content-Type} included where there is a body
 * @param body UTF-8 text; null for none
 */
public record Reply(
        int status, Map<String, String> headers, @Nullable String body) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** The status alone: a body may hold a signature, or visitors. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
