package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.LiveVisitors;
import io.livevisitors.LiveVisitorsBuilder;
import io.livevisitors.abuse.Wire.Answer;
import io.livevisitors.dashboard.DashboardServlet;
import io.livevisitors.jakarta.LiveSocketServlet;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Totals;
import io.livevisitors.servlet.PixelServlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A site with all servlets of the library, in a real container. Its pixel is {@code shop}. */
final class Site implements AutoCloseable {

    static final String EVENT = "/livevisitors/event";
    static final String CHROME = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36";
    static final String JSON = "Content-Type: application/json";

    /** How long the containers wait for a client, where a test does not say. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final LiveVisitors live;
    private final Container.Running running;
    private final ReadBytes read = new ReadBytes();

    private Site(Container container, UnaryOperator<LiveVisitorsBuilder> settings, Duration idle) {
        live = settings.apply(LiveVisitors.builder().pixel("shop").keys("app-id", "app-key", "app-secret"))
                .build();
        running = container.start(
                read,
                Map.of(
                        "/livevisitors/*", new PixelServlet(live),
                        "/livevisitors/app/*,/livevisitors/apps/*", new LiveSocketServlet(live),
                        "/livevisitors/dashboard/*", new DashboardServlet(live)),
                idle);
    }

    static Site on(Container container) {
        return with(container, builder -> builder);
    }

    static Site with(Container container, UnaryOperator<LiveVisitorsBuilder> settings) {
        return new Site(container, settings, IDLE);
    }

    static Site impatient(Container container, Duration idle) {
        return new Site(container, builder -> builder, idle);
    }

    LiveVisitors live() {
        return live;
    }

    int port() {
        return running.port();
    }

    ReadBytes read() {
        return read;
    }

    /** A page view as the pixel sends it, with more members, each after a comma. */
    static String pageView(String more) {
        return "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"http://localhost/shoes\"" + more
                + "}";
    }

    /** A connection from that address of this machine. */
    Wire connect(String from) throws IOException {
        return new Wire(port(), from);
    }

    /** The answer to a POST of an event, from 127.0.0.1. */
    Answer post(String body, String... headers) throws IOException {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(byte[] body, String... headers) throws IOException {
        return postFrom("127.0.0.1", body, headers);
    }

    Answer postFrom(String address, String body, String... headers) throws IOException {
        return postFrom(address, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer postFrom(String address, byte[] body, String... headers) throws IOException {
        try (Wire wire = connect(address)) {
            wire.write(head("POST", EVENT, withLength(body.length, headers)));
            wire.write(body);
            return wire.answer();
        }
    }

    private static String[] withLength(int length, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + length;
        return all;
    }

    /** A request up to its empty line. {@code Host}, {@code User-Agent} and {@code Content-Type} stand unless given. */
    static String head(String method, String path, String... headers) {
        StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\n");
        String given = '\n' + String.join("\n", headers);
        head.append(given.contains("\nHost:") ? "" : "Host: localhost\r\n");
        head.append(given.contains("\nUser-Agent:") ? "" : "User-Agent: " + CHROME + "\r\n");
        head.append(given.contains("\nContent-Type:") ? "" : JSON + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    int count() {
        return live.snapshot("shop").totals().count();
    }

    long counted(String name) {
        return live.counters().getOrDefault(name, 0L);
    }

    void assertNothingRecorded() {
        LiveSnapshot snapshot = live.snapshot("shop");
        Totals totals = snapshot.totals();
        assertThat(snapshot.visitors()).isEmpty();
        assertThat(totals.count() + totals.tabs() + totals.automated() + totals.robots())
                .isZero();
        assertThat(totals.pages()).isEmpty();
        assertThat(totals.series())
                .allSatisfy(minute ->
                        assertThat(minute.pageViews() + minute.visitors()).isZero());
    }

    /** Whoever is honest is served as before. */
    void assertStillServes() throws IOException {
        int before = count();
        assertThat(postFrom("127.200.0.1", pageView(",\"visitor_token\":\"honest\""))
                        .status())
                .isEqualTo(204);
        assertThat(count()).isEqualTo(before + 1);
    }

    @Override
    public void close() {
        running.stop().run();
        live.close();
    }
}
