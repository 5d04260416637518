package io.livevisitors.benchmarks.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the HTTP server of the JDK. */
class PostersTest {

    private static final Duration SLICE = Duration.ofMillis(100);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(204);

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            requests.incrementAndGet();
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void countsEveryRequestOnceAndRestsBetweenSlices() throws Exception {
        try (Posters posters = new Posters(server.getAddress(), 3)) {
            assertThat(requests).hasValue(0);
            posters.post(Traffic.LIBRARY, SLICE);
            int first = requests.get();
            assertThat(first).isGreaterThanOrEqualTo(3);
            assertThat(posters.answered()).isEqualTo(first);
            posters.post(Traffic.EMPTY, SLICE);
            assertThat(requests.get()).isGreaterThan(first);
            assertThat(posters.answered()).isEqualTo(requests.get());
            assertThat(posters.pageViews(Traffic.QUIET)).isBetween(first / 4L - 3, first / 4L + 3);
            assertThat(posters.pageViews(Traffic.SHOWN)).isZero();
        }
    }

    @Test
    void anAnswerThatIsNot204EndsTheRun() throws Exception {
        try (Posters posters = new Posters(server.getAddress(), 3)) {
            status.set(429);
            assertThatThrownBy(() -> posters.post(Traffic.LIBRARY, SLICE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("an event was answered by HTTP/1.1 429");
        }
    }

    @Test
    void aConnectionThatIsClosedEndsTheRun() throws Exception {
        try (Posters posters = new Posters(server.getAddress(), 3)) {
            server.stop(0);
            assertThatThrownBy(() -> posters.post(Traffic.LIBRARY, SLICE)).isInstanceOf(IOException.class);
        }
    }
}
