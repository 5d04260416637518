package io.livevisitors.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.livevisitors.web.ChannelSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backend that publishes by the Pusher HTTP API, and signs as Pusher's documentation says. Fails at an answer that does
 * not say its length. Immutable.
 */
public final class ApiClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

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

    /**
     * How a request departs from a right one.
     *
     * @param signed parameters set before it is signed; {@code secret} signs with another secret
     * @param unsigned parameters set after it was signed
     * @param leftOut parameters taken out after it was signed
     * @param signedPath what is signed as the path; null for the path that is sent
     * @param chunked whether the body goes without its length
     */
    private record Quirks(
            Map<String, String> signed,
            Map<String, String> unsigned,
            Set<String> leftOut,
            @Nullable String signedPath,
            boolean chunked) {

        static final Quirks NONE = new Quirks(Map.of(), Map.of(), Set.of(), null, false);
    }

    private final int port;
    private final String base;
    private final Quirks quirks;

    ApiClient(int port, String contextPath) {
        this(port, contextPath + "/livevisitors", Quirks.NONE);
    }

    private ApiClient(int port, String base, Quirks quirks) {
        this.port = port;
        this.base = base;
        this.quirks = quirks;
    }

    // ---------------------------------------------------------------- what is not as usual

    /** The same, with a parameter set to that before it signs; {@code secret} signs with another secret. */
    public ApiClient with(String parameter, String value) {
        Map<String, String> signed = new LinkedHashMap<>(quirks.signed);
        signed.put(parameter, value);
        return but(new Quirks(signed, quirks.unsigned, quirks.leftOut, quirks.signedPath, quirks.chunked));
    }

    /** The same, with a parameter set to that after it signed. */
    public ApiClient withUnsigned(String parameter, String value) {
        Map<String, String> unsigned = new LinkedHashMap<>(quirks.unsigned);
        unsigned.put(parameter, value);
        return but(new Quirks(quirks.signed, unsigned, quirks.leftOut, quirks.signedPath, quirks.chunked));
    }

    /** The same, with a parameter taken out after it signed. */
    public ApiClient without(String parameter) {
        Set<String> leftOut = new HashSet<>(quirks.leftOut);
        leftOut.add(parameter);
        return but(new Quirks(quirks.signed, quirks.unsigned, leftOut, quirks.signedPath, quirks.chunked));
    }

    /** The same, signing another path than it sends; below {@code apps/{id}/}. */
    public ApiClient signing(String path) {
        return but(new Quirks(
                quirks.signed, quirks.unsigned, quirks.leftOut, "/apps/" + Host.APP_ID + "/" + path, quirks.chunked));
    }

    /** The same, sending bodies in chunks, without their length. */
    public ApiClient chunked() {
        return but(new Quirks(quirks.signed, quirks.unsigned, quirks.leftOut, quirks.signedPath, true));
    }

    /** The same at another place than {@code /livevisitors}; empty for the root. */
    public ApiClient at(String otherBase) {
        return new ApiClient(port, otherBase, quirks);
    }

    private ApiClient but(Quirks others) {
        return new ApiClient(port, base, others);
    }

    // ---------------------------------------------------------------- requests

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
        String sentPath = "/apps/" + Host.APP_ID + "/" + path;
        return sendAsIs(method, base + sentPath + "?" + query(method, sentPath, parameters, body), body);
    }

    /** The path and query of a signed request, from {@code /apps} on. */
    public String signed(String method, String path, Map<String, String> parameters, byte[] body) {
        String sentPath = "/apps/" + Host.APP_ID + "/" + path;
        return sentPath + "?" + query(method, sentPath, parameters, body);
    }

    private String query(String method, String path, Map<String, String> parameters, byte[] body) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("auth_key", Host.KEY);
        all.put("auth_timestamp", "" + System.currentTimeMillis() / 1000);
        all.put("auth_version", "1.0");
        if (body.length > 0) {
            all.put("body_md5", md5(body));
        }
        all.putAll(quirks.signed);
        String secret = all.remove("secret");
        String text = all.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(
                        "&", method + "\n" + (quirks.signedPath == null ? path : quirks.signedPath) + "\n", ""));
        all.put("auth_signature", new ChannelSigner(Host.KEY, secret == null ? Host.SECRET : secret).signRequest(text));
        all.putAll(quirks.unsigned);
        all.keySet().removeAll(quirks.leftOut);
        return all.entrySet().stream()
                .map(parameter -> escape(parameter.getKey()) + "=" + escape(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A request as it is, without a signature of ours. */
    public Answer sendAsIs(String method, String pathAndQuery, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
                .header("Content-Type", "application/json")
                .method(method, publisher(body))
                .timeout(TIMEOUT)
                .build();
        try {
            Answer answer = new Answer(HTTP.send(request, BodyHandlers.ofString()));
            assertThat(answer.response().headers().firstValue("Content-Length"))
                    .as("Content-Length of %s %s", method, pathAndQuery)
                    .isPresent();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private BodyPublisher publisher(byte[] body) {
        if (quirks.chunked) {
            return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
        }
        return body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
