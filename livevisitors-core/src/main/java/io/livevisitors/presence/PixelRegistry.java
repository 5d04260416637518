package io.livevisitors.presence;

import io.livevisitors.model.Journey;
import io.livevisitors.model.LimitCounts;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.privacy.Pseudonym;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Concurrency. One lock owns everything below it: presence, roster, tabs, ledger, census, series. It is held for the
 * handful of map operations that an event takes, never while host code, I/O or another registry runs. Events leave
 * through EventStream.enqueue, which only links them into a queue: they are enqueued under the lock, so their order is the
 * order of the changes, and they are delivered by others after it was released. A snapshot is enqueued the same way, so
 * it stands in the stream exactly between the events it contains and those it does not.
 */
/** Who is here on one pixel, for any number of threads. The rules are {@link Presence}'s, the lock is here. */
public final class PixelRegistry {

    /** What became of a request's visits. */
    public enum Outcome {
        /** All were applied; those that come too late changed nothing. */
        TAKEN,
        /** None was applied: somebody among them opted out before. */
        OPTED_OUT,
        /** None was applied: a newcomer was not admitted, or nobody could make room for it. Counted as refused. */
        REFUSED
    }

    /** How long a reading waits before a part if events wait too, and how often at most: it must come to its end. */
    private static final long PAUSE_NANOS = 50_000;

    private static final int MAX_PAUSES = 20;

    /** Readings at a time: each costs every event a little. */
    private static final int MAX_READERS = 4;

    /** How many of the newest visitors a snapshot in the stream looks at. */
    private static final int IN_STREAM_VISITORS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore readers = new Semaphore(MAX_READERS);
    private final String pixelId;
    private final TextBudget budget;
    private final TimeSource time;
    private final EventStream stream;
    private final Ledger ledger;
    private final Presence presence;

    /**
     * A pixel on which nobody is yet.
     *
     * @param pixelId as events and snapshots name it
     * @param time the clocks, asked under the registry's lock
     * @param stream told of everything that happens here
     * @param population shared by all registries whose visitors are bounded together
     */
    public PixelRegistry(
            String pixelId, PresenceSettings settings, TimeSource time, EventStream stream, Population population) {
        this.pixelId = pixelId;
        this.budget = new TextBudget(settings.maxTextBytes());
        this.time = time;
        this.stream = stream;
        this.ledger = new Ledger(pixelId, settings, time, stream);
        this.presence = new Presence(settings, time, ledger, population);
    }

    /**
     * Applies the visits of one request, all or none.
     *
     * @param visits in the order in which they happened
     * @param admitNewcomer asked once if the visits would make a new visitor; must not block
     */
    public Outcome apply(List<Visit> visits, BooleanSupplier admitNewcomer) {
        List<Visit> fitted = visits.stream().map(budget::fit).toList();
        Outcome outcome;
        lock.lock();
        try {
            long now = time.runningMillis();
            presence.expire(now);
            outcome = admit(visits, admitNewcomer);
            if (outcome == Outcome.TAKEN) {
                fitted.forEach(visit -> presence.apply(visit, now));
                if (!fitted.equals(visits)) {
                    ledger.trimmed();
                }
            } else if (outcome == Outcome.REFUSED) {
                ledger.refused(visits.size());
            }
        } finally {
            presence.givePlaceBack();
            lock.unlock();
        }
        stream.deliver();
        return outcome;
    }

