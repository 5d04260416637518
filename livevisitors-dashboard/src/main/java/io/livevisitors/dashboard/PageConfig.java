package io.livevisitors.dashboard;

import io.livevisitors.web.StrippedUpgrade;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text of {@code config.json}: what the page cannot know from its own address. */
final class PageConfig {

    /** Seconds between two questions to the API while the page has no live connection. */
    static final int POLL_SECONDS = 5;

    private static final String VERSION =
            Objects.requireNonNullElse(PageConfig.class.getPackage().getImplementationVersion(), "dev");

    private PageConfig() {}

    /**
     * @param pixels those that the person may see
     * @param key the application key, which is not secret
     * @param warnings sentences for whoever runs the server
     * @param stripped what a proxy took away from the page's last attempt to open a socket; null if nothing is known
     */
    static String json(
            String pixelId,
            List<String> pixels,
            String key,
            List<String> warnings,
            @Nullable StrippedUpgrade stripped) {
        return "{\"pixel_id\":" + text(pixelId) + ",\"pixels\":" + texts(pixels) + ",\"key\":" + text(key)
                + ",\"version\":" + text(VERSION) + ",\"poll_seconds\":" + POLL_SECONDS + ",\"warnings\":"
                + texts(warnings) + ",\"upgrade_stripped\":" + (stripped == null ? "null" : cure(stripped)) + "}";
    }

    private static String cure(StrippedUpgrade stripped) {
        return "{\"message\":" + text(stripped.message()) + ",\"remedy\":" + text(stripped.remedy()) + ",\"lines\":"
                + texts(stripped.nginxLines()) + "}";
    }

    private static String texts(List<String> values) {
        return values.stream().map(PageConfig::text).collect(Collectors.joining(",", "[", "]"));
    }

    /** A JSON string (RFC 8259, section 7); everything that is no plain ASCII letter or mark goes as an escape. */
    private static String text(String value) {
        StringBuilder json = new StringBuilder(value.length() + 2).append('"');
        value.chars().forEach(c -> {
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<') {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
