package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * Entries by their pseudonym. The entries are their own nodes, and the table is enlarged a few buckets at a time, so
 * that no single event pays for a million others. Pseudonyms are keyed hashes, so no
 * sender can choose the bucket. Owned by the registry's lock; only {@link #peek} may be called without it.
 */
final class PseudonymTable<E extends PseudonymTable.Entry<E>> {

    private static final int MIN_BUCKETS = 16;

    /** Buckets moved with each change while the table is being resized; with two, a move ends before the next begins. */
    private static final int MOVED_AT_ONCE = 4;

    /** Entries that {@link #peek} looks at: one bucket has a few. */
    private static final int MAX_STEPS = 64;

    private @Nullable Entry<E>[] buckets = newBuckets(MIN_BUCKETS);
    /** The buckets before a resize, those below {@link #moved} empty; null if none is under way. */
    private @Nullable Entry<E> @Nullable [] old;

    private int moved;
    private int size;

    /** What is kept under a pseudonym; in one table at a time. */
    abstract static class Entry<E extends Entry<E>> extends Lineup.Member<E> {

        private long high;
        private long low;
        private @Nullable Entry<E> next;

        Entry(Pseudonym id) {
            this.high = id.high();
            this.low = id.low();
        }

        final Pseudonym id() {
            return new Pseudonym(high, low);
        }

        final boolean is(@Nullable Pseudonym id) {
            return id != null && id.low() == low && id.high() == high;
        }
    }

    @SuppressWarnings("unchecked") // only entries of the type E are ever put in
    @Nullable E get(Pseudonym id) {
        for (Entry<E> entry = bucketsOf(id.low())[indexOf(id.low())]; entry != null; entry = entry.next) {
            if (entry.is(id)) {
                return (E) entry;
            }
        }
        return null;
    }

    /**
     * The entry of a pseudonym, looked for while others may change the table. Who is found was in the table a moment ago.
     * Who is not found may be there all the same, if it is just being added, moved or made room for: ask {@link #get}.
     *
     * <p>The race is meant: arrays are read once, links lead to entries of this table or to none, and the steps are
     * bounded, so whatever mixture of old and new is seen, the worst is a no.
     */
    @Nullable E peek(Pseudonym id) {
        @Nullable Entry<E>[] before = old;
        E found = before == null ? null : peek(before, id);
        return found == null ? peek(buckets, id) : found;
    }

    @SuppressWarnings("unchecked") // only entries of the type E are ever put in
    private static <E extends Entry<E>> @Nullable E peek(@Nullable Entry<E>[] in, Pseudonym id) {
        Entry<E> entry = in[(int) id.low() & (in.length - 1)];
        for (int steps = 0; entry != null && steps < MAX_STEPS; steps++) {
            if (entry.is(id)) {
                return (E) entry;
            }
            entry = entry.next;
        }
        return null;
    }

    boolean contains(Pseudonym id) {
        return get(id) != null;
    }

    /** Adds an entry whose pseudonym is not in the table. */
    void add(E entry) {
        resizeFurther();
        if (size >= buckets.length && old == null) {
            resize(buckets.length * 2);
        }
        link(entry);
        size++;
    }

    /** Takes out an entry of this table. */
    void remove(E entry) {
        resizeFurther();
        unlink(entry);
        size--;
        if (size < buckets.length / 8 && buckets.length > MIN_BUCKETS && old == null) {
            resize(buckets.length / 2);
        }
    }

    /** Gives an entry of this table a pseudonym that is not in it. */
    void rename(E entry, Pseudonym id) {
        unlink(entry);
        Entry<E> renamed = entry;
        renamed.high = id.high();
        renamed.low = id.low();
        link(entry);
    }

    int size() {
        return size;
    }

    private void link(Entry<E> entry) {
        @Nullable Entry<E>[] in = bucketsOf(entry.low);
        int index = (int) entry.low & (in.length - 1);
        entry.next = in[index];
        in[index] = entry;
    }

    private void unlink(Entry<E> entry) {
        @Nullable Entry<E>[] in = bucketsOf(entry.low);
        int index = (int) entry.low & (in.length - 1);
        Entry<E> each = in[index];
        if (each == entry) {
            in[index] = entry.next;
        } else {
            while (each != null && each.next != entry) {
                each = each.next;
            }
            if (each == null) {
                throw new IllegalStateException("not in this table: " + entry);
            }
            each.next = entry.next;
        }
        entry.next = null;
    }

    /** The old buckets as long as that of a pseudonym was not moved yet. */
    private @Nullable Entry<E>[] bucketsOf(long low) {
        return old != null && ((int) low & (old.length - 1)) >= moved ? old : buckets;
    }

    private int indexOf(long low) {
        return (int) low & (bucketsOf(low).length - 1);
    }

    private void resize(int length) {
        old = buckets;
        moved = 0;
        buckets = newBuckets(length);
    }

    private void resizeFurther() {
        for (int i = 0; i < MOVED_AT_ONCE && old != null; i++) {
            Entry<E> entry = old[moved];
            old[moved++] = null;
            while (entry != null) {
                Entry<E> next = entry.next;
                int index = (int) entry.low & (buckets.length - 1);
                entry.next = buckets[index];
                buckets[index] = entry;
                entry = next;
            }
            old = moved == old.length ? null : old;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
    private static <E extends Entry<E>> @Nullable Entry<E>[] newBuckets(int length) {
        return new Entry[length];
    }
}
