package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * Concurrency. One lock owns everything below it: stays, tabs, lineups, census, series. It is held for the handful of
 * map operations that an event takes, never while host code, I/O or another registry runs. Events leave through
 * PixelHub.enqueue, which only links them into a queue: they are enqueued under the lock, so their order is the order of
 * the changes, and they are delivered by others after it was released. A snapshot is enqueued the same way, so it stands
 * in the stream exactly between the events it contains and those it does not.
 */
/**
 * Who is here on one pixel: the state machine of visitors and tabs.
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
 * the active window after it was last heard of. Thread-safe.
 */
final class PixelRegistry {

    /** The same page seen by another source within this time is the same page view. */
    private static final long SAME_VIEW_MILLIS = 10_000;

    /** One network holding more than this part of a full registry is refused newcomers before anyone is evicted. */
    private static final int HEAVY_NETWORK_PART = 16;

    /** What became of a request's visits. */
    enum Outcome {
        TAKEN,
        OPTED_OUT,
        REFUSED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final String pixelId;
    private final PresenceSettings settings;
    private final TimeSource time;
    private final PixelHub hub;
    private final Population population;

    private final Map<Pseudonym, Stay> stays = new HashMap<>();
    private final Map<Pseudonym, Tab> tabs = new HashMap<>();
    private final Map<Long, Integer> networks = new HashMap<>();
    private final Lineup<Stay> arrivals = new Lineup<>();
    private final Lineup<Stay> silences = new Lineup<>();
    private final Lineup<Stay> leaving = new Lineup<>();
    private final Lineup<Stay> withoutTabs = new Lineup<>();
    private final Lineup<Tab> visibleTabs = new Lineup<>();
    private final Lineup<Tab> hiddenTabs = new Lineup<>();
    private final ClosedTabs closedTabs;
    private final ClosedTabs optOuts;
    private final Census census;
    private final MinuteSeries series;
    private final EventCounts customEvents;
    private long arrivalNumber;
    private long evicted;
    private long refused;

    PixelRegistry(String pixelId, PresenceSettings settings, TimeSource time, PixelHub hub, Population population) {
        this.pixelId = pixelId;
        this.settings = settings;
        this.time = time;
        this.hub = hub;
        this.population = population;
        int remembered = Math.min(settings.maxVisitors(), 100_000);
        this.closedTabs = new ClosedTabs(remembered, settings.activeWindowMillis());
        this.optOuts = new ClosedTabs(remembered, settings.optOutMillis());
        this.census = new Census(settings.maxNames());
        this.series = new MinuteSeries(time.unixSeconds(), time.millis());
        this.customEvents = new EventCounts(settings.maxEventNames());
    }

