package io.livevisitors.presence;

import io.livevisitors.privacy.Pseudonym;
import java.util.Objects;

/**
 * What a visit does to the pages of its visitor: which tab shows what, since when, and what the journey remembers of it.
 * Owned by the registry's lock.
 */
final class Navigation {

    private final Tabs tabs;
    private final Ledger ledger;
    private final TextBudget budget;

    Navigation(Tabs tabs, Ledger ledger, TextBudget budget) {
        this.tabs = tabs;
        this.ledger = ledger;
        this.budget = budget;
    }

    /** The first visit of a visitor. */
    void begin(Stay stay, Visit visit, long now) {
        if (visit.who().tab() == null) {
            tabs.hearNameless(tabs.openNameless(stay, visit, now), visit, false, now);
        } else {
            tabs.hear(tabs.open(visit.who().tab(), stay, visit, now), visit, now);
        }
    }

    /**
     * A later visit.
     *
     * @param pageView whether it is a page view of its own, not what another source saw before
     */
    void go(Stay stay, Visit visit, boolean pageView, long now) {
        Pseudonym id = visit.who().tab();
        Tab known = tabs.of(visit);
        if (id == null) {
            if (stay.tabs == 0) {
                goNameless(stay, visit, pageView, now);
            }
        } else if (known == null) {
            goInNewTab(id, stay, visit, pageView, now);
        } else {
            goInTab(known, visit, pageView, now);
        }
        trim(stay, now);
    }

    private void goNameless(Stay stay, Visit visit, boolean pageView, long now) {
        if (pageView) {
            journeyOf(stay).end(stay.top, now);
        }
        tabs.hearNameless(stay.top, visit, pageView, now);
        if (pageView) {
            journeyOf(stay).open(stay.top);
        }
    }

    private void goInTab(Tab tab, Visit visit, boolean pageView, long now) {
        boolean view = visit.type() == EventType.PAGE_VIEW;
        boolean turns = pageView || (view && !tab.page.text.equals(visit.who().pageUrl()));
        if (turns) {
            journeyOf(tab.stay).end(tab, now);
        }
        tabs.hear(tab, visit, now);
        if (turns) {
            journeyOf(tab.stay).open(tab);
        }
    }

    private void goInNewTab(Pseudonym id, Stay stay, Visit visit, boolean pageView, long now) {
        if (tabs.isFull(stay)) {
            drop(Objects.requireNonNull(tabs.longestUnheard(stay, null)), now);
        }
        Tab before = stay.top;
        boolean replaces = stay.tabs == 0;
        boolean sameView = replaces
                && visit.type() == EventType.PAGE_VIEW
                && !pageView
                && before.page.text.equals(visit.who().pageUrl());
        JourneyLog journey = sameView ? stay.journey : journeyOf(stay);
        Tab tab = tabs.open(id, stay, visit, now);
        if (journey != null && sameView) {
            journey.handOver(before, tab);
        } else if (journey != null) {
            if (replaces) {
                journey.end(before, now);
            }
            if (visit.type() == EventType.PAGE_VIEW) {
                journey.open(tab);
            } else {
                journey.resume(tab);
            }
        }
        tabs.hear(tab, visit, now);
    }

    /** What is remembered of a journey, which begins with the second page. */
    private static JourneyLog journeyOf(Stay stay) {
        JourneyLog journey = stay.journey;
        if (journey == null) {
            journey = JourneyLog.ofOnePage(stay);
            stay.journey = journey;
        }
        return journey;
    }

    private void drop(Tab tab, long now) {
        tabs.giveUp(tab, now);
        ledger.trimmed();
    }

    /** Forgets the oldest where a visitor's texts take too much, but never the tab viewed last. */
    private void trim(Stay stay, long now) {
        while ((stay.journey != null || stay.tabs > 1) && stay.bytes() > budget.bytes()) {
            if (stay.journey != null && stay.journey.dropOldest()) {
                ledger.trimmed();
                continue;
            }
            Tab oldest = tabs.longestUnheard(stay, stay.top);
            if (oldest == null) {
                return;
            }
            drop(oldest, now);
        }
    }
}
