package io.livevisitors.dashboard;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

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
     */
    static String json(String pixelId, List<String> pixels, String key, List<String> warnings) {
        return "{\"pixel_id\":" + text(pixelId) + ",\"pixels\":" + texts(pixels) + ",\"key\":" + text(key)
                + ",\"version\":" + text(VERSION) + ",\"poll_seconds\":" + POLL_SECONDS + ",\"warnings\":"
                + texts(warnings) + "}";
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
