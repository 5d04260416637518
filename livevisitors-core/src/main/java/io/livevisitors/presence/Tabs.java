package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * The tabs of a pixel's visitors, and those closed not long ago. What a tab's number in its sequence means is decided
 * here: a late or repeated one changes nothing. Constant time, save that a visitor's few tabs may be looked through.
 * Owned by the registry's lock.
 */
final class Tabs {

    private final PresenceSettings settings;
    private final Vocabulary vocabulary;
    private final PseudonymTable<Tab> open = new PseudonymTable<>();
    private final Lineup<Tab> visible = new Lineup<>();
    private final Lineup<Tab> hidden = new Lineup<>();
    /** Those whose leave was reported: what they sent before and comes late opens nothing. */
    private final EndedTabs closed;
    /** Those that were given up while their visitor had others: they may be heard of again, unless it is forgotten. */
    private final EndedTabs givenUp;

    Tabs(PresenceSettings settings, Vocabulary vocabulary, OptOuts optOuts, int remembered) {
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.closed = new EndedTabs(remembered, settings.activeWindowMillis(), optOuts);
        this.givenUp = new EndedTabs(remembered, settings.activeWindowMillis(), optOuts);
    }

    // ---------------------------------------------------------------- questions

    /** The open tab of a visit; null if it names none, or none that is open. */
    @Nullable Tab of(Visit visit) {
        return visit.who().tab() == null ? null : open.get(visit.who().tab());
    }

    boolean isOpen(Pseudonym tab) {
        return open.contains(tab);
    }

    /** The same without the registry's lock; a no may be wrong. */
    boolean isOpenAtAGlance(Pseudonym tab) {
        return open.peek(tab) != null;
    }

    /** Whose tab it is or was; null if that visitor is gone or unknown. */
    @Nullable Stay ownerOf(Visit visit) {
        Tab tab = of(visit);
        if (tab != null) {
            return tab.stay;
        }
        EndedTabs.Ended end = endOf(visit);
        return end == null || end.stay == null || end.stay.gone ? null : end.stay;
    }

    /** Whether the visit comes after others of its tab that have a higher number, or the same. */
    boolean isStale(Visit visit) {
        Tab tab = of(visit);
        return tab != null && isOld(visit, tab.seq);
    }

    /** Whether the visit's tab ended, and its visitor was forgotten since. */
    boolean wasForgotten(Visit visit) {
        Pseudonym id = visit.who().tab();
        if (id == null || open.contains(id)) {
            return false;
        }
        EndedTabs.Ended end = closed.get(id);
        EndedTabs.Ended loss = givenUp.get(id);
        return (end != null && end.isForgotten()) || (loss != null && loss.isForgotten());
    }

    /** Whether the visit's tab was closed, and the visit does not open it again: only a newer page view does. */
    boolean isAfterEnd(Visit visit) {
        EndedTabs.Ended end = of(visit) == null ? endOf(visit) : null;
        if (end == null) {
            return false;
        }
        boolean unnumbered = visit.seq() == Visit.NONE && end.seq != Visit.NONE;
        return visit.type() != EventType.PAGE_VIEW || unnumbered || isOld(visit, end.seq);
    }

    private EndedTabs.@Nullable Ended endOf(Visit visit) {
        return visit.who().tab() == null ? null : closed.get(visit.who().tab());
    }

    private static boolean isOld(Visit visit, long seq) {
        return visit.seq() != Visit.NONE && visit.seq() <= seq;
    }

    // ---------------------------------------------------------------- events

    /**
     * A tab seen for the first time, or again after its end. Viewed, it lies on top of its visitor's others; else below
     * them, for they were.
     */
    Tab open(Pseudonym id, Stay stay, Visit visit, long now) {
        closed.remove(id);
        givenUp.remove(id);
        Tab tab = show(id, stay, visit, now);
        tab.open = true;
        stay.tabs++;
        open.add(tab);
        return tab;
    }

    /** What stands for the tab of a visitor who names none: it shows the page, and is never open. */
    Tab openNameless(Stay stay, Visit visit, long now) {
        return show(null, stay, visit, now);
    }

    private Tab show(@Nullable Pseudonym id, Stay stay, Visit visit, long now) {
        String page = visit.who().pageUrl();
        Name shown = page != null || stay.top == null
                ? vocabulary.holdPage(page == null ? "" : page)
                : vocabulary.holdPage(stay.top.page.text);
        Tab tab = new Tab(id, stay, shown, vocabulary.holdTitle(visit.who().pageTitle()), now);
        if (stay.tabs > 0 && visit.type() != EventType.PAGE_VIEW) {
            bottom(stay).below = tab;
            return tab;
        }
        if (stay.tabs > 0) {
            tab.below = stay.top;
        } else if (stay.top != null) {
            release(stay.top);
        }
        stay.top = tab;
        return tab;
    }

    private static Tab bottom(Stay stay) {
        Tab bottom = stay.top;
        while (bottom.below != null) {
            bottom = bottom.below;
        }
        return bottom;
    }

    /** What one event says of its tab. */
    void hear(Tab tab, Visit visit, long now) {
        boolean view = visit.type() == EventType.PAGE_VIEW;
        tab.seq = Math.max(tab.seq, visit.seq());
        if (view || visit.hidden() != null) {
            tab.hidden = visit.isHidden();
        }
        if (view) {
            turnPage(tab, visit, now);
            moveToTop(tab);
        }
        measure(tab, visit, now);
        (tab.hidden ? hidden : visible).touch(tab, now);
    }

