package io.livevisitors.jakarta;

import io.livevisitors.jakarta.Frame.Lane;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one connection: four lanes merged by age. Every operation but {@link #forget} takes time by the number
 * of channels at most, not by what waits. When full it loses the oldest single event first, then a snapshot, then
 * totals, never a reply; whose events were lost is remembered until it gets a new snapshot. Times are of
 * {@link System#nanoTime()}'s kind. Not thread-safe: its outbox guards it, and the readers' counters with it.
 */
final class OutboxQueue {

    /** Age of the oldest waiting frame from which a connection counts as slow and gets totals first. */
    private static final long SLOW_NANOS = 1_000_000_000L;

    private static final Lane[] LOSABLE = {Lane.SINGLE, Lane.SNAPSHOT, Lane.TOTALS};

    /** A frame taken out to be sent, with its number. */
    record Sending(Frame frame, long seq) {}

    private record Entry(Frame frame, @Nullable Reader reader, long order, long since) {}

    private final Map<Lane, ArrayDeque<Entry>> lanes = new EnumMap<>(Lane.class);
    private final Set<Reader> lossy = new LinkedHashSet<>();
    private long nextOrder;
    private long bytes;
    private int size;
    private boolean lostSinceEmpty;
    private long lostSince;

    OutboxQueue() {
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayDeque<>(2));
        }
    }

    /** Bytes of memory that what waits takes, as its frames count them. */
    long bytes() {
        return bytes;
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
            while (bytes > max && size > 1 && !lane(lane).isEmpty()) {
                lose(pop(lane));
                lost++;
            }
        }
        return lost;
    }

    /** The next to send; null if nothing waits. */
    @Nullable Sending poll(long now) {
        if (size == 0) {
            return null;
        }
        Entry entry = isSlow(now) ? pollTotals() : null;
        if (entry == null) {
            entry = pop(oldestLane());
        }
        if (size == 0) {
            lostSinceEmpty = false;
        }
        Reader reader = entry.reader;
        return new Sending(entry.frame, reader != null && entry.frame.isNumbered() ? number(entry.frame, reader) : 0);
    }

    /** Since when the oldest frame waits, the lost ones counted; {@code now} if nothing waits. */
    long waitingSince(long now) {
        long since = now;
        for (ArrayDeque<Entry> lane : lanes.values()) {
            Entry head = lane.peekFirst();
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
        lossy.clear();
        return readers;
    }

    /** Drops all that waits for a reader, without counting it as lost. */
    void forget(Reader reader) {
        for (Lane lane : LOSABLE) {
            lane(lane).removeIf(entry -> entry.reader == reader && discount(entry));
        }
        lossy.remove(reader);
        reader.snapshotWaits = false;
        reader.lostAfterSnapshot = 0;
    }

    /** Drops everything that may be lost. */
    void clearEvents() {
        for (Lane lane : LOSABLE) {
            lane(lane).removeIf(this::discount);
        }
        lossy.clear();
    }

    /** Drops everything. */
    void clear() {
        clearEvents();
        lane(Lane.REPLY).removeIf(this::discount);
    }

    private boolean replaceTotals(Frame frame, Reader reader) {
        ArrayDeque<Entry> totals = lane(Lane.TOTALS);
        for (int i = totals.size(); i > 0; i--) { // a full turn leaves the order as it was
            Entry entry = totals.removeFirst();
            if (entry.reader == reader && entry.frame.event().equals(frame.event())) {
                bytes += frame.bytes() - entry.frame.bytes();
                entry = new Entry(frame, reader, entry.order, entry.since);
                totals.addLast(entry);
                rotate(totals, i - 1);
                return true;
            }
            totals.addLast(entry);
        }
        return false;
    }

    private static void rotate(ArrayDeque<Entry> deque, int steps) {
        for (int i = 0; i < steps; i++) {
            deque.addLast(deque.removeFirst());
        }
    }

    private boolean isSlow(long now) {
        return !lossy.isEmpty() || now - waitingSince(now) > SLOW_NANOS;
    }

    /** Totals may go before older events, but not before the snapshot from which their reader counts. */
    private @Nullable Entry pollTotals() {
        for (Entry entry : lane(Lane.TOTALS)) {
            Reader reader = entry.reader;
            if (reader == null || (reader.started && !reader.snapshotWaits)) {
                lane(Lane.TOTALS).remove(entry);
                discount(entry);
                return entry;
            }
        }
        return null;
    }

    private Lane oldestLane() {
        Lane oldest = Lane.REPLY;
        long order = Long.MAX_VALUE;
        for (Map.Entry<Lane, ArrayDeque<Entry>> lane : lanes.entrySet()) {
            Entry head = lane.getValue().peekFirst();
            if (head != null && head.order < order) {
                order = head.order;
                oldest = lane.getKey();
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
        lossy.add(reader);
    }

    private void push(Entry entry) {
        lane(entry.frame.lane()).addLast(entry);
        bytes += entry.frame.bytes();
        size++;
    }

    private Entry pop(Lane lane) {
        Entry entry = lane(lane).removeFirst();
        discount(entry);
        return entry;
    }

    private boolean discount(Entry entry) {
        bytes -= entry.frame.bytes();
        size--;
        return true;
    }

    private ArrayDeque<Entry> lane(Lane lane) {
        ArrayDeque<Entry> entries = lanes.get(lane);
        if (entries == null) {
            throw new IllegalStateException("no lane " + lane);
        }
        return entries;
    }
}
