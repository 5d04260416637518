package io.livevisitors.samples.standalone;

import io.livevisitors.Limit;
import io.livevisitors.LiveVisitorsBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/**
 * Simulated shoppers: so many at once, each sending real beacons to the shop's own collector as a browser would. They
 * come in at a walking pace, leave, and others come. One thread paces them all; each has at most one request under way.
 */
final class Shoppers implements AutoCloseable {

    /** New arrivals a second while the shop fills; below the library's default of new visitors a minute. */
    private static final int ARRIVALS_PER_SECOND = 4;

    /** The most that one shopper does in a minute, with room to spare. */
    private static final int EVENTS_PER_MINUTE = 12;

    private static final int ARRIVALS_PER_MINUTE = 6;

    private static final Duration FIRST_ARRIVALS = Duration.ofSeconds(6);
    private static final int MAX_PAUSE_MILLIS = 9_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final System.Logger logger = System.getLogger(Shoppers.class.getName());
    private final AtomicBoolean complained = new AtomicBoolean();
    private final URI endpoint;
    private final String shopUrl;
    private final String pixelId;
    private final Map<String, String> titles;
    private final ScheduledExecutorService pace;
    private final HttpClient client;

    /** Touched by the pacing thread alone. */
    private final RandomGenerator random = new SplittableRandom();

    private Shoppers(String shopUrl, String pixelId, Map<String, String> titles) {
        this.shopUrl = shopUrl;
        this.endpoint = URI.create(shopUrl + "livevisitors/event");
        this.pixelId = pixelId;
        this.titles = titles;
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "shoppers");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.pace = executor;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .executor(executor)
                .build();
    }

    /**
     * Opens the doors.
     *
     * @param shopUrl address of the home page, with a slash at its end
     * @param count shoppers at once
     * @param titles the shop's paths, each with its title
     */
    static Shoppers start(String shopUrl, String pixelId, int count, Map<String, String> titles) {
        Shoppers shoppers = new Shoppers(shopUrl, pixelId, titles);
        long spread = Math.max(FIRST_ARRIVALS.toMillis(), count * 1000L / ARRIVALS_PER_SECOND);
        for (int i = 0; i < count; i++) {
            shoppers.later(shoppers::arrive, spread * i / count);
        }
        return shoppers;
    }

    /**
     * Makes room for so many shoppers, who all have this machine's address: a person's pace is 12 page views a minute at
     * most, and all of them may come back within one minute. Without shoppers, or where the environment sets a limit, it
     * changes none.
     */
    static void raiseLimits(LiveVisitorsBuilder builder, int count, Map<String, String> environment) {
        raise(builder, Limit.EVENTS_PER_ADDRESS, count * EVENTS_PER_MINUTE, environment);
        raise(builder, Limit.NEW_VISITORS_PER_NETWORK, count * ARRIVALS_PER_MINUTE, environment);
    }

    private static void raise(LiveVisitorsBuilder builder, Limit limit, int needed, Map<String, String> environment) {
        if (needed > 0 && !environment.containsKey("LIVEVISITORS_" + limit.name())) {
            builder.limit(limit, limit.defaultValue() + needed);
        }
    }

    @Override
    public void close() {
        pace.shutdownNow();
    }

    private void arrive() {
        Persona persona = Persona.random(random);
        List<Beacon> journey = Journey.plan(shopUrl, pixelId, persona, titles, random);
        next(persona, journey.iterator());
    }

    private void next(Persona persona, Iterator<Beacon> journey) {
        if (journey.hasNext()) {
            Beacon beacon = journey.next();
            later(() -> send(persona, beacon, journey), beacon.after().toMillis());
        } else {
            later(this::arrive, 1_000 + random.nextInt(MAX_PAUSE_MILLIS));
        }
    }

    private void send(Persona persona, Beacon beacon, Iterator<Beacon> journey) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .header("User-Agent", persona.userAgent())
                .header("Accept-Language", persona.language())
                .POST(HttpRequest.BodyPublishers.ofString(beacon.json()))
                .build();
        var unused = client.sendAsync(request, BodyHandlers.discarding())
                .whenCompleteAsync(
                        (response, failure) -> {
                            if (failure != null || response.statusCode() != 204) {
                                complain(failure != null ? failure.toString() : "status " + response.statusCode());
                            }
                            next(persona, journey);
                        },
                        pace);
    }

    /** Once: the shop goes on, with fewer shoppers than were asked for. */
    private void complain(String what) {
        if (!pace.isShutdown() && complained.compareAndSet(false, true)) {
            logger.log(System.Logger.Level.WARNING, "A simulated shopper was turned away: {0}", what);
        }
    }

    private void later(Runnable task, long millis) {
        try {
            var unused = pace.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The shop has closed.
        }
    }
}
