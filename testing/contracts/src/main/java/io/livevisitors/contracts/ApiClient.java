package io.livevisitors.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A backend that publishes by the Pusher HTTP API, and signs as Pusher's documentation says. Immutable. */
public final class ApiClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** An answer. */
    public record Answer(HttpResponse<String> response) {

        /** HTTP status. */
        public int status() {
            return response.statusCode();
        }

        /** The body, which must be JSON. */
        public JsonNode json() {
            try {
                return MAPPER.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + response.body(), e);
            }
        }

        /** The field that a refusal names; empty if it names none. */
        public String field() {
            return json().path("field").asText("");
        }
    }

    private final int port;
    private final String prefix;
    private final Map<String, String> overridden;

    ApiClient(int port, String prefix) {
        this(port, prefix, Map.of());
    }

    private ApiClient(int port, String prefix, Map<String, String> overridden) {
        this.port = port;
        this.prefix = prefix;
        this.overridden = overridden;
    }

    /** The same, with a parameter set to that before it signs; {@code secret} signs with another secret. */
    public ApiClient with(String parameter, String value) {
        Map<String, String> all = new LinkedHashMap<>(overridden);
        all.put(parameter, value);
        return new ApiClient(port, prefix, all);
    }

    /** Publishes an event on one channel. */
    public Answer publish(String channel, String event, String data) {
        return post(
                "events",
                "{\"name\":" + quote(event) + ",\"channel\":" + quote(channel) + ",\"data\":" + quote(data) + "}");
    }

    /** A signed POST below {@code apps/{id}/}. */
    public Answer post(String path, String body) {
        return send("POST", path, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** A signed GET below {@code apps/{id}/}. */
    public Answer get(String path) {
        return get(path, Map.of());
    }

    /** A signed GET below {@code apps/{id}/}, with parameters. */
    public Answer get(String path, Map<String, String> parameters) {
        return send("GET", path, parameters, new byte[0]);
    }

    /** A signed request. The signature covers the path from {@code /apps} on and all parameters but itself, sorted. */
    public Answer send(String method, String path, Map<String, String> parameters, byte[] body) {
        String signedPath = "/apps/" + Host.APP_ID + "/" + path;
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("auth_key", Host.KEY);
        all.put("auth_timestamp", "" + System.currentTimeMillis() / 1000);
        all.put("auth_version", "1.0");
        if (body.length > 0) {
            all.put("body_md5", md5(body));
        }
        all.putAll(overridden);
        String secret = all.remove("secret");
        String text = all.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", method + "\n" + signedPath + "\n", ""));
        String signature = new ChannelSigner(Host.KEY, secret == null ? Host.SECRET : secret).signRequest(text);
        all.put("auth_signature", signature);
        String query = all.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return sendAsIs(method, prefix + "/livevisitors" + signedPath + "?" + query, body);
    }

    /** A request as it is, without a signature of ours. */
    public Answer sendAsIs(String method, String pathAndQuery, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
                .header("Content-Type", "application/json")
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        try {
            return new Answer(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A text as JSON. */
    public static String quote(String text) {
        try {
            return MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
