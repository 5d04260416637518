package io.livevisitors;

import io.livevisitors.model.TotalsChanged;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.presence.EventStream;
import io.livevisitors.presence.TimeSource;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Concurrency. Registries enqueue under their lock, anybody may ask for delivery, one thread at a time drains: whoever
 * moves `work` from zero hands one drain to the scheduler's thread, and it goes on until `work` is zero again. The
 * sampler, the time of the last totals and the timers set are touched by the drain alone. Readers must not block, so the
 * drain never waits; host code has its own queues and threads (HostSubscribers).
 */
/**
 * The stream of one pixel's events on its way out: to dashboards, sampled and paced, and to the host's own code, whole.
 * Bounded: if events come faster than they can be handed on, the oldest rule of a stream is kept (order) and the newest
 * are dropped; readers are then given a snapshot to start anew from.
 */
final class PixelHub implements EventStream {

    private static final int MAX_WAITING = 65_536;
    /** Items handed on in one turn, so that a busy pixel lets others have theirs. */
    private static final int TURN = 256;

    /** What the hub asks of the registry behind it. */
    interface Source {
        /** Whether totals alone may be told, and no single event. */
        boolean isAggregate();

        /** Exactly the visitors here now. */
        int count();

        TotalsChanged totals();

        void snapshotInStream(FeedReader receiver);

        /** The public number as text; null if the pixel is not public now. */
        @Nullable String publicCount();
    }

    private final HostSubscribers hosts;
    private final ScheduledExecutorService scheduler;
    private final TimeSource time;
    private final Counters counters;
    private final long statsMillis;
    private final Sampler sampler;

    private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicBoolean totalsDirty = new AtomicBoolean();
    private final PacedLog failure;
    private final AtomicLong sampled = new AtomicLong();
    private final List<FeedReader> readers = new CopyOnWriteArrayList<>();
    private final List<FeedReader> publicReaders = new CopyOnWriteArrayList<>();
    private final List<CountWatch> watches = new CopyOnWriteArrayList<>();
    private final AtomicBoolean crossed = new AtomicBoolean();
    private volatile Source source = NoSource.INSTANCE;

    // Owned by the drain.
    private long lastTotalsAt = Long.MIN_VALUE / 2;
    private boolean totalsTimerSet;
    private boolean sampleTimerSet;
    private String lastPublicCount = "";

    PixelHub(
            HostSubscribers hosts,
            ScheduledExecutorService scheduler,
            TimeSource time,
            Counters counters,
            int ceiling,
            long statsMillis) {
        this.hosts = hosts;
        this.scheduler = scheduler;
        this.time = time;
        this.counters = counters;
        this.sampler = new Sampler(ceiling);
        this.statsMillis = statsMillis;
        this.failure = new PacedLog(PixelHub.class, time.ticker());
    }

    /** Connects the registry; before the first event. */
    void connect(Source source) {
        this.source = source;
    }

    @Override
    public boolean isWatched() {
        return hasReaders() && !source.isAggregate();
    }

    /** Whether anybody wants totals, who wants single events as well unless the mode keeps them back. */
    private boolean hasReaders() {
        return !readers.isEmpty() || !hosts.isEmpty();
    }

    @Override
    public long sampled() {
        return sampled.get();
    }

    void add(FeedReader reader) {
        readers.add(reader);
    }

    void remove(FeedReader reader) {
        readers.remove(reader);
        // What waits for room was meant for those who read then; the next one starts from a snapshot.
        link((Runnable) () -> {
            if (readers.isEmpty()) {
                sampler.clear();
            }
        });
        deliver();
    }

    /** Gives all readers a snapshot to go on from: what they may see is another than before. */
    void startAnew() {
        link((Runnable) () -> {
            sampler.clear();
            source.snapshotInStream(message -> tell(readers, message));
        });
        deliver();
    }

    void addPublic(FeedReader reader) {
        publicReaders.add(reader);
    }

    void removePublic(FeedReader reader) {
        publicReaders.remove(reader);
    }

    /** Has a watch look at every count from the one of now on. */
    void add(CountWatch watch) {
        watches.add(watch);
        watch.begin(source.count());
    }

    void remove(CountWatch watch) {
        watches.remove(watch);
    }

    // ---------------------------------------------------------------- called under the registry's lock

    @Override
    public void enqueue(VisitorEvent event) {
        if (waitingCount.get() >= MAX_WAITING) {
            lost.set(true);
            counters.add("feed_dropped");
            return;
        }
        link(event);
    }

    @Override
    public void enqueue(Runnable action) {
        link(action);
    }

    /** Watches see every single count: this one before the next change. */
    @Override
    public void totalsChanged() {
        if (!totalsDirty.get()) {
            totalsDirty.set(true);
        }
        for (CountWatch watch : watches) {
            if (watch.look(source.count())) {
                crossed.set(true);
            }
        }
    }

    private void link(Object item) {
        waitingCount.incrementAndGet();
        waiting.add(item);
    }

    // ---------------------------------------------------------------- called without any lock

