package io.livevisitors;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model remembers of tabs that were closed and of those who opted out, oldest first and within a bound. */
final class NaiveMemory {

    /** A tab that was closed, and its visitor if that is known. */
    record End(Pseudonym tab, long seq, @Nullable NaiveVisitor visitor, long at) {

        boolean isForgotten() {
            return visitor != null && visitor.forgotten;
        }
    }

    /** A visitor or a tab that opted out. */
    private record OptOut(Pseudonym who, long at) {}

    private final NaiveLimits limits;
    private final List<End> ends = new ArrayList<>();
    private final List<OptOut> optOuts = new ArrayList<>();

    NaiveMemory(NaiveLimits limits) {
        this.limits = limits;
    }

    void end(End end) {
        opened(end.tab);
        ends.add(end);
        if (ends.size() > limits.remembered()) {
            ends.remove(0);
        }
    }

    /** How a tab ended; null if that is not known. */
    @Nullable End endOf(@Nullable Pseudonym tab) {
        for (End end : ends) {
            if (end.tab.equals(tab)) {
                return end;
            }
        }
        return null;
    }

    /** A tab that is open has no end. */
    void opened(Pseudonym tab) {
        ends.removeIf(end -> end.tab.equals(tab));
    }

    void optOut(Pseudonym who, long now) {
        optOuts.removeIf(other -> other.who.equals(who));
        optOuts.add(new OptOut(who, now));
        if (optOuts.size() > limits.remembered()) {
            optOuts.remove(0);
        }
    }

    /** An event that names a tab is held against the tab; one that names none, or a named visitor's, against both. */
    boolean hasOptedOut(Visit visit) {
        AnonymousVisit who = visit.who();
        End end = endOf(who.tab());
        if (end != null && end.isForgotten()) {
            return true;
        }
        boolean visitorToo = who.tab() == null || visit.isNamed();
        for (OptOut optOut : optOuts) {
            boolean visitor = optOut.who.equals(who.visitor()) || optOut.who.equals(who.previous());
            if (optOut.who.equals(who.tab()) || (visitorToo && visitor)) {
                return true;
            }
        }
        return false;
    }

    void expire(long now) {
        List<End> old = ends.stream()
                .filter(end -> end.at + limits.windowMillis() <= now)
                .toList();
        ends.removeAll(old);
        old.stream().filter(End::isForgotten).forEach(end -> optOut(end.tab, now));
        optOuts.removeIf(optOut -> optOut.at + limits.optOutMillis() <= now);
    }

    boolean isEmpty() {
        return ends.isEmpty() && optOuts.isEmpty();
    }
}
