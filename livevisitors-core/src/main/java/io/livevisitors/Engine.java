package io.livevisitors;

import io.livevisitors.broadcast.Broadcaster;
import io.livevisitors.model.Journey;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.presence.InvalidQueryException;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Population;
import io.livevisitors.presence.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The live pixels, the threads that serve them, and the pulse that ends what is due. Thread-safe. The scheduler's one
 * thread runs timers and feeds, which do not block; host code has threads of its own.
 */
final class Engine implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Engine.class.getName());
    private static final long PULSE_MILLIS = 100;
    private static final long CLOSE_SECONDS = 5;
    private static final long HOST_CODE_SECONDS = 1;

    private final PacedLog directoryFailure;
    private final PacedLog pulseFailure;
    private final Settings settings;
    private final TimeSource time;
    private final List<Broadcaster> broadcasters;
    private final Counters counters = new Counters();
    private final Map<String, LivePixel> pixels = new ConcurrentHashMap<>();
    private final Population population;
    private final ScheduledExecutorService scheduler;
    private final @Nullable ExecutorService ownScheduler;
    private final @Nullable ExecutorService ownExecutor;
    private final OwnThreads threads = new OwnThreads();
    private final HostSubscribers hosts;
    private final ForgetTimer forgetting;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Engine(
            Settings settings,
            TimeSource time,
            List<Broadcaster> broadcasters,
            @Nullable ScheduledExecutorService givenScheduler,
            @Nullable Executor givenExecutor) {
        this.settings = settings;
        this.time = time.passingOverPauses();
        this.directoryFailure = pacedLog(Engine.class);
        this.pulseFailure = pacedLog(Engine.class);
        this.broadcasters = List.copyOf(broadcasters);
        this.population = new Population(settings.limit(Limit.VISITORS));
        ScheduledThreadPoolExecutor timers = givenScheduler == null ? newScheduler() : null;
        this.ownScheduler = timers;
        this.scheduler = givenScheduler == null ? Objects.requireNonNull(timers) : givenScheduler;
        ExecutorService ownThreads = givenExecutor == null ? newExecutor() : null;
        this.ownExecutor = ownThreads;
        Executor executor = givenExecutor == null ? Objects.requireNonNull(ownThreads) : givenExecutor;
        this.hosts = new HostSubscribers(
                new HostThreads(executor, scheduler, counters, time.ticker()), settings.limit(Limit.LISTENER_QUEUE));
        this.forgetting = new ForgetTimer(settings.anonymizer(), this.scheduler, counters, pacedLog(ForgetTimer.class));
        broadcasters.forEach(hosts::broadcastTo);
    }

    /** Runs what does not block. */
    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    Counters counters() {
        return counters;
    }

    HostSubscribers hosts() {
        return hosts;
    }

    PacedLog pacedLog(Class<?> owner) {
        return new PacedLog(owner, time.ticker());
    }

    /** The live pixel of that ID; null if the directory knows none. */
    @Nullable LivePixel find(String id) {
        Pixel known = pixel(id);
        if (known != null) {
            return live(id, known);
        }
        LivePixel gone = pixels.get(id);
        if (gone != null) {
            gone.known(null);
        }
        return null;
    }

    /** The live pixel of an ID that the directory knows, as it said just now. */
    LivePixel live(String id, Pixel known) {
        LivePixel live = pixels.get(id);
        if (live == null) {
            live = pixels.computeIfAbsent(id, absent -> newPixel(absent, known));
        }
        live.known(known);
        return live;
    }

    /** Whether the directory, which is the host's code, knows the pixel. */
    boolean isKnown(String id) {
        return pixel(id) != null;
    }

    /** What the directory says of a pixel; null if there is none, or the directory fails. */
    @Nullable Pixel pixel(String id) {
        try {
            return Pixel.isId(id) ? settings.pixels().find(id) : null;
        } catch (RuntimeException e) {
            counters.add("directory_failed");
            directoryFailure.log(Level.WARNING, "the pixel directory threw, which counts as no pixel", e);
            return null;
        }
    }

    /** All pixels of the directory; none if the directory fails. */
    Collection<Pixel> allPixels() {
        try {
            return settings.pixels().all();
        } catch (RuntimeException e) {
            counters.add("directory_failed");
            directoryFailure.log(Level.WARNING, "the pixel directory threw, which counts as no pixel", e);
            return List.of();
        }
    }

    /**
     * The visitors asked for, and the totals of their pixel; empty for a pixel that is not known.
     *
     * @throws SettingException if the query's limit or cursor is none
     */
    LiveSnapshot snapshot(SnapshotQuery query) {
        LivePixel pixel = find(query.pixelId());
        try {
            return (pixel == null ? newPixel(query.pixelId(), null) : pixel).snapshot(query);
        } catch (InvalidQueryException e) {
            throw new SettingException(e.part(), e.value(), e.remedy());
        }
    }

    Optional<Journey> journey(String pixelId, String token) {
        LivePixel pixel = find(pixelId);
        return pixel == null ? Optional.empty() : Optional.ofNullable(pixel.journey(token));
    }

    boolean forget(String token) {
        boolean found = false;
        for (LivePixel pixel : pixels.values()) {
            found |= pixel.registry().forget(token);
        }
        return found(found);
    }

    /** Also for a pixel that the directory does not know any more: who was counted on it may still be here. */
    boolean forget(String pixelId, String token) {
        LivePixel pixel = pixels.get(pixelId);
        return found(pixel != null && pixel.registry().forget(token));
    }

    /** That somebody was forgotten is itself remembered for a while, and ends by the pulse. */
    private boolean found(boolean forgotten) {
        if (forgotten) {
            beat();
        }
        return forgotten;
    }

    /** Whether a pixel shows totals alone; false for one that is not known. */
    boolean isAggregate(String pixelId) {
        LivePixel pixel = find(pixelId);
        return pixel != null && pixel.isAggregate();
    }

    /** Starts the pulse if it rests, and the timer of forgetting; called after every change. */
    void beat() {
        if (closed.get()) {
            return;
        }
        forgetting.start();
        if (!beating.get() && beating.compareAndSet(false, true)) {
            nextBeat();
        }
    }

    private void nextBeat() {
        try {
            var unused = scheduler.schedule(this::pulse, PULSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed between the question and the call.
            beating.set(false);
        }
    }

    private void pulse() {
        boolean atRest = true;
        for (LivePixel pixel : pixels.values()) {
            try {
                pixel.registry().expire();
                pixel.tellLimits();
                atRest &= pixel.registry().isAtRest();
            } catch (Throwable e) {
                // An Error too: the pulse must go on, or nobody would ever leave again.
                counters.add("pulse_failed");
                pulseFailure.log(Level.ERROR, "expiry of a pixel failed; the next pulse tries again", e);
                atRest = false;
            }
        }
        if (atRest) {
            beating.set(false);
            // Somebody may have come between the look and the end of the pulse.
            if (pixels.values().stream().anyMatch(pixel -> !pixel.registry().isAtRest())) {
                beat();
            }
        } else {
            nextBeat();
        }
    }

    private LivePixel newPixel(String id, @Nullable Pixel known) {
        PixelHub hub = new PixelHub(
                hosts, scheduler, time, counters, settings.limit(Limit.FEED_EVENTS_PER_SECOND), settings.statsMillis());
        PixelRegistry registry = new PixelRegistry(id, settings.presence(), time, hub, population);
        return new LivePixel(id, time, hub, registry, settings.limit(Limit.SNAPSHOT_BYTES), known, settings.mode());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        hosts.close();
        forgetting.close();
        if (ownScheduler != null) {
            ownScheduler.shutdownNow();
        }
        closeBroadcasters();
        if (ownExecutor != null) {
            close(ownExecutor);
        }
        threads.awaitEnd(Duration.ofSeconds(HOST_CODE_SECONDS));
    }

    /** Lets subscribers have what waits for them, and their end, but not for ever. */
    private static void close(ExecutorService executor) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(HOST_CODE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Broadcasters are host code: each may hang, so each is given a thread, and all together a few seconds. */
    private void closeBroadcasters() {
        if (broadcasters.isEmpty()) {
            return;
        }
        ExecutorService closer = Executors.newFixedThreadPool(broadcasters.size(), threads.named("livevisitors-close"));
        List<Callable<Void>> closings = new ArrayList<>();
        for (Broadcaster broadcaster : broadcasters) {
            closings.add(() -> {
                try {
                    broadcaster.close();
                } catch (Exception e) {
                    LOG.log(Level.WARNING, "the broadcaster " + broadcaster + " did not close", e);
                }
                return null;
            });
        }
        try {
            if (closer.invokeAll(closings, CLOSE_SECONDS, TimeUnit.SECONDS).stream()
                    .anyMatch(Future::isCancelled)) {
                LOG.log(Level.WARNING, "a broadcaster took longer than " + CLOSE_SECONDS + " s to close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closer.shutdownNow();
        }
    }

    private ScheduledThreadPoolExecutor newScheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, threads.named("livevisitors-feed"));
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }

    private ExecutorService newExecutor() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                threads.named("livevisitors-host"));
    }
}
