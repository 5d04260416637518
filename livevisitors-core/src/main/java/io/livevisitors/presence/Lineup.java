package io.livevisitors.presence;

import org.jspecify.annotations.Nullable;

/**
 * Things in the order in which they were last touched, the longest untouched first. All that wait for the same delay
 * stand in one lineup, so that whoever is due next stands first: expiry looks at the due alone and scans nothing. Every
 * operation takes constant time. The links are the members' own, which costs a registry of a million visitors no nodes.
 * Owned by the registry's lock.
 */
final class Lineup<M extends Lineup.Member<M>> {

    private @Nullable M first;
    private @Nullable M last;

    /** Who may stand in a lineup; in one at a time, or in none. */
    abstract static class Member<M extends Member<M>> {

        private long since;
        private @Nullable Lineup<M> in;
        private @Nullable M before;
        private @Nullable M after;

        /** When it was last touched, in milliseconds of the ticker. */
        final long since() {
            return since;
        }

        /** Leaves its lineup, if it stands in one. */
        final void leave() {
            if (in != null) {
                in.unlink(this);
            }
        }
    }

    /** Puts a member last, from wherever it stood. */
    void touch(M member, long now) {
        Member<M> place = member;
        place.leave();
        place.since = now;
        place.in = this;
        place.before = last;
        if (last == null) {
            first = member;
        } else {
            ((Member<M>) last).after = member;
        }
        last = member;
    }

    /** Who stands first; null if nobody does. */
    @Nullable M first() {
        return first;
    }

    /** Who stands first, if it was last touched at or before a time; else null. */
    @Nullable M firstDue(long time) {
        return first != null && first.since() <= time ? first : null;
    }

    private void unlink(Member<M> place) {
        if (place.before == null) {
            first = place.after;
        } else {
            ((Member<M>) place.before).after = place.after;
        }
        if (place.after == null) {
            last = place.before;
        } else {
            ((Member<M>) place.after).before = place.before;
        }
        place.in = null;
        place.before = null;
        place.after = null;
    }
}
