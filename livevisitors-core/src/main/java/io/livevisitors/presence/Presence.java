package io.livevisitors.presence;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.Journey;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of visitors and tabs: what each event does, and when somebody is no longer here. It is drawn, with
 * every edge and the test that shows it, in {@code docs/presence.md}. A visitor with tabs lives by its tabs; one without
 * (seen by an image, a filter, a pixel that names no tab) lives for the active window after it was last heard of. Owned
 * by the registry's lock.
 */
final class Presence {

    /** Closed tabs and opt-outs that are remembered at most. */
    private static final int MAX_REMEMBERED = 100_000;

    private static final String REFERRER_SPAM = "its referrer is on the list of referrer spam";

    private final PresenceSettings settings;
    private final TimeSource time;
    private final Ledger ledger;
    private final Roster roster;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Tabs tabs;
    private final Navigation navigation;
    private final RecentViews recentViews = new RecentViews(vocabulary);
    private final OptOuts optOuts;
    private final Lineup<Tab> leaving = new Lineup<>();
    private final Lineup<Tab> withoutTabs = new Lineup<>();

    Presence(PresenceSettings settings, TimeSource time, Ledger ledger, Population population) {
        int remembered = Math.min(settings.maxVisitors(), MAX_REMEMBERED);
        this.settings = settings;
        this.time = time;
        this.ledger = ledger;
        this.roster = new Roster(settings.maxVisitors(), population);
        this.optOuts = new OptOuts(remembered, settings.optOutMillis());
        this.tabs = new Tabs(settings, vocabulary, optOuts, remembered);
        this.navigation = new Navigation(tabs, ledger, new TextBudget(settings.maxTextBytes()));
    }

    // ---------------------------------------------------------------- questions

    boolean isOpen(Pseudonym tab) {
        return tabs.isOpen(tab);
    }

    /** The same without the registry's lock; a no may be wrong. */
    boolean isOpenAtAGlance(Pseudonym tab) {
        return tabs.isOpenAtAGlance(tab);
    }

    boolean hasOptedOut(Visit visit) {
        return visit.type() != EventType.OPT_OUT && (optOuts.contains(visit) || tabs.wasForgotten(visit));
    }

    /** Whether a visit would make a visitor that is not here yet. */
    boolean isNewcomer(Visit visit) {
        return visit.type().showsTab() && find(visit) == null && !tabs.isAfterEnd(visit);
    }

    /** Everybody who is here. */
    Roster roster() {
        return roster;
    }

