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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Concurrency. One lock owns everything below it: presence, roster, tabs, ledger, census, series. It is held for the
 * handful of map operations that an event takes, never while host code, I/O or another registry runs.
 *
 * What known tabs send does not wait for it, which is what nearly all requests bring: whoever finds it taken hands the
 * visits over, see CombiningLock. Should a tab end in this moment, what it sent is that of a newcomer then, and if there is
 * no room for one it is counted as refused, though it was answered as taken. What would make a new visitor waits, because
 * its answer depends on whether there is room; and so does an opt-out, which is done when it is answered.
 *
 * Whether a tab is open is asked without the lock, see PseudonymTable.peek: a yes is believed, a no is asked again.
 *
 * Events leave through EventStream.enqueue, which only links them into a queue: they are enqueued under the lock, so their
 * order is the order of the changes, and they are delivered by others after it was released. A snapshot is enqueued the
 * same way, so it stands in the stream exactly between the events it contains and those it does not.
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

    /**
     * The visits of one request.
     *
     * @param fitted the same with their texts cut to what is kept
     * @param admitNewcomer asked under the lock, should one of their tabs be gone by then
     * @param outcome told what became of them, under the lock
     */
    private record Handed(
            List<Visit> visits, List<Visit> fitted, BooleanSupplier admitNewcomer, Consumer<Outcome> outcome) {}

    private final CombiningLock<Handed> lock;
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
        this.lock = new CombiningLock<>(
                handed -> handed.outcome().accept(apply(handed.visits(), handed.fitted(), handed.admitNewcomer())),
                stream::deliver);
    }

    /**
     * Applies the visits of one request, all or none, and waits until they are.
     *
     * @param visits in the order in which they happened
     * @param admitNewcomer asked once if the visits would make a new visitor; must not block
     */
    public Outcome apply(List<Visit> visits, BooleanSupplier admitNewcomer) {
        List<Visit> fitted = fitted(visits);
        lock.enter();
        try {
            return apply(visits, fitted, admitNewcomer);
        } finally {
            lock.leave();
        }
    }

    /**
     * Applies the visits of one request, all or none. Waits for nobody if they are of known tabs and none opts out: if another
     * thread is at work here, that one applies them, before anybody sees this pixel again.
     *
     * @param visits in the order in which they happened
     * @param admitNewcomer asked once if the visits would make a new visitor; must not block
     * @param handed told what became of visits that another thread applied; called under the registry's lock, so it must
     *     not block
     * @return what became of them; {@link Outcome#TAKEN} if another thread is to apply them
     */
    public Outcome applyOrHandOver(List<Visit> visits, BooleanSupplier admitNewcomer, Consumer<Outcome> handed) {
        List<Visit> fitted = fitted(visits);
        if (!lock.tryEnter()) {
            if (areOfKnownTabs(visits) && lock.handOver(new Handed(visits, fitted, admitNewcomer, handed))) {
                return Outcome.TAKEN;
            }
            lock.enter();
        }
        try {
            return apply(visits, fitted, admitNewcomer);
        } finally {
            lock.leave();
        }
    }

    /** The visits as they are kept; the same list if nothing is too long, as it is of most. */
    private List<Visit> fitted(List<Visit> visits) {
        boolean fits = true;
        for (int i = 0; i < visits.size() && fits; i++) {
            fits = budget.fits(visits.get(i));
        }
        return fits ? visits : visits.stream().map(budget::fit).toList();
    }

    /** Under the lock. */
    private Outcome apply(List<Visit> visits, List<Visit> fitted, BooleanSupplier admitNewcomer) {
        try {
            long now = time.runningMillis();
            presence.expire(now);
            Outcome outcome = admit(visits, admitNewcomer);
            if (outcome == Outcome.TAKEN) {
                for (Visit visit : fitted) {
                    presence.apply(visit, now);
                }
                if (!fitted.equals(visits)) {
                    ledger.trimmed();
                }
            } else if (outcome == Outcome.REFUSED) {
                ledger.refused(visits.size());
            }
            return outcome;
        } finally {
            presence.givePlaceBack();
        }
    }

    private boolean areOfKnownTabs(List<Visit> visits) {
        for (Visit visit : visits) {
            Pseudonym tab = visit.who().tab();
            if (visit.type() == EventType.OPT_OUT || tab == null || !presence.isOpenAtAGlance(tab)) {
                return false;
            }
        }
        return true;
    }

    private Outcome admit(List<Visit> visits, BooleanSupplier admitNewcomer) {
        for (Visit visit : visits) {
            if (presence.hasOptedOut(visit)) {
                return Outcome.OPTED_OUT;
            }
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
        lock.enter();
        try {
            presence.expire(time.runningMillis());
            ledger.advance();
        } finally {
            lock.leave();
        }
    }

    /** Erases a visitor by its token; false if nobody of that name is here. */
    public boolean forget(String token) {
        boolean found;
        lock.enter();
        try {
            found = presence.forget(token, time.runningMillis());
        } finally {
            lock.leave();
        }
        return found;
    }

    /** Counts events, 0 or more, refused before they came here. */
    public void refused(int events) {
        lock.enter();
        try {
            ledger.refused(events);
        } finally {
            lock.leave();
        }
    }

    /** Whether a tab is open here. Waits for nobody if it is, and was for longer than this moment. */
    public boolean knowsTab(Pseudonym tab) {
        if (presence.isOpenAtAGlance(tab)) {
            return true;
        }
        lock.enter();
        try {
            return presence.isOpen(tab);
        } finally {
            lock.leave();
        }
    }

    /** Whether nothing here waits for time to pass. */
    public boolean isAtRest() {
        lock.enter();
        try {
            return presence.isAtRest();
        } finally {
            lock.leave();
        }
    }

    /** People here now. */
    public int count() {
        lock.enter();
        try {
            return ledger.count();
        } finally {
            lock.leave();
        }
    }

    /** What the limits cost so far. */
    public LimitCounts limits() {
        lock.enter();
        try {
            return ledger.limits();
        } finally {
            lock.leave();
        }
    }

    /** The totals of now. */
    public Totals totals() {
        Photograph taken;
        lock.enter();
        try {
            taken = ledger.photograph();
        } finally {
            lock.leave();
        }
        return taken.totals();
    }

    /** The pages that a visitor opened during its stay; null if nobody of that token is here. */
    public @Nullable Journey journey(String token) {
        List<Journey.Page> pages;
        lock.enter();
        try {
            long now = time.runningMillis();
            presence.expire(now);
            pages = presence.journey(token, now);
        } finally {
            lock.leave();
        }
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
        lock.enter();
        try {
            begin(reading);
            if (!reading.isComplete()) {
                ledger.follow(reading);
            }
        } finally {
            lock.leave();
        }
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
        lock.enter();
        try {
            begin(reading);
            for (int read = Reading.PART; read < IN_STREAM_VISITORS && !reading.isComplete(); read += Reading.PART) {
                reading.advance();
            }
            reading.end();
            stream.enqueue(() -> receiver.accept(reading.snapshot()));
        } finally {
            lock.leave();
        }
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
                lock.enter();
                try {
                    reading.advance();
                } finally {
                    lock.leave();
                }
            }
        } finally {
            lock.enter();
            try {
                ledger.unfollow(reading);
            } finally {
                lock.leave();
            }
        }
    }

    /** The lock goes to whoever is awake, which a thread that waits for it is not: give those who wait the time to be. */
    private void letEventsPass() {
        for (int pause = 0; pause < MAX_PAUSES && lock.isWaitedFor(); pause++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
