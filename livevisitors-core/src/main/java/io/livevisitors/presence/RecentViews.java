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
        append(stay, view);
        views.touch(view, now);
        if (stay.recentViews > MAX_OF_VISITOR) {
            dropOldest(stay);
        }
        return true;
    }

    /** Whether another source saw the same page view just before. If so, this one has seen it too now. */
    boolean sawAlready(Stay stay, Visit visit) {
        byte source = bit(visit);
        if (stay.lastView == null || stay.viewSources == source) {
            return false; // this one saw them all, as where there is no other
        }
        RecentView view = stay.lastView;
        for (int i = 0; i < stay.recentViews; i++) {
            view = view.next;
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

    private static void append(Stay stay, RecentView view) {
        RecentView last = stay.lastView;
        if (last != null) {
            view.next = last.next;
            last.next = view;
        }
        stay.lastView = view;
        stay.recentViews++;
        stay.viewSources |= view.seenBy;
    }

    void expire(long now) {
        long due = now - SAME_VIEW_MILLIS;
        for (RecentView view = views.firstDue(due); view != null; view = views.firstDue(due)) {
            dropOldest(view.stay);
        }
    }

    void dropAll(Stay stay) {
        while (stay.recentViews > 0) {
            dropOldest(stay);
        }
    }

    private void dropOldest(Stay stay) {
        RecentView last = Objects.requireNonNull(stay.lastView);
        RecentView oldest = last.next;
        oldest.leave();
        vocabulary.releasePage(oldest.page);
        last.next = oldest.next;
        stay.recentViews--;
        if (stay.recentViews == 0) {
            stay.lastView = null;
            stay.viewSources = 0;
        }
    }
}
