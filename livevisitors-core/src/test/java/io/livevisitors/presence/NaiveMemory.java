package io.livevisitors.presence;

import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model remembers of tabs that ended and of those who opted out, oldest first and within a bound. */
final class NaiveMemory {

    /** A tab that was closed or given up, and its visitor if that is known. */
    record End(Pseudonym tab, long seq, @Nullable NaiveVisitor visitor, long at) {

        boolean isForgotten() {
            return visitor != null && visitor.forgotten;
        }
    }

    /** A visitor or a tab that opted out. */
    private record OptOut(Pseudonym who, long at) {}

    private final NaiveLimits limits;
    private final List<End> ends = new ArrayList<>();
    /** Tabs that were given up while their visitor had others. */
    private final List<End> losses = new ArrayList<>();

    private final List<OptOut> optOuts = new ArrayList<>();

    NaiveMemory(NaiveLimits limits) {
        this.limits = limits;
    }

    void end(End end) {
        put(ends, end);
    }

    /** A later leave of the same tab changes its number alone. */
    void endedLater(End end, long seq) {
        ends.replaceAll(other -> other.equals(end) ? new End(end.tab, seq, end.visitor, end.at) : other);
    }

    /** A tab was given up: it may be heard of again, unless its visitor is forgotten. */
    void loss(End loss) {
        put(losses, loss);
    }

    private void put(List<End> all, End end) {
        all.removeIf(other -> other.tab.equals(end.tab));
        all.add(end);
        if (all.size() > limits.remembered()) {
            drop(all, all.get(0), end.at);
        }
    }

    /** What is too old to be kept; of who was forgotten the opt-out is left. */
    private void drop(List<End> all, End end, long now) {
        all.remove(end);
        if (end.isForgotten()) {
            optOut(end.tab, now);
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
        losses.removeIf(loss -> loss.tab.equals(tab));
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
        for (End loss : losses) {
            if (loss.tab.equals(who.tab()) && loss.isForgotten()) {
                return true;
            }
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
        expire(ends, now);
        expire(losses, now);
        optOuts.removeIf(optOut -> optOut.at + limits.optOutMillis() <= now);
    }

    private void expire(List<End> all, long now) {
        all.stream()
                .filter(end -> end.at + limits.windowMillis() <= now)
                .toList()
                .forEach(end -> drop(all, end, now));
    }

    boolean isEmpty() {
        return ends.isEmpty() && losses.isEmpty() && optOuts.isEmpty();
    }
}