    /**
     * What one event says of the page of a visitor without tabs.
     *
     * @param pageView whether it is a page view of its own, not what another source saw before
     */
    void hearNameless(Tab tab, Visit visit, boolean pageView, long now) {
        boolean shown = visit.type() == EventType.PAGE_VIEW && tab.page.text.equals(visit.page());
        if (pageView) {
            turnPage(tab, visit, now);
        } else if (shown && visit.who().pageTitle() != null) {
            retitle(tab, visit.who().pageTitle());
        }
        measure(tab, visit, now);
    }

    /** What the page itself measured. */
    void measure(Tab tab, Visit visit, long now) {
        if (visit.scrollDepth() != Visit.NONE) {
            tab.scrollDepth = (byte) visit.scrollDepth();
        }
        if (visit.timeOnPage() != Visit.NONE) {
            tab.pageSince = Math.min(tab.pageSince, now - visit.timeOnPage() * 1_000L);
        }
    }

    private void turnPage(Tab tab, Visit visit, long now) {
        String url = visit.who().pageUrl();
        if (url == null) {
            return;
        }
        Name page = vocabulary.holdPage(url);
        vocabulary.releasePage(tab.page);
        tab.page = page;
        tab.pageSince = now;
        tab.scrollDepth = 0;
        retitle(tab, visit.who().pageTitle());
    }

    private void retitle(Tab tab, @Nullable String text) {
        Name title = vocabulary.holdTitle(text);
        vocabulary.releaseTitle(tab.title);
        tab.title = title;
    }

    /** Closes a tab, and remembers its end. */
    void close(Tab tab, Visit visit, long now) {
        measure(tab, visit, now);
        closed.put(new EndedTabs.Ended(tab.id(), Math.max(visit.seq(), tab.seq), tab.stay), now);
        takeOut(tab, now);
    }

    /** Notes another leave of a tab that was closed already: what was sent before that one opens nothing either. */
    void closeAgain(Visit visit) {
        EndedTabs.Ended end = of(visit) == null ? endOf(visit) : null;
        if (end != null) {
            end.seq = Math.max(end.seq, visit.seq());
        }
    }

    /** Remembers the end of a tab that was never seen: its leave came before what it follows. */
    void closeUnseen(Pseudonym id, Visit visit, @Nullable Stay stay, long now) {
        closed.put(new EndedTabs.Ended(id, visit.seq(), stay), now);
    }

    /** Gives a tab up that is silent or one too many. The last one stays on show. */
    void giveUp(Tab tab, long now) {
        givenUp.put(new EndedTabs.Ended(tab.id(), tab.seq, tab.stay), now);
        takeOut(tab, now);
    }

    private void takeOut(Tab tab, long now) {
        Stay stay = tab.stay;
        forget(tab);
        stay.tabs--;
        if (stay.journey != null) {
            stay.journey.end(tab, now);
        }
        if (stay.tabs > 0) {
            unstack(tab);
            release(tab);
        }
    }

    /** Takes out all tabs of a visitor who is gone. */
    void dropAll(Stay stay) {
        for (Tab tab = stay.top; tab != null; tab = tab.below) {
            if (tab.open) {
                forget(tab);
            }
            release(tab);
        }
    }

    /** Whether a visitor has as many tabs as it may. */
    boolean isFull(Stay stay) {
        return stay.tabs >= settings.maxTabs();
    }

    /** The open tab longest unheard of, but for one; null if there is none. */
    @Nullable Tab longestUnheard(Stay stay, @Nullable Tab butFor) {
        Tab oldest = null;
        for (Tab tab = stay.top; tab != null; tab = tab.below) {
            boolean older = oldest == null || tab.since() <= oldest.since();
            oldest = tab.open && tab != butFor && older ? tab : oldest;
        }
        return oldest;
    }

    private void forget(Tab tab) {
        open.remove(tab);
        tab.leave();
        tab.open = false;
    }

    private void release(Tab tab) {
        tab.leave();
        vocabulary.releasePage(tab.page);
        vocabulary.releaseTitle(tab.title);
    }

    private static void moveToTop(Tab tab) {
        if (tab.stay.top != tab) {
            unstack(tab);
            tab.below = tab.stay.top;
            tab.stay.top = tab;
        }
    }

    /** Takes one of several out of its visitor's tabs. */
    private static void unstack(Tab tab) {
        Stay stay = tab.stay;
        if (stay.top == tab && tab.below != null) {
            stay.top = tab.below;
        } else {
            Tab above = stay.top;
            while (above.below != null && above.below != tab) {
                above = above.below;
            }
            above.below = tab.below;
        }
        tab.below = null;
    }

    // ---------------------------------------------------------------- time

    /** A tab that was silent for too long; null if there is none. */
    @Nullable Tab due(long now) {
        Tab tab = visible.firstDue(now - settings.tabTimeoutMillis());
        return tab != null ? tab : hidden.firstDue(now - settings.activeWindowMillis());
    }

    void expireEnds(long now) {
        closed.expire(now);
        givenUp.expire(now);
    }

    boolean isEmpty() {
        return open.size() == 0 && closed.isEmpty() && givenUp.isEmpty();
    }
}
