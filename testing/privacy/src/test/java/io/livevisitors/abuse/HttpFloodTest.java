package io.livevisitors.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.livevisitors.Limit;
import io.livevisitors.abuse.Wire.Answer;
import io.livevisitors.model.Totals;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A flood over connections that are kept alive, by senders of one network each, and honest visitors in its midst; {@code
 * -Dhttpflood=1000000} makes it long. It prints what it took.
 */
class HttpFloodTest {

    private static final int REQUESTS = Integer.getInteger("httpflood", 20_000);
    private static final int SENDERS = 4;
    private static final int PARTS = 4;
    private static final int HONEST = 20;
    private static final int VISITORS = 10_000;

    /** New visitors of one network in a minute. */
    private static final int NEWCOMERS = 300;

    /** How much the live heap may grow between the first quarter and the end: buffers of the container and of the clients. */
    private static final long MAX_GROWTH = 4_000_000;

    @ParameterizedTest
    @EnumSource(Container.class)
    void theRegistryAndTheHeapStayAndTheHonestAreServed(Container container) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        try (Site site = Site.with(container, builder -> builder.limit(Limit.VISITORS_PER_PIXEL, VISITORS))) {
            Map<Integer, Integer> answers = new TreeMap<>();
            long[] live = new long[PARTS];
            double seconds = 0;
            for (int part = 0; part < PARTS; part++) {
                long start = System.nanoTime();
                List<Future<Map<Integer, Integer>>> floods = new ArrayList<>();
                for (int sender = 0; sender < SENDERS; sender++) {
                    Flood flood = new Flood(site, part * SENDERS + sender, REQUESTS / PARTS / SENDERS);
                    floods.add(threads.submit(flood::send));
                }
                for (int i = 0; i < HONEST / PARTS; i++) {
                    String token = ",\"visitor_token\":\"honest" + part + '-' + i + '"';
                    assertThat(site.postFrom("127.200.0.1", Site.pageView(token))
                                    .status())
                            .isEqualTo(204);
                }
                for (Future<Map<Integer, Integer>> flood : floods) {
                    flood.get().forEach((status, n) -> answers.merge(status, n, Integer::sum));
                }
                seconds += (System.nanoTime() - start) / 1e9;
                live[part] = liveHeap();
            }
            System.out.printf(
                    Locale.ROOT,
                    "flood, %s over HTTP: %,d requests, %,.0f a second, answers %s; live heap at 25, 50 and 100 %%: %.1f, %.1f, %.1f MB%n",
                    container,
                    REQUESTS,
                    REQUESTS / seconds,
                    answers,
                    live[0] / 1e6,
                    live[1] / 1e6,
                    live[3] / 1e6);
            assertThat(answers.keySet()).containsExactly(204, 400, 403, 404, 429);
            Totals totals = site.live().snapshot("shop").totals();
            assertThat(totals.pages().get("http://localhost/shoes")).isEqualTo(HONEST);
            assertThat(totals.count())
                    .isLessThanOrEqualTo((int) (HONEST + SENDERS * NEWCOMERS * (1 + Math.ceil(seconds / 60))));
            assertThat(totals.limits().evicted()).isZero();
            assertThat(Arrays.stream(live).max().orElseThrow() - live[0])
                    .as("growth of the live heap")
                    .isLessThan(MAX_GROWTH);
            site.assertStillServes();
        } finally {
            threads.shutdownNow();
        }
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What one sender sends, one after the other, from the addresses of a network. */
    private static final class Flood {

        /** A connection is given up after so many requests, and the next comes from another address. */
        private static final int REQUESTS_PER_CONNECTION = 90;

        private final Site site;
        private final int number;
        private final int requests;
        private final SplittableRandom random;

        Flood(Site site, int number, int requests) {
            this.site = site;
            this.number = number;
            this.requests = requests;
            this.random = new SplittableRandom(number);
        }

        Map<Integer, Integer> send() throws IOException {
            Map<Integer, Integer> answers = new TreeMap<>();
            for (int sent = 0; sent < requests; ) {
                String address = "127.66." + number % SENDERS + '.' + (1 + random.nextInt(250));
                try (Wire wire = site.connect(address)) {
                    boolean open = true;
                    for (int i = 0; open && i < REQUESTS_PER_CONNECTION && sent < requests; i++, sent++) {
                        Answer answer = next(wire, sent);
                        answers.merge(answer.status(), 1, Integer::sum);
                        open = !answer.header("Connection").equalsIgnoreCase("close");
                    }
                }
            }
            return answers;
        }

        private Answer next(Wire wire, int n) throws IOException {
            String event = "{\"pixel_id\":\"shop\",\"event_type\":\"page_view\",\"page_url\":\"http://localhost/"
                    + random.nextInt() + "\",\"visitor_token\":\"" + random.nextLong() + "\",\"tab_id\":\""
                    + random.nextLong() + "\"}";
            return switch (n % 4) {
                case 0 -> post(wire, event.getBytes(StandardCharsets.UTF_8), "X-None: 1");
                case 1 ->
                    post(
                            wire,
                            event.replace("\"shop\"", "\"p" + random.nextInt(1 << 30) + '"')
                                    .getBytes(StandardCharsets.UTF_8),
                            "X-None: 1");
                case 2 ->
                    post(
                            wire,
                            event.getBytes(StandardCharsets.UTF_8),
                            "Origin: https://x" + random.nextInt(1 << 30) + ".example");
                default -> {
                    byte[] garbage = new byte[random.nextInt(1_000)];
                    random.nextBytes(garbage);
                    yield post(wire, garbage, "X-None: 1");
                }
            };
        }

        private static Answer post(Wire wire, byte[] body, String header) throws IOException {
            wire.write(Site.head("POST", Site.EVENT, header, "Content-Length: " + body.length));
            wire.write(body);
            return wire.answer();
        }
    }
}