    @Override
    public void deliver() {
        boolean wanted = !waiting.isEmpty() || (totalsDirty.get() && (hasReaders() || !publicReaders.isEmpty()));
        if ((wanted || crossed.get()) && work.getAndIncrement() == 0) {
            start();
        }
    }

    private void start() {
        try {
            scheduler.execute(this::drain);
        } catch (RejectedExecutionException e) {
            // Closed: nobody is there to be told.
            waiting.clear();
            waitingCount.set(0);
            work.set(0);
        }
    }

    private void drain() {
        int seen = work.get();
        try {
            turn();
        } catch (Throwable e) {
            // An Error too: whatever one reader does, the stream goes on for the others.
            failed(e);
        } finally {
            int wanted = waiting.isEmpty() ? work.addAndGet(-seen) : work.get();
            if (wanted != 0) {
                start();
            }
        }
    }

    private void turn() {
        if (crossed.getAndSet(false)) {
            watches.forEach(CountWatch::deliver);
        }
        List<VisitorEvent> passing = new ArrayList<>();
        for (int i = 0; i < TURN; i++) {
            Object item = waiting.poll();
            if (item == null) {
                break;
            }
            waitingCount.decrementAndGet();
            if (item instanceof VisitorEvent event) {
                takeOut(event, passing);
            } else if (item instanceof Runnable action) {
                send(passing);
                action.run();
            }
        }
        sampler.release(time.millis(), passing);
        send(passing);
        recover();
        if (sampled.getAndSet(sampler.sampled()) != sampler.sampled()) {
            totalsDirty.set(true);
        }
        sendTotals();
        setTimers();
    }

    /** Hands a single event on, unless the mode became a stricter one while it waited. */
    private void takeOut(VisitorEvent event, List<VisitorEvent> passing) {
        if (source.isAggregate()) {
            return;
        }
        hosts.publish(event);
        if (!readers.isEmpty()) {
            sampler.offer(event, time.millis(), passing);
        }
    }

    private void send(List<VisitorEvent> passing) {
        if (source.isAggregate()) {
            passing.clear();
        }
        for (VisitorEvent event : passing) {
            FeedMessage message = new FeedMessage(event.name(), event.toJson(), false);
            tell(readers, message);
        }
        passing.clear();
    }

    /** One reader that throws is counted and logged, and keeps nothing from the others. */
    private void tell(List<FeedReader> to, FeedMessage message) {
        for (FeedReader reader : to) {
            try {
                reader.onMessage(message);
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    private void failed(Throwable e) {
        counters.add("feed_failed");
        failure.log(Level.ERROR, "a reader of a feed threw; the feed goes on", e);
    }

    /** After a loss everybody starts anew from a snapshot. */
    private void recover() {
        if (waitingCount.get() < MAX_WAITING / 2 && lost.compareAndSet(true, false)) {
            sampler.clear();
            source.snapshotInStream(message -> tell(readers, message));
        }
    }

    private void sendTotals() {
        if (time.millis() - lastTotalsAt < statsMillis || !totalsDirty.getAndSet(false)) {
            return;
        }
        lastTotalsAt = time.millis();
        if (hasReaders()) {
            TotalsChanged totals = source.totals();
            hosts.publish(totals);
            if (!readers.isEmpty()) {
                FeedMessage message = new FeedMessage(totals.name(), totals.toJson(), true);
                tell(readers, message);
            }
        }
        if (!publicReaders.isEmpty()) {
            sendPublicCount();
        }
    }

    /**
     * Tells the public number if it is another than was told last. To be called in the stream before somebody is given the
     * number of now: all public readers then know the same, and what changes after that is news to each of them.
     */
    void sendPublicCount() {
        String count = source.publicCount();
        if (count != null && !count.equals(lastPublicCount)) {
            lastPublicCount = count;
            FeedMessage message = new FeedMessage(LivePixel.PUBLIC_COUNT, count, true);
            tell(publicReaders, message);
        }
    }

    private void setTimers() {
        long now = time.millis();
        if (totalsDirty.get() && !totalsTimerSet) {
            totalsTimerSet = after(lastTotalsAt + statsMillis - now, () -> totalsTimerSet = false);
        }
        if (!sampler.isIdle() && !sampleTimerSet) {
            sampleTimerSet = after(sampler.millisToRoom(now), () -> sampleTimerSet = false);
        }
    }

    /** Has another turn taken after a time; {@code first} runs in it. */
    private boolean after(long millis, Runnable first) {
        try {
            var unused = scheduler.schedule(
                    () -> {
                        link(first);
                        deliver();
                    },
                    Math.max(1, millis),
                    TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            // Closed: nobody is there to be told.
            return true;
        }
    }

    private enum NoSource implements Source {
        INSTANCE;

        @Override
        public boolean isAggregate() {
            throw new IllegalStateException("no registry is connected");
        }

        @Override
        public int count() {
            throw new IllegalStateException("no registry is connected");
        }

        @Override
        public TotalsChanged totals() {
            throw new IllegalStateException("no registry is connected");
        }

        @Override
        public void snapshotInStream(FeedReader receiver) {
            throw new IllegalStateException("no registry is connected");
        }

        @Override
        public String publicCount() {
            throw new IllegalStateException("no registry is connected");
        }
    }
}
