package io.livevisitors.pixeljs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web site on a free loopback port: its pages, the pixel's scripts, and a collector that keeps what it is sent. */
final class Site implements AutoCloseable {

    /** One request to the collector; {@code body} is its JSON. */
    record Beacon(String method, String path, Headers headers, int bytes, JsonNode body) {

        String type() {
            return body.path("event_type").asText();
        }

        String text(String field) {
            return body.path(field).asText();
        }

        int number(String field) {
            return body.path(field).asInt();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final List<Beacon> beacons = new CopyOnWriteArrayList<>();
    private volatile int answer = 204;

    Site() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::page);
        server.createContext("/livevisitors/", this::pixel);
        server.createContext("/elsewhere/", this::pixel);
        server.createContext("/t/pixel/", this::pixel);
        server.setExecutor(threads);
        server.start();
    }

    /** The address of a path as pages of this site have it. */
    String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /** The same server by another name, which makes it another site. */
    String foreignUrl(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** A page that is exactly this HTML. */
    void page(String path, String html) {
        pages.put(path, html);
    }

    /** What the collector answers from now on. */
    void answer(int status) {
        answer = status;
    }

    List<Beacon> beacons() {
        return List.copyOf(beacons);
    }

    private void page(HttpExchange exchange) throws IOException {
        String html = pages.getOrDefault(exchange.getRequestURI().getPath(), "<!doctype html>");
        respond(exchange, 200, "text/html;charset=UTF-8", html);
    }

    private void pixel(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals("event")) {
            collect(exchange, path);
        } else {
            byte[] script = name.endsWith(".js") ? PixelScripts.pixel() : PixelScripts.forPixel(name);
            respond(exchange, 200, "text/javascript", new String(script, StandardCharsets.US_ASCII));
        }
    }

    private void collect(HttpExchange exchange, String path) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            beacons.add(new Beacon(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body.length, json));
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + new String(body, StandardCharsets.UTF_8), e);
        }
        respond(exchange, answer, "text/plain", "");
    }

    private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
