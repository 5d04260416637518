package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * Tabs that ended not long ago, and whose they were. Kept for the active window and within a bound; the oldest go first. Owned by the registry's lock.
 */
final class EndedTabs {

    private final int max;
    private final long windowMillis;
    private final OptOuts optOuts;
    private final PseudonymTable<Ended> byId = new PseudonymTable<>();
    private final Lineup<Ended> byAge = new Lineup<>();

    /** @param optOuts takes the tabs of forgotten visitors when their ends are too old to be kept */
    EndedTabs(int max, long windowMillis, OptOuts optOuts) {
        this.max = max;
        this.windowMillis = windowMillis;
        this.optOuts = optOuts;
    }

    /** The end of one tab. */
    static final class Ended extends PseudonymTable.Entry<Ended> {

        /** The number of its end; of the last one, if several are reported. */
        long seq;
        /** Whose tab it was; null if that is not known. */
        final @Nullable Stay stay;

        Ended(Pseudonym tab, long seq, @Nullable Stay stay) {
            super(tab);
            this.seq = seq;
            this.stay = stay;
        }

        /** Whether its visitor asked to be forgotten after it was closed. */
        boolean isForgotten() {
            return stay != null && stay.forgotten;
        }
    }

    void put(Ended end, long now) {
        remove(end.id());
        byId.add(end);
        byAge.touch(end, now);
        Ended oldest = byAge.first();
        if (byId.size() > max && oldest != null) {
            forget(oldest, now);
        }
    }

    @Nullable Ended get(Pseudonym tab) {
        return byId.get(tab);
    }

    void remove(Pseudonym tab) {
        Ended end = byId.get(tab);
        if (end != null) {
            drop(end);
        }
    }

    void expire(long now) {
        long due = now - windowMillis;
        for (Ended end = byAge.firstDue(due); end != null; end = byAge.firstDue(due)) {
            forget(end, now);
        }
    }

    private void forget(Ended end, long now) {
        drop(end);
        if (end.isForgotten()) {
            optOuts.put(end.id(), now);
        }
    }

    boolean isEmpty() {
        return byId.size() == 0;
    }

    private void drop(Ended end) {
        byId.remove(end);
        end.leave();
    }
}
