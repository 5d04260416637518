package io.livevisitors;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.privacy.Pseudonym;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/*
 * Concurrency. One lock owns everything below it: presence, roster, tabs, ledger, census, series. It is held for the
 * handful of map operations that an event takes, never while host code, I/O or another registry runs. Events leave
 * through PixelHub.enqueue, which only links them into a queue: they are enqueued under the lock, so their order is the
 * order of the changes, and they are delivered by others after it was released. A snapshot is enqueued the same way, so
 * it stands in the stream exactly between the events it contains and those it does not.
 */
/** Who is here on one pixel, for any number of threads. The rules are {@link Presence}'s, the lock is here. */
final class PixelRegistry {

    /** What became of a request's visits. */
    enum Outcome {
        TAKEN,
        OPTED_OUT,
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final TimeSource time;
    private final PixelHub hub;
    private final Ledger ledger;
    private final Presence presence;

    PixelRegistry(String pixelId, PresenceSettings settings, TimeSource time, PixelHub hub, Population population) {
        this.time = time;
        this.hub = hub;
        this.ledger = new Ledger(pixelId, settings, time, hub);
        this.presence = new Presence(settings, time, ledger, population);
    }

    /**
     * Applies the visits of one request, all or none.
     *
     * @param admitNewcomer asked once if the visits would make a new visitor; must not block
     */
    Outcome apply(List<Visit> visits, BooleanSupplier admitNewcomer) {
        Outcome outcome;
        lock.lock();
        try {
            long now = time.millis();
            presence.expire(now);
            outcome = admit(visits, admitNewcomer, now);
            if (outcome == Outcome.TAKEN) {
                visits.forEach(visit -> presence.apply(visit, now));
            } else if (outcome == Outcome.REFUSED) {
                ledger.refused(visits.size());
            }
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return outcome;
    }

    private Outcome admit(List<Visit> visits, BooleanSupplier admitNewcomer, long now) {
        if (visits.stream().anyMatch(presence::hasOptedOut)) {
            return Outcome.OPTED_OUT;
        }
        for (Visit visit : visits) {
            if (presence.isNewcomer(visit)) {
                boolean admitted = admitNewcomer.getAsBoolean() && presence.makeRoom(visit.network(), now);
                return admitted ? Outcome.TAKEN : Outcome.REFUSED;
            }
        }
        return Outcome.TAKEN;
    }

    /** Ends what is due. Called a few times a second, so that departures show without another visitor's help. */
    void expire() {
        lock.lock();
        try {
            presence.expire(time.millis());
            ledger.advance(time.millis());
        } finally {
            lock.unlock();
        }
        hub.deliver();
    }

    /** Erases a visitor by its token; false if nobody of that name is here. */
    boolean forget(String token) {
        boolean found;
        lock.lock();
        try {
            found = presence.forget(token, time.millis());
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return found;
    }

    /** Counts events refused before they came here. */
    void refused(int events) {
        lock.lock();
        try {
            ledger.refused(events);
        } finally {
            lock.unlock();
        }
    }

    boolean knowsTab(Pseudonym tab) {
        lock.lock();
        try {
            return presence.isOpen(tab);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing here waits for time to pass. */
    boolean isAtRest() {
        lock.lock();
        try {
            return presence.isAtRest();
        } finally {
            lock.unlock();
        }
    }

    /** People here now. */
    int count() {
        lock.lock();
        try {
            return ledger.count();
        } finally {
            lock.unlock();
        }
    }

    Totals totals() {
        Photograph taken;
        lock.lock();
        try {
            taken = ledger.photograph(time.millis());
        } finally {
            lock.unlock();
        }
        return taken.totals();
    }

    /** The visitors asked for, and the totals, of one moment. */
    LiveSnapshot snapshot(SnapshotQuery query) {
        SnapshotReader reader = new SnapshotReader(query);
        Photograph taken;
        lock.lock();
        try {
            taken = read(reader);
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return reader.snapshot(taken.totals());
    }

    /** A snapshot whose receiver is called in the stream of events, at the place where it was taken. */
    void snapshotInStream(SnapshotQuery query, Consumer<LiveSnapshot> receiver) {
        SnapshotReader reader = new SnapshotReader(query);
        lock.lock();
        try {
            Photograph taken = read(reader);
            hub.enqueue(() -> receiver.accept(reader.snapshot(taken.totals())));
        } finally {
            lock.unlock();
        }
        hub.deliver();
    }

    private Photograph read(SnapshotReader reader) {
        long now = time.millis();
        presence.expire(now);
        reader.read(presence.arrivals(), time.unixSeconds(), now);
        return ledger.photograph(now);
    }
}
