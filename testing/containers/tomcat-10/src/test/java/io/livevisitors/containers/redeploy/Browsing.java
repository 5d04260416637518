package io.livevisitors.containers.redeploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.web.ChannelSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What visitors and dashboards do with a {@link Site}. Used by one thread. */
final class Browsing {

    private static final int SECONDS = 20;
    private static final String CHANNEL = "private-pixel." + Shop.PIXEL;
    private static final Pattern SOCKET_ID = Pattern.compile("socket_id[\\\\\":]+([0-9.]+)");
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final String origin;
    private int seq;

    Browsing(int port) {
        origin = "http://127.0.0.1:" + port;
    }

    /** The body of a page, which has to be there. */
    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + path))
                .header("User-Agent", BROWSER)
                .header("Authorization", "Bearer " + Shop.TOKEN)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    /** Posts an event, which has to be answered so. */
    void post(String event, int status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(origin + "/livevisitors/event"))
                .header("User-Agent", BROWSER)
                .header("Origin", origin)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(status);
    }

    /** A page view of one tab, the next of it. */
    String pageView() {
        seq++;
        return "{\"pixel_id\":\"" + Shop.PIXEL + "\",\"event_type\":\"page_view\",\"page_url\":\"" + origin + "/pages/"
                + seq + "\",\"tab_id\":\"k3v9x2q8m1\",\"seq\":" + seq + ",\"hidden\":false}";
    }

    /** A dashboard that reads the pixel's channel. */
    Dashboard watch() throws InterruptedException {
        Dashboard dashboard = new Dashboard();
        URI target = URI.create(origin.replace("http:", "ws:") + "/livevisitors/app/" + Shop.KEY
                + "?protocol=7&client=js&version=8.4.0");
        WebSocket socket =
                http.newWebSocketBuilder().buildAsync(target, dashboard).join();
        Matcher id = SOCKET_ID.matcher(dashboard.await("connection_established"));
        assertThat(id.find()).isTrue();
        String auth = new ChannelSigner(Shop.KEY, Shop.SECRET).sign(id.group(1), CHANNEL, null);
        socket.sendText(
                        "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"" + CHANNEL + "\",\"auth\":\"" + auth
                                + "\"}}",
                        true)
                .join();
        dashboard.await("subscription_succeeded");
        dashboard.await("visitors.snapshot");
        return dashboard;
    }

    /** A dashboard's socket. The client's threads write, the test reads. */
    static final class Dashboard implements WebSocket.Listener {

        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        /** The next frame that has this in it. */
        String await(String part) throws InterruptedException {
            String frame;
            do {
                frame = frames.poll(SECONDS, TimeUnit.SECONDS);
                assertThat(frame).as("a frame with " + part).isNotNull();
            } while (!String.valueOf(frame).contains(part));
            return String.valueOf(frame);
        }

        /** The code with which the server closed it. */
        int closeCode() {
            return closed.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
