package io.livevisitors;

import io.livevisitors.privacy.Pseudonym;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open tabs of a pixel, and those closed not long ago. What a tab's number in its sequence means is decided here: a
 * late or repeated one changes nothing. Constant time, save that a visitor at its limit of tabs has them compared. Owned
 * by the registry's lock.
 */
final class Tabs {

    private final PresenceSettings settings;
    private final Map<Pseudonym, Tab> open = new HashMap<>();
    private final Lineup<Tab> visible = new Lineup<>();
    private final Lineup<Tab> hidden = new Lineup<>();
    private final ClosedTabs closed;

    Tabs(PresenceSettings settings, int remembered) {
        this.settings = settings;
        this.closed = new ClosedTabs(remembered, settings.activeWindowMillis());
    }

    /** The open tab of a visit; null if it names none, or none that is open. */
    @Nullable Tab of(Visit visit) {
        return visit.who().tab() == null ? null : open.get(visit.who().tab());
    }

    boolean isOpen(Pseudonym tab) {
        return open.containsKey(tab);
    }

    /** Whose tab it is or was; null if that visitor is gone or unknown. */
    @Nullable Stay ownerOf(Visit visit) {
        Tab tab = of(visit);
        if (tab != null) {
            return tab.stay;
        }
        ClosedTabs.Closed end = endOf(visit);
        return end == null || end.stay() == null || end.stay().gone ? null : end.stay();
    }

    /** Whether the visit comes after others of its tab that have a higher number, or the same. */
    boolean isStale(Visit visit) {
        Tab tab = of(visit);
        return tab != null && isOld(visit, tab.seq);
    }

    /** Whether the visit's tab was closed, and the visit does not open it again: only a newer page view does. */
    boolean isAfterEnd(Visit visit) {
        ClosedTabs.Closed end = of(visit) == null ? endOf(visit) : null;
        if (end == null) {
            return false;
        }
        boolean unnumbered = visit.seq() == Visit.NONE && end.seq() != Visit.NONE;
        return visit.type() != EventType.PAGE_VIEW || unnumbered || isOld(visit, end.seq());
    }

    private ClosedTabs.@Nullable Closed endOf(Visit visit) {
        return visit.who().tab() == null ? null : closed.get(visit.who().tab());
    }

    private static boolean isOld(Visit visit, long seq) {
        return visit.seq() != Visit.NONE && visit.seq() <= seq;
    }

    /** A tab seen for the first time, or again after its end. */
    Tab open(Pseudonym id, Stay stay, Visit visit, long now) {
        closed.remove(id);
        String page = visit.who().pageUrl();
        Tab tab = new Tab(id, stay, page == null ? stay.pageUrl : page, now);
        tab.pageTitle = visit.who().pageTitle();
        if (stay.tabs.size() >= settings.maxTabs()) {
            drop(longestUnheard(stay));
        }
        stay.tabs.add(tab);
        open.put(id, tab);
        return tab;
    }

    /** What one event says of its tab. */
    void hear(Tab tab, Visit visit, long now) {
        boolean view = visit.type() == EventType.PAGE_VIEW;
        tab.seq = Math.max(tab.seq, visit.seq());
        if (view || visit.hidden() != null) {
            tab.hidden = visit.isHidden();
        }
        String page = visit.who().pageUrl();
        if (view && page != null) {
            tab.pageUrl = page;
            tab.pageTitle = visit.who().pageTitle();
            tab.pageSince = now;
            tab.scrollDepth = 0;
        }
        if (view) {
            tab.stay.tabs.remove(tab);
            tab.stay.tabs.add(tab);
        }
        if (visit.scrollDepth() != Visit.NONE) {
            tab.scrollDepth = visit.scrollDepth();
        }
        if (visit.timeOnPage() != Visit.NONE) {
            tab.pageSince = Math.min(tab.pageSince, now - visit.timeOnPage() * 1_000L);
        }
        (tab.hidden ? hidden : visible).touch(tab.deadline, now);
    }

    /** Closes a tab, and remembers its end. */
    void close(Tab tab, Visit visit, long now) {
        drop(tab);
        closed.put(tab.id, new ClosedTabs.Closed(Math.max(visit.seq(), tab.seq), tab.stay, now));
    }

    /** Remembers the end of a tab that was never seen: its leave came before what it follows. */
    void closeUnseen(Pseudonym id, Visit visit, @Nullable Stay stay, long now) {
        closed.put(id, new ClosedTabs.Closed(visit.seq(), stay, now));
    }

    /** Takes a tab out without remembering it. */
    void drop(Tab tab) {
        tab.stay.tabs.remove(tab);
        forget(tab);
        tab.stay.showLastTab();
    }

    /** Takes out all tabs of a visitor who is gone. */
    void dropAll(Stay stay) {
        stay.tabs.forEach(this::forget);
    }

    private void forget(Tab tab) {
        open.remove(tab.id);
        tab.deadline.leave();
    }

    private static Tab longestUnheard(Stay stay) {
        Tab oldest = stay.tabs.get(0);
        for (Tab tab : stay.tabs) {
            oldest = tab.deadline.since() < oldest.deadline.since() ? tab : oldest;
        }
        return oldest;
    }

    /** A tab that was silent for too long; null if there is none. */
    @Nullable Tab due(long now) {
        Tab tab = visible.firstDue(now - settings.tabTimeoutMillis());
        return tab != null ? tab : hidden.firstDue(now - settings.activeWindowMillis());
    }

    void expireClosed(long now) {
        closed.expire(now);
    }

    boolean isEmpty() {
        return open.isEmpty() && closed.isEmpty();
    }
}
