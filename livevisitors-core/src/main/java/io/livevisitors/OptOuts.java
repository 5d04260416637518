package io.livevisitors;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Visitors and tabs that opted out, so that what they still send leaves no trace. Kept as long as a salt lives and within
 * a bound; the oldest go first. Owned by the registry's lock.
 */
final class OptOuts {

    private final int max;
    private final long rememberedMillis;
    private final Map<Pseudonym, Long> since = new LinkedHashMap<>();

    OptOuts(int max, long rememberedMillis) {
        this.max = max;
        this.rememberedMillis = rememberedMillis;
    }

    void put(Pseudonym who, long now) {
        since.remove(who);
        since.put(who, now);
        if (since.size() > max) {
            Iterator<Pseudonym> oldest = since.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** By its tab if it names one, and by its visitor unless others may share that. */
    boolean contains(Visit visit) {
        AnonymousVisit who = visit.who();
        if (who.tab() != null && since.containsKey(who.tab())) {
            return true;
        }
        return (who.tab() == null || visit.isNamed())
                && (since.containsKey(who.visitor()) || (who.previous() != null && since.containsKey(who.previous())));
    }

    void expire(long now) {
        Iterator<Long> oldest = since.values().iterator();
        while (oldest.hasNext() && oldest.next() + rememberedMillis <= now) {
            oldest.remove();
        }
    }

    boolean isEmpty() {
        return since.isEmpty();
    }
}
