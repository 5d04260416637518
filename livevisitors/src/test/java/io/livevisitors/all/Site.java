package io.livevisitors.all;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.livevisitors.web.ChannelSigner;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContextListener;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A context on a server of its own, on a free port of the loopback. */
final class Site implements AutoCloseable {

    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0";
    private static final Pattern SOCKET_ID = Pattern.compile("[0-9]+\\.[0-9]+");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Server server = new Server();
    private final String authority;

    Site(ServletContextHandler context) throws Exception {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        authority = "127.0.0.1:" + connector.getLocalPort();
    }

    /** A context in which {@link SignedIn} says who somebody is. */
    static ServletContextHandler context() {
        ServletContextHandler context = new ServletContextHandler(ServletContextHandler.NO_SESSIONS);
        context.setContextPath("/");
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        context.addFilter(SignedIn.class, "/*", EnumSet.of(DispatcherType.REQUEST));
        return context;
    }

    /** A site that is set up as the README says. */
    static Site setUpAs(Readme readme, Path folder) throws Exception {
        Object setup = Readme.compiled(readme.block("java", "implements ServletContextListener"), folder);
        ServletContextHandler context = context();
        context.addEventListener((ServletContextListener) setup);
        return new Site(context);
    }

    /** Host and port. */
    String authority() {
        return authority;
    }

    String url(String path) {
        return "http://" + authority + path;
    }

    HttpResponse<String> get(String path, @Nullable String role) throws Exception {
        return send(request(path, role));
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                request(path, null).header("Content-Type", "text/plain").POST(BodyPublishers.ofString(json, UTF_8)));
    }

    /** Posts what clients ask before they join or sign in. */
    HttpResponse<String> post(String path, @Nullable String role, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path, role)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body, UTF_8)));
    }

    private HttpRequest.Builder request(String path, @Nullable String role) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url(path))).header("User-Agent", BROWSER);
        return role == null ? request : request.header(SignedIn.HEADER, role);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    String firstFrame(String path) {
        try (Socket socket = new Socket(path)) {
            return socket.awaitFrame("");
        }
    }

    /** A socket that has joined a private channel. */
    Socket join(String channel, String key, String secret) {
        Socket socket = new Socket("/livevisitors/app/" + key + "?protocol=7");
        String auth = new ChannelSigner(key, secret).sign(socket.socketId(), channel, null);
        socket.send("{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + channel + "\",\"auth\":\"" + auth
                + "\"}}");
        socket.awaitFrame("subscription_succeeded");
        return socket;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /** A WebSocket that keeps all that comes. */
    final class Socket implements WebSocket.Listener, AutoCloseable {

        private final List<String> frames = new CopyOnWriteArrayList<>();
        private final WebSocket webSocket;

        Socket(String path) {
            webSocket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://" + authority + path), this)
                    .join();
        }

        void send(String text) {
            webSocket.sendText(text, true).join();
        }

        /** The ID it was greeted with. */
        String socketId() {
            Matcher id = SOCKET_ID.matcher(awaitFrame("connection_established"));
            if (!id.find()) {
                throw new AssertionError("no socket id");
            }
            return id.group();
        }

        boolean hasHeard(String part) {
            return frames.stream().anyMatch(frame -> frame.contains(part));
        }

        /** Waits for the first frame with this text. */
        String awaitFrame(String part) {
            await().until(() -> frames.stream().anyMatch(frame -> frame.contains(part)));
            return frames.stream()
                    .filter(frame -> frame.contains(part))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            frames.add(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public void close() {
            webSocket.abort();
        }
    }
}