    private Outcome admit(List<Visit> visits, BooleanSupplier admitNewcomer) {
        if (visits.stream().anyMatch(presence::hasOptedOut)) {
            return Outcome.OPTED_OUT;
        }
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            if (presence.isNewcomer(visit) && visits.subList(0, i).stream().noneMatch(visit::isOvertakenBy)) {
                boolean admitted = admitNewcomer.getAsBoolean() && presence.makeRoom(visit);
                return admitted ? Outcome.TAKEN : Outcome.REFUSED;
            }
        }
        return Outcome.TAKEN;
    }

    /** Ends what is due. Called a few times a second, so that departures show without another visitor's help. */
    public void expire() {
        lock.lock();
        try {
            presence.expire(time.runningMillis());
            ledger.advance();
        } finally {
            lock.unlock();
        }
        stream.deliver();
    }

    /** Erases a visitor by its token; false if nobody of that name is here. */
    public boolean forget(String token) {
        boolean found;
        lock.lock();
        try {
            found = presence.forget(token, time.runningMillis());
        } finally {
            lock.unlock();
        }
        stream.deliver();
        return found;
    }

    /** Counts events, 0 or more, refused before they came here. */
    public void refused(int events) {
        lock.lock();
        try {
            ledger.refused(events);
        } finally {
            lock.unlock();
        }
        stream.deliver();
    }

    /** Whether a tab is open here. */
    public boolean knowsTab(Pseudonym tab) {
        lock.lock();
        try {
            return presence.isOpen(tab);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing here waits for time to pass. */
    public boolean isAtRest() {
        lock.lock();
        try {
            return presence.isAtRest();
        } finally {
            lock.unlock();
        }
    }

    /** People here now. */
    public int count() {
        lock.lock();
        try {
            return ledger.count();
        } finally {
            lock.unlock();
        }
    }

    /** What the limits cost so far. */
    public LimitCounts limits() {
        lock.lock();
        try {
            return ledger.limits();
        } finally {
            lock.unlock();
        }
    }

    /** The totals of now. */
    public Totals totals() {
        Photograph taken;
        lock.lock();
        try {
            taken = ledger.photograph();
        } finally {
            lock.unlock();
        }
        return taken.totals();
    }

    /** The pages that a visitor opened during its stay; null if nobody of that token is here. */
    public @Nullable Journey journey(String token) {
        List<Journey.Page> pages;
        lock.lock();
        try {
            long now = time.runningMillis();
            presence.expire(now);
            pages = presence.journey(token, now);
        } finally {
            lock.unlock();
        }
        stream.deliver();
        return pages == null ? null : new Journey(pixelId, token, pages, time.unixSeconds());
    }

    /**
     * The visitors asked for, and the totals, of one moment. However many visitors there are, events wait for a small
     * part of the reading alone.
     *
     * @throws InvalidQueryException if the query's limit or cursor is none
     */
    public LiveSnapshot snapshot(SnapshotQuery query) {
        Reading reading = new Reading(query);
        readers.acquireUninterruptibly();
        try {
            read(reading);
        } finally {
            readers.release();
        }
        return reading.snapshot();
    }

    private void read(Reading reading) {
        letEventsPass();
        lock.lock();
        try {
            begin(reading);
            if (!reading.isComplete()) {
                ledger.follow(reading);
            }
        } finally {
            lock.unlock();
        }
        stream.deliver();
        if (!reading.isComplete()) {
            finish(reading);
        }
    }

    /**
     * A snapshot whose receiver is called in the stream of events, at the place where it was taken. It holds what was
     * found of the visitors asked for among the newest {@value #IN_STREAM_VISITORS}: it is read at once, so that no
     * number of dashboards that come together can hold up events or the stream.
     *
     * @param receiver called by whoever hands the stream on, without the registry's lock
     * @throws InvalidQueryException if the query's limit or cursor is none
     */
    public void snapshotInStream(SnapshotQuery query, Consumer<LiveSnapshot> receiver) {
        Reading reading = new Reading(query);
        lock.lock();
        try {
            begin(reading);
            for (int read = Reading.PART; read < IN_STREAM_VISITORS && !reading.isComplete(); read += Reading.PART) {
                reading.advance();
            }
            reading.end();
            stream.enqueue(() -> receiver.accept(reading.snapshot()));
        } finally {
            lock.unlock();
        }
        stream.deliver();
    }

    private void begin(Reading reading) {
        long now = time.runningMillis();
        presence.expire(now);
        reading.begin(presence.roster(), ledger.photograph(), time.unixSeconds(), now);
        reading.advance();
    }

    /** Reads on part by part, while the registry tells the reading of every change. */
    private void finish(Reading reading) {
        try {
            while (!reading.isComplete()) {
                letEventsPass();
                lock.lock();
                try {
                    reading.advance();
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            lock.lock();
            try {
                ledger.unfollow(reading);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The lock goes to whoever is awake, which a thread that waits for it is not: give those who wait the time to be. */
    private void letEventsPass() {
        for (int pause = 0; pause < MAX_PAUSES && lock.hasQueuedThreads(); pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
