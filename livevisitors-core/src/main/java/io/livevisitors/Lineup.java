package io.livevisitors;

import org.jspecify.annotations.Nullable;

/**
 * Things in the order in which they were last touched, the longest untouched first. All that wait for the same delay
 * stand in one lineup, so that whoever is due next stands first: expiry looks at the due alone and scans nothing. Every
 * operation takes constant time. Owned by whoever owns the registry's lock.
 */
final class Lineup<T> {

    private @Nullable Place<T> first;
    private @Nullable Place<T> last;

    /** Where one thing stands; in one lineup at a time, or in none. */
    static final class Place<T> {

        final T owner;
        private long since;
        private @Nullable Lineup<T> in;
        private @Nullable Place<T> before;
        private @Nullable Place<T> after;

        Place(T owner) {
            this.owner = owner;
        }

        /** When it was last touched, in milliseconds of the ticker. */
        long since() {
            return since;
        }

        /** The place before this one in its lineup. */
        @Nullable Place<T> before() {
            return before;
        }

        /** Leaves its lineup, if it stands in one. */
        void leave() {
            if (in != null) {
                in.unlink(this);
            }
        }
    }

    @Nullable Place<T> last() {
        return last;
    }

    /** Puts a place last, from wherever it stood. */
    void touch(Place<T> place, long now) {
        place.leave();
        place.since = now;
        place.in = this;
        place.before = last;
        if (last == null) {
            first = place;
        } else {
            last.after = place;
        }
        last = place;
    }

    /** Who stands first; null if nobody does. */
    @Nullable T first() {
        return first == null ? null : first.owner;
    }

    /** Who stands first, if it was last touched at or before a time; else null. */
    @Nullable T firstDue(long time) {
        return first != null && first.since <= time ? first.owner : null;
    }

    private void unlink(Place<T> place) {
        if (place.before == null) {
            first = place.after;
        } else {
            place.before.after = place.after;
        }
        if (place.after == null) {
            last = place.before;
        } else {
            place.after.before = place.before;
        }
        place.in = null;
        place.before = null;
        place.after = null;
    }
}
