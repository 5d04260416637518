package io.livevisitors;

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

    private final Lineup<RecentView> views = new Lineup<>();

    /** Whether a page view is one of its own; false if another source saw the same just before. */
    boolean isNew(Stay stay, Visit visit, long now) {
        int source = 1 << visit.source().ordinal();
        int count = 0;
        RecentView last = null;
        for (RecentView view = stay.recentViews; view != null; view = view.next) {
            if ((view.seenBy & source) == 0
                    && Objects.equals(view.url, visit.who().pageUrl())) {
                view.seenBy |= (byte) source;
                return false;
            }
            last = view;
            count++;
        }
        RecentView view = new RecentView(stay, visit.who().pageUrl(), (byte) source);
        if (last == null) {
            stay.recentViews = view;
        } else {
            last.next = view;
        }
        views.touch(view, now);
        if (count == MAX_OF_VISITOR) {
            dropOldest(stay);
        }
        return true;
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

    private static void dropOldest(Stay stay) {
        RecentView oldest = Objects.requireNonNull(stay.recentViews);
        oldest.leave();
        stay.recentViews = oldest.next;
    }
}
