package io.livevisitors.presence;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;

/**
 * Visitors and tabs that opted out, so that what they still send leaves no trace. Kept as long as a salt lives and within
 * a bound; the oldest go first. Owned by the registry's lock.
 */
final class OptOuts {

    private final int max;
    private final long rememberedMillis;
    private final PseudonymTable<OptOut> byId = new PseudonymTable<>();
    private final Lineup<OptOut> byAge = new Lineup<>();

    OptOuts(int max, long rememberedMillis) {
        this.max = max;
        this.rememberedMillis = rememberedMillis;
    }

    private static final class OptOut extends PseudonymTable.Entry<OptOut> {

        OptOut(Pseudonym id) {
            super(id);
        }
    }

    void put(Pseudonym who, long now) {
        OptOut known = byId.get(who);
        OptOut optOut = known == null ? new OptOut(who) : known;
        if (known == null) {
            byId.add(optOut);
        }
        byAge.touch(optOut, now);
        OptOut oldest = byAge.first();
        if (byId.size() > max && oldest != null) {
            drop(oldest);
        }
    }

    /** By its tab if it names one, and by its visitor unless others may share that. */
    boolean contains(Visit visit) {
        if (byId.size() == 0) {
            return false;
        }
        AnonymousVisit who = visit.who();
        if (who.tab() != null && byId.contains(who.tab())) {
            return true;
        }
        return (who.tab() == null || visit.isNamed())
                && (byId.contains(who.visitor()) || (who.previous() != null && byId.contains(who.previous())));
    }

    void expire(long now) {
        long due = now - rememberedMillis;
        for (OptOut optOut = byAge.firstDue(due); optOut != null; optOut = byAge.firstDue(due)) {
            drop(optOut);
        }
    }

    boolean isEmpty() {
        return byId.size() == 0;
    }

    private void drop(OptOut optOut) {
        byId.remove(optOut);
        optOut.leave();
    }
}
