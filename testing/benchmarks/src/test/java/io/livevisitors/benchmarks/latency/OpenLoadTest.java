package io.livevisitors.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.livevisitors.benchmarks.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the HTTP server of the JDK. */
class OpenLoadTest {

    private static final Phase PHASE = new Phase(1_000, 1, 5, 25);
    private static final int FIRST = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Integer> arrived = new ConcurrentLinkedQueue<>();
    private final CountDownLatch all = new CountDownLatch(PHASE.pageViews());
    private final AtomicInteger status = new AtomicInteger(204);
    private final AtomicBoolean holdsAnswers = new AtomicBoolean();
    private final AtomicBoolean allCameUnanswered = new AtomicBoolean(true);
    private final Sample delays = new Sample(PHASE.measured());

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            arrived.add(PageViews.numberAtEnd(exchange.getRequestHeaders().getFirst("Referer")));
            all.countDown();
            if (holdsAnswers.get() && !allHaveCome()) {
                allCameUnanswered.set(false);
            }
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
    void everyPageViewIsSentOnceAndTheDelaysOfTheMeasuredOnesAreKept() throws Exception {
        try (OpenLoad load = new OpenLoad(server.getAddress(), 3)) {
            load.send(PHASE, FIRST, delays);
        }
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(numbers());
        assertThat(delays.size()).isEqualTo(PHASE.measured());
        assertThat(delays.quantile(0)).isNotNegative();
    }

    /** One that waited for an answer before it sent the next would wait here for ever. */
    @Test
    void nothingWaitsForTheAnswersToWhatWasSentBefore() throws Exception {
        holdsAnswers.set(true);
        try (OpenLoad load = new OpenLoad(server.getAddress(), PHASE.pageViews())) {
            load.send(PHASE, FIRST, delays);
        }
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(numbers());
        assertThat(allCameUnanswered).isTrue();
    }

    @Test
    void anAnswerThatIsNot204EndsTheRun() throws Exception {
        status.set(429);
        try (OpenLoad load = new OpenLoad(server.getAddress(), 3)) {
            assertThatThrownBy(() -> load.send(PHASE, FIRST, delays))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was not answered by 204");
        }
    }

    private boolean allHaveCome() {
        try {
            return all.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Iterable<Integer> numbers() {
        return IntStream.range(FIRST, FIRST + PHASE.pageViews()).boxed().toList();
    }
}
