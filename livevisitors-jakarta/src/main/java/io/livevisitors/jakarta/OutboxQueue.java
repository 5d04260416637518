package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Frame.Lane;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection: four lanes merged by age. Every operation but {@link #forget} takes time by the number
 * of channels at most, not by what waits. When full it loses the oldest single event first, then a snapshot, then
 * totals, never a reply; whose events were lost is remembered until it gets a new snapshot. Times are of
 * {@link System#nanoTime()}'s kind. Thousands of connections are silent, so one that waits for nothing holds next to
 * nothing. Not thread-safe: its outbox guards it, and the readers' counters with it.
 */
final class OutboxQueue {

    /** Age of the oldest waiting frame from which a connection counts as slow and gets totals first. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    private static final Lane[] LANES = Lane.values();
    private static final Lane[] LOSABLE = {Lane.SINGLE, Lane.SNAPSHOT, Lane.TOTALS};

    /** A frame taken out to be sent, with its number. */
    record Sending(Frame frame, long seq) {

        String text() {
            return frame.text(seq);
        }
    }

    /** A frame that waits, and the one behind it in its lane. */
    private static final class Entry {

        private Frame frame;
        private final @Nullable Reader reader;
        private final long order;
        private final long since;
        private @Nullable Entry next;

        Entry(Frame frame, @Nullable Reader reader, long order, long since) {
            this.frame = frame;
            this.reader = reader;
            this.order = order;
            this.since = since;
        }
    }

    // By the ordinals of lanes.
    private final @Nullable Entry[] first = new Entry[LANES.length];
    private final @Nullable Entry[] last = new Entry[LANES.length];

    private Set<Reader> lossy = Set.of();
    private long nextOrder;
    private long bytes;
    private int size;
    private boolean lostSinceEmpty;
    private long lostSince;

    /** Bytes of memory that what waits takes, as its frames count them. */
    long bytes() {
        return bytes;
    }

    /** Whether nothing waits, not even a reader for a new snapshot. */
    boolean isIdle() {
        return size == 0 && lossy.isEmpty();
    }

    /** Whether replies alone are beyond {@code max} bytes, {@link #trim} having lost the rest. */
    boolean isFlooded(long max) {
        return bytes > max && size > 1;
    }

    /**
     * Puts a frame at the end.
     *
     * @param reader whose it is, and in whose count if it has a number; null for an answer to the connection
     */
    void add(Frame frame, @Nullable Reader reader, long now) {
        if (reader != null && frame.isNumbered()) {
            if (frame.lane() == Lane.SNAPSHOT) {
                forget(reader); // the snapshot contains all that came before it
                reader.snapshotWaits = true;
            } else if (!reader.started && !reader.snapshotWaits) {
                return; // no snapshot yet, or it was lost: the one to come will contain this
            } else if (frame.lane() == Lane.TOTALS && replaceTotals(frame, reader)) {
                return;
            }
        }
        push(new Entry(frame, reader, nextOrder++, now));
    }

    /** Loses what is beyond {@code max} bytes; what is left alone in the queue may be longer. Returns how many. */
    int trim(long max) {
        int lost = 0;
        for (Lane lane : LOSABLE) {
            for (Entry entry = head(lane); bytes > max && size > 1 && entry != null; entry = head(lane)) {
                pop(lane, entry);
                lose(entry);
                lost++;
            }
        }
        return lost;
    }

    /**
     * The next to send, in their order: the first, whatever its length, and what comes behind it within the bounds. Empty
     * if nothing waits.
     *
     * @param maxFrames at least 1
     * @param maxBytes of memory
     */
    List<Sending> poll(long now, int maxFrames, long maxBytes) {
        Sending next = poll(now, Long.MAX_VALUE);
        if (next == null) {
            return List.of();
        }
        if (maxFrames == 1 || size == 0) {
            return List.of(next);
        }
        List<Sending> sendings = new ArrayList<>(Math.min(maxFrames, size + 1));
        for (long room = maxBytes; next != null; next = sendings.size() < maxFrames ? poll(now, room) : null) {
            sendings.add(next);
            room -= next.frame().bytes();
        }
        return sendings;
    }

    private @Nullable Sending poll(long now, long room) {
        Entry entry = next(now);
        if (entry == null || entry.frame.bytes() > room) {
            return null;
        }
        remove(entry);
        if (size == 0) {
            lostSinceEmpty = false;
        }
        Reader reader = entry.reader;
        return new Sending(entry.frame, reader != null && entry.frame.isNumbered() ? number(entry.frame, reader) : 0);
    }

    /** Since when the oldest frame waits, the lost ones counted; {@code now} if nothing waits. */
    long waitingSince(long now) {
        if (size == 0) {
            return now;
        }
        long since = now;
        for (Entry head : first) {
            if (head != null && head.since - since < 0) {
                since = head.since;
            }
        }
        return lostSinceEmpty && lostSince - since < 0 ? lostSince : since;
    }

    /** Readers that lost something and have room for a snapshot now; each is told once for a loss. */
    List<Reader> takeLossy(long max) {
        if (lossy.isEmpty() || bytes > max / 2) {
            return List.of();
        }
        List<Reader> readers = List.copyOf(lossy);
        lossy = Set.of();
        return readers;
    }

    /** Drops all that waits for a reader, without counting it as lost. */
    void forget(Reader reader) {
        for (Lane lane : LOSABLE) {
            removeIf(lane, entry -> entry.reader == reader);
        }
        if (lossy.contains(reader)) {
            lossy.remove(reader);
        }
        reader.snapshotWaits = false;
        reader.lostAfterSnapshot = 0;
    }

    /** Drops everything that may be lost. */
    void clearEvents() {
        for (Lane lane : LOSABLE) {
            removeIf(lane, entry -> true);
        }
        lossy = Set.of();
    }

    /** Drops everything. */
    void clear() {
        clearEvents();
        removeIf(Lane.REPLY, entry -> true);
    }

    private boolean replaceTotals(Frame frame, Reader reader) {
        for (Entry entry = head(Lane.TOTALS); entry != null; entry = entry.next) {
            if (entry.reader == reader && entry.frame.event().equals(frame.event())) {
                bytes += frame.bytes() - entry.frame.bytes();
                entry.frame = frame;
                return true;
            }
        }
        return false;
    }

    private @Nullable Entry next(long now) {
        if (size == 0) {
            return null;
        }
        Entry totals = isSlow(now) ? sendableTotals() : null;
        return totals == null ? oldest() : totals;
    }

    private boolean isSlow(long now) {
        return !lossy.isEmpty() || now - waitingSince(now) > SLOW_NANOS;
    }

    /** Totals may go before older events, but not before the snapshot from which their reader counts. */
    private @Nullable Entry sendableTotals() {
        for (Entry entry = head(Lane.TOTALS); entry != null; entry = entry.next) {
            Reader reader = entry.reader;
            if (reader == null || (reader.started && !reader.snapshotWaits)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable Entry oldest() {
        Entry oldest = null;
        for (Entry head : first) {
            if (head != null && (oldest == null || head.order < oldest.order)) {
                oldest = head;
            }
        }
        return oldest;
    }

    private static long number(Frame frame, Reader reader) {
        long seq = ++reader.seq;
        if (frame.lane() == Lane.SNAPSHOT) {
            reader.started = true;
            reader.snapshotWaits = false;
            reader.seq += reader.lostAfterSnapshot;
            reader.lostAfterSnapshot = 0;
        }
        return seq;
    }

    private void lose(Entry entry) {
        if (!lostSinceEmpty || entry.since - lostSince < 0) {
            lostSinceEmpty = true;
            lostSince = entry.since;
        }
        Reader reader = entry.reader;
        if (reader == null || !entry.frame.isNumbered()) {
            return;
        }
        if (entry.frame.lane() == Lane.SNAPSHOT) {
            if (!reader.started) {
                forget(reader);
            }
            reader.snapshotWaits = false;
            reader.seq += reader.lostAfterSnapshot + 1;
            reader.lostAfterSnapshot = 0;
        } else if (reader.snapshotWaits) {
            reader.lostAfterSnapshot++;
        } else {
            reader.seq++;
        }
        if (lossy.isEmpty()) {
            lossy = new LinkedHashSet<>(2);
        }
        lossy.add(reader);
    }

    private @Nullable Entry head(Lane lane) {
        return first[lane.ordinal()];
    }

    private void push(Entry entry) {
        int lane = entry.frame.lane().ordinal();
        Entry before = last[lane];
        if (before == null) {
            first[lane] = entry;
        } else {
            before.next = entry;
        }
        last[lane] = entry;
        bytes += entry.frame.bytes();
        size++;
    }

    /** Takes out the head of its lane, or totals from among theirs. */
    private void remove(Entry entry) {
        Lane lane = entry.frame.lane();
        if (head(lane) == entry) {
            pop(lane, entry);
        } else {
            removeIf(lane, other -> other == entry);
        }
    }

    private void pop(Lane lane, Entry head) {
        first[lane.ordinal()] = head.next;
        if (head.next == null) {
            last[lane.ordinal()] = null;
        }
        discount(head);
    }

    private void removeIf(Lane lane, Predicate<Entry> out) {
        Entry kept = null;
        for (Entry entry = head(lane); entry != null; entry = entry.next) {
            if (!out.test(entry)) {
                kept = entry;
                continue;
            }
            if (kept == null) {
                first[lane.ordinal()] = entry.next;
            } else {
                kept.next = entry.next;
            }
            discount(entry);
        }
        last[lane.ordinal()] = kept;
    }

    private void discount(Entry entry) {
        bytes -= entry.frame.bytes();
        size--;
    }
}
