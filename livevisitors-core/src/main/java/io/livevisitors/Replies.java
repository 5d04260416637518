package io.livevisitors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.Reply;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers in the one form that all paths share: {@code {"error":…,"field":…,"message":…}}. */
final class Replies {

    /** Keeps no buffers: Jackson would keep them in the container's threads, and this library's classes with them. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build());

    private static final String JSON_TYPE = "application/json; charset=utf-8";

    private Replies() {}

    static Reply json(int status, Map<String, String> headers, String json) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", JSON_TYPE);
        all.put("Cache-Control", "no-store");
        all.put("X-Content-Type-Options", "nosniff");
        return new Reply(status, all, json);
    }

    static Reply error(int status, Map<String, String> headers, String error, @Nullable String field, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        if (field != null) {
            body.put("field", field);
        }
        body.put("message", message);
        return json(status, headers, text(body));
    }

    static String text(Map<String, ?> object) {
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