    /** The pages that a visitor opened; null if nobody of that token is here. */
    @Nullable List<Journey.Page> journey(String token, long now) {
        Stay stay = named(token);
        if (stay == null) {
            return null;
        }
        JourneyLog log = stay.journey == null ? JourneyLog.ofOnePage(stay) : stay.journey;
        return log.pages(time.unixMillis(), now);
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

    /**
     * Makes room for the newcomer that a visit brings, and keeps it until {@link #givePlaceBack}; false if the registry is
     * full and nobody has to go for it.
     */
    boolean makeRoom(Visit visit) {
        if (roster.keepPlace()) {
            return true;
        }
        Stay silent = roster.whoMakesRoomFor(visit.network(), audienceOf(newcomer(visit)));
        if (silent != null) {
            remove(silent, LeaveReason.EVICTED);
        }
        return silent != null;
    }

    /** Ends what {@link #makeRoom} began. */
    void givePlaceBack() {
        roster.givePlaceBack();
    }

    void apply(Visit visit, long now) {
        if (visit.type() != EventType.OPT_OUT
                && (tabs.isStale(visit) || tabs.isAfterEnd(visit) || hasOptedOut(visit))) {
            if (visit.type() == EventType.PAGE_LEAVE) {
                tabs.closeAgain(visit);
            }
            return;
        }
        switch (visit.type()) {
            case OPT_OUT -> optOut(visit, now);
            case PAGE_LEAVE -> pageLeave(visit, now);
            case PAGE_VIEW, HEARTBEAT, VISIBILITY, ENGAGEMENT, CUSTOM -> signOfLife(visit, now);
        }
    }

    /** Erases the visitor of a token, and everything its tabs still send; false if nobody of that token is here. */
    boolean forget(String token, long now) {
        Stay stay = named(token);
        if (stay != null) {
            forget(stay, now);
        }
        return stay != null;
    }

    private @Nullable Stay named(String token) {
        Pseudonym pseudonym = Pseudonym.parse(token);
        return pseudonym == null ? null : roster.shownAs(pseudonym);
    }

    private void optOut(Visit visit, long now) {
        Stay stay = find(visit);
        optOuts.put(visit.who().visitor(), now);
        if (visit.who().tab() != null) {
            optOuts.put(visit.who().tab(), now);
        }
        if (stay != null) {
            optOuts.put(stay.id(), now);
            forget(stay, now);
        }
    }

    private void forget(Stay stay, long now) {
        for (Tab tab = stay.top; tab != null; tab = tab.below) {
            if (tab.open) {
                optOuts.put(tab.id(), now);
            }
        }
        stay.forgotten = true;
        remove(stay, LeaveReason.FORGOTTEN);
    }

    private void pageLeave(Visit visit, long now) {
        Tab tab = tabs.of(visit);
        Stay stay = find(visit);
        if (tab == null && visit.who().tab() != null) {
            tabs.closeUnseen(visit.who().tab(), visit, stay, now);
        }
        if (stay == null || (tab == null && !closesWithoutTab(stay, visit))) {
            return;
        }
        Look before = ledger.open(stay);
        if (tab != null) {
            tabs.close(tab, visit, now);
        } else if (stay.state != VisitorState.LEAVING) {
            tabs.measure(stay.top, visit, now);
            if (stay.journey != null) {
                stay.journey.end(stay.top, now);
            }
        }
        settle(stay, true, now);
        ledger.close(stay, before, null, now);
    }

    /** Whether a leave that closes no open tab is that of a visitor without tabs, or of the page that one shows. */
    private static boolean closesWithoutTab(Stay stay, Visit visit) {
        return stay.tabs == 0
                && (visit.who().tab() == null
                        || stay.top.page.text.equals(visit.who().pageUrl()));
    }

    private void signOfLife(Visit visit, long now) {
        Stay stay = find(visit);
        boolean pageView = visit.type() == EventType.PAGE_VIEW;
        if (stay != null && stay.state == VisitorState.LEAVING && isEcho(stay, visit)) {
            return;
        }
        if (stay == null) {
            if (!roster.keepPlace()) {
                return; // its place was taken by an earlier event of the same request
            }
            stay = arrive(visit, now);
            pageView = pageView && recentViews.isNew(stay, visit, now);
            navigation.begin(stay, visit, now);
            settle(stay, false, now);
            stay.pageViews = pageView ? 1 : 0;
            ledger.arrived(stay, visit.who(), pageView ? visit.page() : null, now);
        } else {
            Look before = ledger.open(stay);
            pageView = pageView && recentViews.isNew(stay, visit, now);
            recognise(stay, visit, pageView, now);
            navigation.go(stay, visit, pageView, now);
            settle(stay, false, now);
            stay.pageViews += pageView ? 1 : 0;
            ledger.close(stay, before, pageView ? visit.page() : null, now);
        }
        if (pageView) {
            ledger.pageView(stay);
        }
        ledger.customEvent(visit, stay);
    }

    /**
     * Whether a visit without tab tells of what was before its visitor began to leave: a view that another source saw
     * already, or the hiding that browsers report after the leave.
     */
    private boolean isEcho(Stay stay, Visit visit) {
        if (visit.who().tab() != null) {
            return false;
        }
        return visit.type() == EventType.PAGE_VIEW
                ? recentViews.sawAlready(stay, visit)
                : visit.type() == EventType.VISIBILITY && visit.isHidden();
    }

    // ---------------------------------------------------------------- visitors

    private Stay arrive(Visit visit, long now) {
        AnonymousVisit who = visit.who();
        Device device = newcomer(visit);
        return roster.arrive(
                visit,
                audienceOf(device),
                vocabulary.hold(new Profile.Key(device, who.country(), who.language())),
                vocabulary.hold(
                        new Acquisition.Key(who.referrer(), who.utmSource(), who.utmMedium(), who.utmCampaign())),
                vocabulary.holdEntryPage(visit.page()),
                time.unixSeconds(),
                now);
    }

    /**
     * The device of whoever comes with this visit: a robot's, if it was made up for its referrer. Somebody who is here
     * already is not made a robot by a link they follow.
     */
    private static Device newcomer(Visit visit) {
        Device device = visit.device();
        return visit.isSpam() && device.type() != DeviceType.BOT
                ? new Device(
                        DeviceType.BOT,
                        device.browser(),
                        device.browserVersion(),
                        device.os(),
                        device.osVersion(),
                        device.automated(),
                        REFERRER_SPAM)
                : device;
    }

    /**
     * What a visit tells of who sends it. A robot stays one whatever it says later. The pixel knows more than a filter; and where no pixel has a tab, a repeated
     * request knows more than the first.
     */
    private void recognise(Stay stay, Visit visit, boolean pageView, long now) {
        AnonymousVisit who = visit.who();
        stay.seenAt(time.unixSeconds());
        Profile.Key known = stay.profile.key();
        boolean seenBefore = visit.type() == EventType.PAGE_VIEW && !pageView;
        boolean knowsMore = visit.source() == PageViewSource.PIXEL
                || (seenBefore && stay.tabs == 0 && visit.source() == PageViewSource.FILTER_WITH_HINTS);
        boolean cameBySpam = visit.isSpam() && seenBefore && stay.acquisition.referrer() == null;
        Device said = cameBySpam ? newcomer(visit) : knowsMore ? visit.device() : known.device();
        Profile.Key key = new Profile.Key(
                known.device().type() == DeviceType.BOT ? known.device() : said,
                who.country() == null ? known.country() : who.country(),
                who.language() == null ? known.language() : who.language());
        if (!key.equals(known)) {
            Profile profile = vocabulary.hold(key);
            vocabulary.release(stay.profile);
            stay.profile = profile;
            stay.audience = stay.isCounted() ? audienceOf(key.device()) : stay.audience;
        }
        if (seenBefore && who.referrer() != null && stay.acquisition.referrer() == null) {
            Acquisition acquisition = vocabulary.hold(stay.acquisition.key().withReferrer(who.referrer()));
            vocabulary.release(stay.acquisition);
            stay.acquisition = acquisition;
        }
        roster.heard(stay, who, now);
    }

    private Audience audienceOf(Device device) {
        return switch (device.type()) {
            case BOT -> Audience.ROBOTS;
            case DESKTOP, MOBILE, TABLET, OTHER ->
                device.automated() && !settings.countAutomated() ? Audience.AUTOMATED : Audience.PEOPLE;
        };
    }

    /** State and deadline that follow from the tabs. {@code closing} is whether the last of them was closed just now. */
    private void settle(Stay stay, boolean closing, long now) {
        if (stay.tabs > 0) {
            stay.state = hasVisibleTab(stay) ? VisitorState.ACTIVE : VisitorState.IDLE;
        } else if (closing) {
            if (stay.state != VisitorState.LEAVING) {
                leaving.touch(stay.top, now);
            }
            stay.state = VisitorState.LEAVING;
        } else {
            withoutTabs.touch(stay.top, now);
            stay.state = VisitorState.ACTIVE;
        }
    }

    private static boolean hasVisibleTab(Stay stay) {
        for (Tab tab = stay.top; tab != null; tab = tab.below) {
            if (!tab.hidden) {
                return true;
            }
        }
        return false;
    }

    /** Takes somebody out of everything, and tells of it last: telling asks the clock, which is the host's. */
    private void remove(Stay stay, LeaveReason reason) {
        Name page = stay.top.page;
        ledger.left(stay, reason);
        tabs.dropAll(stay);
        recentViews.dropAll(stay);
        roster.remove(stay, reason == LeaveReason.EVICTED);
        vocabulary.release(stay.profile);
        vocabulary.release(stay.acquisition);
        vocabulary.releaseEntryPage(stay.entryPage);
        stay.erase();
        ledger.announceLeft(stay, page, reason);
    }

    // ---------------------------------------------------------------- time

    /** Ends what is due. */
    void expire(long now) {
        for (Tab tab = tabs.due(now); tab != null; tab = tabs.due(now)) {
            expire(tab, now);
        }
        removeDue(withoutTabs, now - settings.activeWindowMillis(), LeaveReason.EXPIRED);
        removeDue(leaving, now - settings.graceMillis(), LeaveReason.CLOSED);
        recentViews.expire(now);
        tabs.expireEnds(now);
        optOuts.expire(now);
    }

    private void expire(Tab tab, long now) {
        Stay stay = tab.stay;
        if (stay.tabs == 1) {
            remove(stay, LeaveReason.EXPIRED);
            return;
        }
        Look before = ledger.open(stay);
        tabs.giveUp(tab, now);
        settle(stay, false, now);
        ledger.close(stay, before, null, now);
    }

    private void removeDue(Lineup<Tab> lineup, long time, LeaveReason reason) {
        for (Tab last = lineup.firstDue(time); last != null; last = lineup.firstDue(time)) {
            remove(last.stay, reason);
        }
    }
}
