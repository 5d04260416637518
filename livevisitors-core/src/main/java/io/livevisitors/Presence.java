package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of visitors and tabs: what each event does, and when somebody is no longer here.
 *
 * <pre>
 *            page view, or sign of life of an unknown tab
 *                               │
 *                               ▼        all tabs hidden
 *   missed beats,  ┌────────▶ active ◀──────────────────▶ idle ───────┐ active window over,
 *   window over    │            │        a tab shown        │         │ forgotten, evicted
 *        ┌─────────┼────────────┤                           │         │
 *        │         │ page view  │ last tab closed           │         │
 *        │         └──────── leaving ◀──────────────────────┘         │
 *        │                      │ grace period over                   │
 *        ▼                      ▼                                     ▼
 *      gone(expired)       gone(closed)                 gone(expired, forgotten, evicted)
 * </pre>
 *
 * <p>A visitor with tabs lives by its tabs; one without (seen by an image, a filter, a pixel that names no tab) lives for
 * the active window after it was last heard of. Owned by the registry's lock.
 */
final class Presence {

    /** The same page seen by another source within this time is the same page view. */
    private static final long SAME_VIEW_MILLIS = 10_000;

    /** Page views of one visitor that are held against what other sources see. */
    private static final int MAX_RECENT_VIEWS = 8;

    /** Closed tabs and opt-outs that are remembered at most. */
    private static final int MAX_REMEMBERED = 100_000;

    private final PresenceSettings settings;
    private final TimeSource time;
    private final Ledger ledger;
    private final Roster roster;
    private final Tabs tabs;
    private final OptOuts optOuts;
    private final Lineup<Stay> leaving = new Lineup<>();
    private final Lineup<Stay> withoutTabs = new Lineup<>();

    Presence(PresenceSettings settings, TimeSource time, Ledger ledger, Population population) {
        int remembered = Math.min(settings.maxVisitors(), MAX_REMEMBERED);
        this.settings = settings;
        this.time = time;
        this.ledger = ledger;
        this.roster = new Roster(settings.maxVisitors(), population);
        this.tabs = new Tabs(settings, remembered);
        this.optOuts = new OptOuts(remembered, settings.optOutMillis());
    }

    // ---------------------------------------------------------------- questions

    boolean isOpen(Pseudonym tab) {
        return tabs.isOpen(tab);
    }

    boolean hasOptedOut(Visit visit) {
        return visit.type() != EventType.OPT_OUT && optOuts.contains(visit);
    }

    /** Whether a visit would make a visitor that is not here yet. */
    boolean isNewcomer(Visit visit) {
        return visit.type().showsTab() && find(visit) == null && !tabs.isAfterEnd(visit);
    }

    /** In the order of arrival. */
    Lineup<Stay> arrivals() {
        return roster.arrivals();
    }

    /** Whether nothing here waits for time to pass. */
    boolean isAtRest() {
        return roster.isEmpty() && tabs.isEmpty() && optOuts.isEmpty();
    }

    /** Whose visit it is: the tab's, else the pseudonym's. */
    private @Nullable Stay find(Visit visit) {
        Stay owner = tabs.ownerOf(visit);
        return owner != null ? owner : roster.find(visit.who());
    }

    // ---------------------------------------------------------------- events

    /** Makes room for one more; false if the newcomer's network already holds more than its part of a full registry. */
    boolean makeRoom(long network, long now) {
        if (roster.hasRoom()) {
            return true;
        }
        Stay silent = roster.whoMakesRoomFor(network);
        if (silent != null) {
            remove(silent, LeaveReason.EVICTED, now);
        }
        return silent != null;
    }

    void apply(Visit visit, long now) {
        if (visit.type() != EventType.OPT_OUT
                && (tabs.isStale(visit) || tabs.isAfterEnd(visit) || hasOptedOut(visit))) {
            return;
        }
        switch (visit.type()) {
            case OPT_OUT -> optOut(visit, now);
            case PAGE_LEAVE -> pageLeave(visit, now);
            case PAGE_VIEW, HEARTBEAT, VISIBILITY, ENGAGEMENT, CUSTOM -> signOfLife(visit, now);
        }
    }

    /** Erases the visitors of a token, and everything their tabs still send. */
    boolean forget(String token, long now) {
        List<Stay> named = roster.named(token);
        named.forEach(stay -> forget(stay, now));
        return !named.isEmpty();
    }

    private void optOut(Visit visit, long now) {
        Stay stay = find(visit);
        optOuts.put(visit.who().visitor(), now);
        if (visit.who().tab() != null) {
            optOuts.put(visit.who().tab(), now);
        }
        if (stay != null) {
            forget(stay, now);
        }
    }

    private void forget(Stay stay, long now) {
        stay.tabs.forEach(tab -> optOuts.put(tab.id, now));
        remove(stay, LeaveReason.FORGOTTEN, now);
    }

    private void pageLeave(Visit visit, long now) {
        Tab tab = tabs.of(visit);
        Stay stay = find(visit);
        if (tab == null && visit.who().tab() != null) {
            tabs.closeUnseen(visit.who().tab(), visit, stay, now);
            return;
        }
        if (stay == null || (tab == null && !stay.tabs.isEmpty())) {
            return;
        }
        Ledger.Before before = ledger.open(stay, now);
        if (tab != null) {
            tabs.close(tab, visit, now);
        }
        settle(stay, true, now);
        ledger.close(stay, before, now);
    }

