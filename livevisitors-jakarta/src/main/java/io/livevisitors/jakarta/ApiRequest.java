package io.livevisitors.jakarta;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request to the HTTP API. */
final class ApiRequest {

    private final String method;
    private final String path;
    private final ApiQuery query;
    private final byte[] body;

    /**
     * @param path as it came, from {@code /apps} on, still escaped
     * @param body as it came, empty if there is none; not to be changed afterwards
     */
    ApiRequest(String method, String path, ApiQuery query, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    String method() {
        return method;
    }

    /** As it came, still escaped. */
    String path() {
        return path;
    }

    ApiQuery query() {
        return query;
    }

    /** As it came; not to be changed. */
    byte[] body() {
        return body;
    }

    /** The parts of the path after {@code /apps}, unescaped. */
    List<String> segments() {
        String[] parts = path.split("/", -1);
        List<String> segments = new ArrayList<>();
        for (int i = 2; i < parts.length; i++) {
            segments.add(decode(parts[i]));
        }
        return segments;
    }

    /** The path unescaped: some clients sign that. */
    String plainPath() {
        return decode(path);
    }

    /** Plus signs are plus signs in a path (RFC 3986, section 2.2). */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // stands for itself: no name has a percent sign
        }
    }
}
