package io.livevisitors.presence;

import java.util.Objects;

/**
 * Page views of the last seconds, to tell what several sources see of one: a page that the filter served, the image in
 * it and the pixel. Owned by the registry's lock.
 */
final class RecentViews {

    /** The same page seen by another source within this time is the same page view. */
    private static final long SAME_VIEW_MILLIS = 10_000;

    /** Page views of one visitor that are held against what other sources see. */
    private static final int MAX_OF_VISITOR = 8;

    private final Vocabulary vocabulary;
    private final Lineup<RecentView> views = new Lineup<>();

    RecentViews(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Whether a page view is one of its own; false if another source saw the same just before. */
    boolean isNew(Stay stay, Visit visit, long now) {
        if (sawAlready(stay, visit)) {
            return false;
        }
        RecentView view = new RecentView(stay, vocabulary.holdPage(visit.page()), bit(visit));
        int count = append(stay, view);
        views.touch(view, now);
        if (count > MAX_OF_VISITOR) {
            dropOldest(stay);
        }
        return true;
    }

    /** Whether another source saw the same page view just before. If so, this one has seen it too now. */
    boolean sawAlready(Stay stay, Visit visit) {
        byte source = bit(visit);
        for (RecentView view = stay.recentViews; view != null; view = view.next) {
            if ((view.seenBy & source) == 0 && view.page.text.equals(visit.page())) {
                view.seenBy |= source;
                return true;
            }
        }
        return false;
    }

    private static byte bit(Visit visit) {
        return (byte) (1 << visit.source().ordinal());
    }

    /** Adds one to its visitor's and says how many these are. */
    private static int append(Stay stay, RecentView view) {
        RecentView last = stay.recentViews;
        if (last == null) {
            stay.recentViews = view;
            return 1;
        }
        int count = 2;
        for (; last.next != null; last = last.next) {
            count++;
        }
        last.next = view;
        return count;
    }

    void expire(long now) {
        long due = now - SAME_VIEW_MILLIS;
        for (RecentView view = views.firstDue(due); view != null; view = views.firstDue(due)) {
            dropOldest(view.stay);
        }
    }

    void dropAll(Stay stay) {
        while (stay.recentViews != null) {
            dropOldest(stay);
        }
    }

    private void dropOldest(Stay stay) {
        RecentView oldest = Objects.requireNonNull(stay.recentViews);
        oldest.leave();
        vocabulary.releasePage(oldest.page);
        stay.recentViews = oldest.next;
    }
}