    private void signOfLife(Visit visit, long now) {
        Stay found = find(visit);
        if (found == null && !roster.hasRoom()) {
            return; // its place was taken by an earlier event of the same request
        }
        Stay stay = found == null ? arrive(visit, now) : found;
        Ledger.Before before = ledger.open(stay, now);
        recognise(stay, visit, now);
        boolean pageView = visit.type() == EventType.PAGE_VIEW && isNewPageView(stay, visit, now);
        Pseudonym tabId = visit.who().tab();
        if (tabId != null) {
            Tab known = tabs.of(visit);
            tabs.hear(known == null ? tabs.open(tabId, stay, visit, now) : known, visit, now);
        } else if (stay.tabs.isEmpty()) {
            showWithoutTab(stay, visit, pageView, now);
        }
        if (pageView) {
            stay.pageViews++;
            ledger.pageView(stay);
        }
        stay.showLastTab();
        settle(stay, false, now);
        String openedPage = pageView ? visit.who().pageUrl() : null;
        ledger.close(stay, before, pageView || found == null, openedPage, now);
        ledger.customEvent(visit, stay, now);
    }

    /**
     * Whether a page view is one of its own. A page that another source saw just before is not: each source has seen
     * that view once then.
     */
    private static boolean isNewPageView(Stay stay, Visit visit, long now) {
        int source = 1 << visit.source().ordinal();
        stay.recentViews.removeIf(view -> now - view.at >= SAME_VIEW_MILLIS);
        for (Stay.RecentView view : stay.recentViews) {
            if ((view.seenBy & source) == 0 && view.url.equals(visit.who().pageUrl())) {
                view.seenBy |= source;
                stay.referrer = stay.referrer == null ? visit.who().referrer() : stay.referrer;
                return false;
            }
        }
        if (stay.recentViews.size() == MAX_RECENT_VIEWS) {
            stay.recentViews.remove(0);
        }
        String url = visit.who().pageUrl();
        stay.recentViews.add(new Stay.RecentView(url == null ? "" : url, source, now));
        return true;
    }

    /** The page of a visitor without tabs. One with tabs shows the page of a tab. */
    private static void showWithoutTab(Stay stay, Visit visit, boolean pageView, long now) {
        String page = visit.who().pageUrl();
        if (page != null && visit.type() == EventType.PAGE_VIEW) {
            stay.pageUrl = page;
            stay.pageTitle = visit.who().pageTitle() == null && !pageView
                    ? stay.pageTitle
                    : visit.who().pageTitle();
            stay.pageSince = pageView ? now : stay.pageSince;
            stay.scrollDepth = pageView ? 0 : stay.scrollDepth;
        }
        if (visit.scrollDepth() != Visit.NONE) {
            stay.scrollDepth = visit.scrollDepth();
        }
    }

    // ---------------------------------------------------------------- visitors

    private Stay arrive(Visit visit, long now) {
        Stay stay = roster.arrive(visit, time.unixSeconds(), now);
        stay.audience = audienceOf(visit.device());
        ledger.arrived(stay, now);
        return stay;
    }

    /** What a visit tells of who sends it. The pixel knows more than a filter. */
    private void recognise(Stay stay, Visit visit, long now) {
        AnonymousVisit who = visit.who();
        roster.heard(stay, who, now);
        Device device = visit.device();
        if (visit.source() == PageViewSource.PIXEL && !device.equals(stay.device)) {
            stay.device = device;
            stay.audience = stay.isCounted() ? audienceOf(device) : stay.audience;
        }
        stay.country = who.country() == null ? stay.country : who.country();
        stay.language = who.language() == null ? stay.language : who.language();
        stay.lastSeen = time.unixSeconds();
    }

    private Stay.Audience audienceOf(Device device) {
        return switch (device.type()) {
            case BOT -> Stay.Audience.ROBOTS;
            case DESKTOP, MOBILE, TABLET, OTHER ->
                device.automated() && !settings.countAutomated() ? Stay.Audience.AUTOMATED : Stay.Audience.PEOPLE;
        };
    }

    /** State and deadline that follow from the tabs. {@code closing} is whether the last of them was closed just now. */
    private void settle(Stay stay, boolean closing, long now) {
        if (!stay.tabs.isEmpty()) {
            stay.deadline.leave();
            boolean visible = stay.tabs.stream().anyMatch(tab -> !tab.hidden);
            stay.state = visible ? VisitorState.ACTIVE : VisitorState.IDLE;
        } else if (closing) {
            if (stay.state != VisitorState.LEAVING) {
                leaving.touch(stay.deadline, now);
            }
            stay.state = VisitorState.LEAVING;
        } else {
            withoutTabs.touch(stay.deadline, now);
            stay.state = VisitorState.ACTIVE;
        }
    }

    private void remove(Stay stay, LeaveReason reason, long now) {
        ledger.left(stay, reason, now);
        tabs.dropAll(stay);
        stay.deadline.leave();
        roster.remove(stay);
        stay.erase();
    }

    // ---------------------------------------------------------------- time

    /** Ends what is due. */
    void expire(long now) {
        for (Tab tab = tabs.due(now); tab != null; tab = tabs.due(now)) {
            expire(tab, now);
        }
        removeDue(withoutTabs, now - settings.activeWindowMillis(), LeaveReason.EXPIRED, now);
        removeDue(leaving, now - settings.graceMillis(), LeaveReason.CLOSED, now);
        tabs.expireClosed(now);
        optOuts.expire(now);
    }

    private void expire(Tab tab, long now) {
        Stay stay = tab.stay;
        if (stay.tabs.size() == 1) {
            remove(stay, LeaveReason.EXPIRED, now);
            return;
        }
        Ledger.Before before = ledger.open(stay, now);
        tabs.drop(tab);
        settle(stay, false, now);
        ledger.close(stay, before, now);
    }

    private void removeDue(Lineup<Stay> lineup, long time, LeaveReason reason, long now) {
        for (Stay stay = lineup.firstDue(time); stay != null; stay = lineup.firstDue(time)) {
            remove(stay, reason, now);
        }
    }
}
