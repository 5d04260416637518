package io.livevisitors.dashboard;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.livevisitors.model.Diagnosis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a server that can be made to refuse: the page's real files under their real headers, and
 * {@code config.json}, {@code auth}, {@code api/visitors}, {@code api/journey} and {@code doctor} as the test sets them.
 */
final class FakeBackend implements AutoCloseable {

    static final String KEY = "test-key";

    /** In ASCII: half a character would not survive the way to the browser otherwise. */
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    final AtomicInteger authCalls = new AtomicInteger();
    final AtomicInteger apiCalls = new AtomicInteger();

    /** The query of every request for a journey, oldest first. */
    final List<String> journeyCalls = new CopyOnWriteArrayList<>();

    /** The query of every request for the configuration, oldest first. */
    final List<String> configCalls = new CopyOnWriteArrayList<>();

    /** What a proxy took away from every attempt to open a socket; null for nothing. */
    volatile @Nullable Map<String, Object> stripped;

    /** What the doctor found at the server. */
    volatile Diagnosis diagnosis = new Diagnosis(List.of(), Instant.EPOCH);

    volatile int authStatus = 200;
    volatile int apiStatus = 200;
    volatile int configStatus = 200;
    volatile int journeyStatus = 200;
    volatile Map<String, Object> visitors = Sample.snapshot(List.of());
    volatile Map<String, Object> journey = Map.of();
    final Map<String, Object> config = new LinkedHashMap<>(Map.of(
            "pixel_id",
            "shop",
            "pixels",
            List.of("shop"),
            "key",
            KEY,
            "version",
            "1.2.3",
            "poll_seconds",
            5,
            "warnings",
            List.of()));

    private final Map<String, Asset> assets = Asset.all();
    private final HttpServer server;
    private final String base;

    FakeBackend(String prefix) throws IOException {
        base = prefix + "/livevisitors/";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + base + "dashboard/?pixel_id=shop";
    }

    String doctorUrl() {
        return url().replaceFirst("\\?.*", "doctor");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String below = path.startsWith(base) ? path.substring(base.length()) : "(outside)";
            switch (below) {
                case "dashboard/config.json" ->
                    json(
                            exchange,
                            configStatus,
                            config(Objects.requireNonNullElse(
                                    exchange.getRequestURI().getRawQuery(), "")));
                case "dashboard/doctor" -> html(exchange, DoctorPage.html(diagnosis));
                case "auth" -> {
                    authCalls.incrementAndGet();
                    json(exchange, authStatus, Map.of("auth", KEY + ":signature"));
                }
                case "api/visitors" -> {
                    apiCalls.incrementAndGet();
                    json(exchange, apiStatus, visitors);
                }
                case "api/journey" -> {
                    journeyCalls.add(exchange.getRequestURI().getRawQuery());
                    json(exchange, journeyStatus, journey);
                }
                default -> asset(exchange, below);
            }
        }
    }

    private Map<String, Object> config(String query) {
        configCalls.add(query);
        Map<String, Object> answer = new LinkedHashMap<>(config);
        answer.put("upgrade_stripped", query.contains("attempt=") ? stripped : null);
        return answer;
    }

    private void asset(HttpExchange exchange, String below) throws IOException {
        String name = below.equals("dashboard/") ? Asset.PAGE : below.replaceFirst("^dashboard/", "");
        Asset asset = assets.get(name);
        protect(exchange);
        if (asset == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        send(exchange, 200, asset.contentType(), asset.plain());
    }

    private static void html(HttpExchange exchange, String page) throws IOException {
        protect(exchange);
        send(exchange, 200, "text/html;charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    private static void protect(HttpExchange exchange) {
        SecurityHeaders.of(exchange.getRequestHeaders().getFirst("Host"))
                .forEach((header, value) -> exchange.getResponseHeaders().set(header, value));
    }

    private static void json(HttpExchange exchange, int status, Object value) throws IOException {
        send(
                exchange,
                status,
                "application/json",
                JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