    /**
     * Applies the visits of one request, all or none.
     *
     * @param admitNewcomer asked once if the visits would make a new visitor; must not block
     */
    Outcome apply(List<Visit> visits, BooleanSupplier admitNewcomer) {
        Outcome outcome;
        lock.lock();
        try {
            long now = time.millis();
            expireDue(now);
            outcome = admit(visits, admitNewcomer);
            if (outcome == Outcome.TAKEN) {
                for (Visit visit : visits) {
                    applyOne(visit, now);
                }
            } else if (outcome == Outcome.REFUSED) {
                refused += visits.size();
            }
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return outcome;
    }

    /** Ends what is due. Called a few times a second, so that departures show without another visitor's help. */
    void expire() {
        lock.lock();
        try {
            long now = time.millis();
            expireDue(now);
            if (series.minuteOf(now) != series.minute()) {
                series.advance(now, census.count());
                hub.totalsChanged();
            }
        } finally {
            lock.unlock();
        }
        hub.deliver();
    }

    /** Erases a visitor by its token; false if nobody of that name is here. */
    boolean forget(String token) {
        boolean found = false;
        lock.lock();
        try {
            for (Stay stay : List.copyOf(stays.values())) {
                if (stay.token.equals(token)) {
                    forget(stay, time.millis());
                    found = true;
                }
            }
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return found;
    }

    /** Counts events refused before they came here. */
    void refused(int events) {
        lock.lock();
        try {
            refused += events;
        } finally {
            lock.unlock();
        }
    }

    boolean knowsTab(Pseudonym tab) {
        lock.lock();
        try {
            return tabs.containsKey(tab);
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing here waits for time to pass. */
    boolean isAtRest() {
        lock.lock();
        try {
            return stays.isEmpty() && closedTabs.isEmpty() && optOuts.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** People here now. */
    int count() {
        lock.lock();
        try {
            return census.count();
        } finally {
            lock.unlock();
        }
    }

    Totals totals() {
        Photograph taken;
        lock.lock();
        try {
            taken = photograph();
        } finally {
            lock.unlock();
        }
        return taken.totals();
    }

    /** The visitors asked for, and the totals, of one moment. */
    LiveSnapshot snapshot(SnapshotQuery query) {
        SnapshotReader reader = new SnapshotReader(query);
        Photograph taken;
        lock.lock();
        try {
            expireDue(time.millis());
            reader.read(arrivals, time.unixSeconds(), time.millis());
            taken = photograph();
        } finally {
            lock.unlock();
        }
        hub.deliver();
        return reader.snapshot(taken.totals());
    }

    /** A snapshot whose receiver is called in the stream of events, at the place where it was taken. */
    void snapshotInStream(SnapshotQuery query, Consumer<LiveSnapshot> receiver) {
        SnapshotReader reader = new SnapshotReader(query);
        lock.lock();
        try {
            expireDue(time.millis());
            reader.read(arrivals, time.unixSeconds(), time.millis());
            Photograph taken = photograph();
            hub.enqueue(() -> receiver.accept(reader.snapshot(taken.totals())));
        } finally {
            lock.unlock();
        }
        hub.deliver();
    }

    // ---------------------------------------------------------------- admission, under the lock

    private Outcome admit(List<Visit> visits, BooleanSupplier admitNewcomer) {
        for (Visit visit : visits) {
            if (hasOptedOut(visit)) {
                return Outcome.OPTED_OUT;
            }
        }
        for (Visit visit : visits) {
            if (visit.type().showsTab() && find(visit) == null && !isLate(visit)) {
                boolean admitted = admitNewcomer.getAsBoolean() && makeRoom(visit.network());
                return admitted ? Outcome.TAKEN : Outcome.REFUSED;
            }
        }
        return Outcome.TAKEN;
    }

    private boolean hasOptedOut(Visit visit) {
        if (visit.type() == EventType.OPT_OUT) {
            return false;
        }
        AnonymousVisit who = visit.who();
        return who.tab() != null
                ? optOuts.get(who.tab()) != null
                : optOuts.get(who.visitor()) != null || (who.previous() != null && optOuts.get(who.previous()) != null);
    }

    /** Whether a visit of a tab that was closed comes after its end and does not open it again. */
    private boolean isLate(Visit visit) {
        Pseudonym tab = visit.who().tab();
        ClosedTabs.Closed closed = tab == null ? null : closedTabs.get(tab);
        return closed != null && (visit.type() != EventType.PAGE_VIEW || isOld(visit, closed.seq()));
    }

    /** Makes room for one more; false if the newcomer's network already holds more than its part. */
    private boolean makeRoom(long network) {
        if (stays.size() < settings.maxVisitors() && population.hasRoom()) {
            return true;
        }
        int heavy = Math.max(1, settings.maxVisitors() / HEAVY_NETWORK_PART);
        Stay silent = silences.first();
        if (silent == null || networks.getOrDefault(network, 0) >= heavy) {
            return false;
        }
        evicted++;
        remove(silent, LeaveReason.EVICTED, time.millis());
        return true;
    }

    // ---------------------------------------------------------------- events, under the lock

    private void applyOne(Visit visit, long now) {
        Tab tab = visit.who().tab() == null ? null : tabs.get(visit.who().tab());
        if (tab != null && isOld(visit, tab.seq)) {
            return;
        }
        if (isLate(visit)) {
            countCustom(visit, find(visit), now);
            return;
        }
        switch (visit.type()) {
            case OPT_OUT -> optOut(visit, now);
            case PAGE_LEAVE -> pageLeave(visit, tab, now);
            case PAGE_VIEW, HEARTBEAT, VISIBILITY, ENGAGEMENT, CUSTOM -> signOfLife(visit, tab, now);
        }
    }

    private static boolean isOld(Visit visit, long seq) {
        return visit.seq() != Visit.NONE && visit.seq() <= seq;
    }

    private void optOut(Visit visit, long now) {
        AnonymousVisit who = visit.who();
        optOuts.put(who.visitor(), new ClosedTabs.Closed(Visit.NONE, null, true, now));
        if (who.tab() != null) {
            optOuts.put(who.tab(), new ClosedTabs.Closed(Visit.NONE, null, true, now));
        }
        Stay stay = find(visit);
        if (stay != null) {
            forget(stay, now);
        }
    }

    private void forget(Stay stay, long now) {
        for (Tab tab : stay.tabs) {
            optOuts.put(tab.id, new ClosedTabs.Closed(Visit.NONE, null, true, now));
        }
        remove(stay, LeaveReason.FORGOTTEN, now);
    }

    private void pageLeave(Visit visit, @Nullable Tab tab, long now) {
        if (tab != null) {
            Stay stay = tab.stay;
            Before before = open(stay, now);
            drop(tab);
            closedTabs.put(tab.id, new ClosedTabs.Closed(Math.max(visit.seq(), tab.seq), stay, false, now));
            settle(stay, true, now);
            close(stay, before, false, now);
        } else if (visit.who().tab() != null) {
            // The leave came before what it follows: remember the end, so that the rest opens nothing.
            closedTabs.put(visit.who().tab(), new ClosedTabs.Closed(visit.seq(), find(visit), false, now));
        } else {
            Stay stay = find(visit);
            if (stay != null && stay.tabs.isEmpty()) {
                Before before = open(stay, now);
                settle(stay, true, now);
                close(stay, before, false, now);
            }
        }
    }

    private void signOfLife(Visit visit, @Nullable Tab known, long now) {
        Stay found = find(visit);
        Stay stay = found == null ? arrive(visit, now) : found;
        Before before = open(stay, now);
        recognise(stay, visit);
        Tab tab = known;
        if (tab == null && visit.who().tab() != null) {
            tab = openTab(stay, visit, now);
        }
        boolean seenAlready = visit.type() == EventType.PAGE_VIEW && isSeenAlready(stay, visit, now);
        boolean counted = visit.type() == EventType.PAGE_VIEW && !seenAlready;
        if (seenAlready && stay.referrer == null) {
            stay.referrer = visit.who().referrer();
        }
        if (tab != null) {
            hear(tab, visit, now);
        } else if (stay.tabs.isEmpty()) {
            showWithoutTab(stay, visit, counted, now);
        }
        if (visit.type() == EventType.PAGE_VIEW) {
            stay.lastPageViewSeenBy = (counted ? 0 : stay.lastPageViewSeenBy) | bit(visit.source());
        }
        if (counted) {
            stay.pageViews++;
            stay.lastPageViewAt = now;
            if (stay.isCounted()) {
                series.pageView();
            }
        }
        stay.showLastTab();
        settle(stay, false, now);
        close(stay, before, counted || found == null, now);
        countCustom(visit, stay, now);
    }

    /** What one event says of its tab. */
    private void hear(Tab tab, Visit visit, long now) {
        tab.seq = Math.max(tab.seq, visit.seq());
        if (visit.type() == EventType.PAGE_VIEW || visit.hidden() != null) {
            tab.hidden = visit.isHidden();
        }
        String page = visit.who().pageUrl();
        boolean view = visit.type() == EventType.PAGE_VIEW;
        if (page != null && (view || !page.equals(tab.pageUrl))) {
            tab.pageUrl = page;
            tab.pageTitle = visit.who().pageTitle();
            tab.pageSince = now;
            tab.scrollDepth = 0;
        } else if (visit.who().pageTitle() != null) {
            tab.pageTitle = visit.who().pageTitle();
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
        (tab.hidden ? hiddenTabs : visibleTabs).touch(tab.deadline, now);
    }

    /** The page of a visitor without tabs. One with tabs shows the page of a tab. */
    private static void showWithoutTab(Stay stay, Visit visit, boolean counted, long now) {
        String page = visit.who().pageUrl();
        if (page != null && visit.type() == EventType.PAGE_VIEW) {
            stay.pageUrl = page;
            stay.pageTitle = visit.who().pageTitle();
            stay.pageSince = counted ? now : stay.pageSince;
            stay.scrollDepth = 0;
        }
        if (visit.scrollDepth() != Visit.NONE) {
            stay.scrollDepth = visit.scrollDepth();
        }
    }

    /** Whether another source saw the same page view just now, and this one has not yet. */
    private static boolean isSeenAlready(Stay stay, Visit visit, long now) {
        return stay.lastPageViewSeenBy != 0
                && (stay.lastPageViewSeenBy & bit(visit.source())) == 0
                && now - stay.lastPageViewAt < SAME_VIEW_MILLIS
                && stay.pageUrl.equals(visit.who().pageUrl());
    }

    private static int bit(PageViewSource source) {
        return 1 << source.ordinal();
    }

    private void countCustom(Visit visit, @Nullable Stay stay, long now) {
        String name = visit.eventName();
        if (name == null || stay == null || !stay.isCounted()) {
            return;
        }
        customEvents.add(name, series.minuteOf(now));
        hub.totalsChanged();
        if (hub.isWatched()) {
            hub.enqueue(new CustomEvent(pixelId, stay.token, name, visit.data(), time.unixSeconds()));
        }
    }

    // ---------------------------------------------------------------- visitors, under the lock

    /** Whose visit it is: the tab's, else the pseudonym's under this salt, else under the one before. */
    private @Nullable Stay find(Visit visit) {
        AnonymousVisit who = visit.who();
        Tab tab = who.tab() == null ? null : tabs.get(who.tab());
        if (tab != null) {
            return tab.stay;
        }
        ClosedTabs.Closed closed = who.tab() == null ? null : closedTabs.get(who.tab());
        if (closed != null && closed.stay() != null && !closed.stay().gone) {
            return closed.stay();
        }
        Stay stay = stays.get(who.visitor());
        return stay != null || who.previous() == null ? stay : stays.get(who.previous());
    }

    private Stay arrive(Visit visit, long now) {
        AnonymousVisit who = visit.who();
        String page = who.pageUrl() == null ? "" : who.pageUrl();
        Stay stay = new Stay(who.visitor(), arrivalNumber++, visit.network(), page, time.unixSeconds(), now);
        stay.audience = audienceOf(visit.device());
        stay.device = visit.device();
        stay.pageTitle = who.pageTitle();
        stay.referrer = who.referrer();
        stay.utmSource = who.utmSource();
        stay.utmMedium = who.utmMedium();
        stay.utmCampaign = who.utmCampaign();
        stays.put(stay.key, stay);
        networks.merge(stay.network, 1, Integer::sum);
        population.arrived();
        arrivals.touch(stay.arrival, now);
        if (stay.isCounted()) {
            series.advance(now, census.count());
            series.arrival();
        }
        census.add(stay);
        return stay;
    }

    /** What a visit tells of who sends it. The pixel knows more than a filter; a new salt gives a new pseudonym. */
    private void recognise(Stay stay, Visit visit) {
        AnonymousVisit who = visit.who();
        if (who.previous() != null && stay.key.equals(who.previous()) && !stays.containsKey(who.visitor())) {
            stays.remove(stay.key);
            stay.key = who.visitor();
            stays.put(stay.key, stay);
        }
        Device device = visit.device();
        if (visit.source() == PageViewSource.PIXEL && !device.equals(stay.device)) {
            stay.device = device;
            if (stay.isCounted()) {
                stay.audience = audienceOf(device);
            }
        }
        stay.country = who.country() == null ? stay.country : who.country();
        stay.language = who.language() == null ? stay.language : who.language();
        silences.touch(stay.silence, time.millis());
        stay.lastSeen = time.unixSeconds();
    }

    private Stay.Audience audienceOf(Device device) {
        return switch (device.type()) {
            case BOT -> Stay.Audience.ROBOTS;
            case DESKTOP, MOBILE, TABLET, OTHER ->
                device.automated() && !settings.countAutomated() ? Stay.Audience.AUTOMATED : Stay.Audience.PEOPLE;
        };
    }

    private Tab openTab(Stay stay, Visit visit, long now) {
        Pseudonym id = Objects.requireNonNull(visit.who().tab());
        closedTabs.remove(id);
        Tab tab = new Tab(
                id,
                stay,
                visit.who().pageUrl() == null ? stay.pageUrl : visit.who().pageUrl(),
                now);
        tab.pageTitle = visit.who().pageTitle();
        if (stay.tabs.size() >= settings.maxTabs()) {
            drop(longestUnheard(stay));
        }
        stay.tabs.add(tab);
        tabs.put(id, tab);
        return tab;
    }

    private static Tab longestUnheard(Stay stay) {
        Tab oldest = stay.tabs.get(0);
        for (Tab tab : stay.tabs) {
            oldest = tab.deadline.since() < oldest.deadline.since() ? tab : oldest;
        }
        return oldest;
    }

    private void drop(Tab tab) {
        tab.stay.tabs.remove(tab);
        tabs.remove(tab.id);
        tab.deadline.leave();
        tab.stay.showLastTab();
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
        series.advance(now, census.count());
        census.remove(stay);
        detach(stay);
        if (stay.isCounted()) {
            announceLeft(stay, reason);
        }
    }

    private void detach(Stay stay) {
        stays.remove(stay.key);
        for (Tab tab : stay.tabs) {
            tabs.remove(tab.id);
            tab.deadline.leave();
        }
        stay.arrival.leave();
        stay.silence.leave();
        stay.deadline.leave();
        stay.gone = true;
        networks.computeIfPresent(stay.network, (unused, held) -> held == 1 ? null : held - 1);
        population.left();
    }

    // ---------------------------------------------------------------- changes, under the lock

    /** What dashboards showed of a visitor before a change. */
    private record Before(
            boolean counted,
            VisitorState state,
            String pageUrl,
            @Nullable String title,
            int tabs) {}

    private Before open(Stay stay, long now) {
        series.advance(now, census.count());
        census.remove(stay);
        return new Before(stay.isCounted(), stay.state, stay.pageUrl, stay.pageTitle, stay.tabs.size());
    }

    private void close(Stay stay, Before before, boolean news, long now) {
        census.add(stay);
        if (!stay.isCounted()) {
            if (before.counted()) {
                // A program turned out to drive the browser: to dashboards this visitor never was.
                announceLeft(stay, LeaveReason.FORGOTTEN);
            }
            hub.totalsChanged();
            return;
        }
        boolean changed = news
                || before.state() != stay.state
                || before.tabs() != stay.tabs.size()
                || !before.pageUrl().equals(stay.pageUrl)
                || !Objects.equals(before.title(), stay.pageTitle);
        if (changed) {
            hub.totalsChanged();
            if (hub.isWatched()) {
                hub.enqueue(new PixelVisitorActive(pixelId, stay.view(time.unixSeconds(), now)));
            }
        }
    }

    private void announceLeft(Stay stay, LeaveReason reason) {
        hub.totalsChanged();
        if (hub.isWatched()) {
            hub.enqueue(new VisitorLeft(pixelId, stay.token, stay.pageUrl, reason, time.unixSeconds()));
        }
    }

    private void expireDue(long now) {
        for (Tab tab = dueTab(now); tab != null; tab = dueTab(now)) {
            Stay stay = tab.stay;
            if (stay.tabs.size() == 1) {
                remove(stay, LeaveReason.EXPIRED, now);
            } else {
                Before before = open(stay, now);
                drop(tab);
                settle(stay, false, now);
                close(stay, before, false, now);
            }
        }
        for (Stay stay = withoutTabs.firstDue(now - settings.activeWindowMillis());
                stay != null;
                stay = withoutTabs.firstDue(now - settings.activeWindowMillis())) {
            remove(stay, LeaveReason.EXPIRED, now);
        }
        for (Stay stay = leaving.firstDue(now - settings.graceMillis());
                stay != null;
                stay = leaving.firstDue(now - settings.graceMillis())) {
            remove(stay, LeaveReason.CLOSED, now);
        }
        closedTabs.expire(now);
        optOuts.expire(now);
    }

    private @Nullable Tab dueTab(long now) {
        Tab visible = visibleTabs.firstDue(now - settings.tabTimeoutMillis());
        return visible != null ? visible : hiddenTabs.firstDue(now - settings.activeWindowMillis());
    }

    // ---------------------------------------------------------------- reading

    private Photograph photograph() {
        long now = time.millis();
        return new Photograph(
                census.count(),
                census.in(VisitorState.ACTIVE),
                census.in(VisitorState.IDLE),
                census.in(VisitorState.LEAVING),
                census.tabs(),
                census.automated(),
                census.robots(),
                census.copy(),
                customEvents.copy(series.minuteOf(now)),
                series.copy(now, census.count()),
                hub.sampled(),
                evicted,
                refused,
                time.unixSeconds());
    }
}
