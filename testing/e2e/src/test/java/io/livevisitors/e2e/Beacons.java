package io.livevisitors.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends events to a site's collector, as a server or a program would: without a browser and without an Origin. */
final class Beacons {

    static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Beacons() {}

    /** A page view, as JSON. */
    static String pageView(String visitor, String url, String title) {
        return pageView(visitor, url, title, Map.of());
    }

    static String pageView(String visitor, String url, String title, Map<String, ?> more) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("pixel_id", Site.PIXEL);
        event.put("event_type", "page_view");
        event.put("visitor_token", visitor);
        event.put("page_url", url);
        event.put("page_title", title);
        event.putAll(more);
        try {
            return JSON.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Sends one event; completes with the status. */
    static CompletableFuture<Integer> send(Site site, String userAgent, String json) {
        return sendWithHeaders(site, json, "User-Agent", userAgent);
    }

    /** The same with these headers, each a name and a value. */
    static CompletableFuture<Integer> sendWithHeaders(Site site, String json, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site.url("/livevisitors/event")))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .headers(headers)
                .POST(BodyPublishers.ofString(json))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }
}
