package io.livevisitors.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.livevisitors.Limit;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from a browser's POST to the dashboard's frame, both by HTTP and WebSocket over loopback. Printed,
 * not asserted: time belongs to the machine. Asserted is that every page view arrives, and once, without a gap in the
 * numbering, and that the totals are exact.
 */
class LatencyTest {

    private static final int PER_SECOND = 200;
    private static final int WARM_UP = 3 * PER_SECOND;
    private static final int MEASURED = 8 * PER_SECOND;
    private static final int ALL = WARM_UP + MEASURED;
    private static final int VISITORS = 400;
    private static final String TITLE = "Page view ";

    private final AtomicLongArray sent = new AtomicLongArray(ALL);
    private final AtomicLongArray received = new AtomicLongArray(ALL);
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile int count;
    private final ConcurrentLinkedQueue<Object> refused = new ConcurrentLinkedQueue<>();

    @Test
    void everyPageViewReachesADashboardAtTwoHundredASecond() {
        try (HostServer host = HostServer.open(builder -> builder.pixel(Site.PIXEL)
                        .limit(Limit.EVENTS_PER_ADDRESS, 1_000_000)
                        .limit(Limit.NEW_VISITORS_PER_NETWORK, 10_000_000)
                        .limit(Limit.FEED_EVENTS_PER_SECOND, 10 * PER_SECOND));
                RawReader reader = RawReader.join(host, this::take)) {
            send(host);
            await().atMost(Duration.ofSeconds(60)).until(() -> arrived.get() == ALL || !refused.isEmpty());

            assertThat(refused).isEmpty();
            await("the exact number of visitors").atMost(Duration.ofSeconds(20)).until(() -> count == VISITORS);
            assertThat(reader.gaps()).isZero();
            assertThat(repeated).hasValue(0);
            assertThat(reader.closed()).isFalse();
            print();
        }
    }

    private void send(HostServer host) {
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger next = new AtomicInteger();
            ScheduledFuture<?> sending = pace.scheduleAtFixedRate(
                    () -> sendOne(host, next.getAndIncrement()), 0, 1_000_000 / PER_SECOND, TimeUnit.MICROSECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> next.get() >= ALL || sending.isDone());
        } finally {
            pace.shutdownNow();
        }
    }

    private void sendOne(HostServer host, int number) {
        if (number >= ALL) {
            return;
        }
        String json =
                Beacons.pageView("visitor-" + number % VISITORS, host.url("/page/" + number % 50), TITLE + number);
        sent.set(number, System.nanoTime());
        var unused = Beacons.send(host, Beacons.FIREFOX, json).whenComplete((status, failure) -> {
            if (failure != null || status != 204) {
                refused.add(failure != null ? failure : status);
            }
        });
    }

    /** Takes an event of the channel; called by one thread at a time. */
    private void take(String event, JsonNode data) {
        if (event.equals("visitors.stats")) {
            count = data.path("count").asInt();
        } else if (event.equals("visitor.active")) {
            long now = System.nanoTime();
            int number = Integer.parseInt(data.path("page_title").asText().substring(TITLE.length()));
            if (received.compareAndSet(number, 0, now)) {
                arrived.incrementAndGet();
            } else {
                repeated.incrementAndGet();
            }
        }
    }

    private void print() {
        double[] millis = new double[MEASURED];
        Arrays.setAll(millis, i -> (received.get(WARM_UP + i) - sent.get(WARM_UP + i)) / 1e6);
        Arrays.sort(millis);
        System.out.printf(
                "POST → frame: p50 %.1f ms, p99 %.1f ms, max %.1f ms over %d page views at %d/s%n",
                millis[MEASURED / 2],
                millis[(int) Math.ceil(MEASURED * 0.99) - 1],
                millis[MEASURED - 1],
                MEASURED,
                PER_SECOND);
    }
}
