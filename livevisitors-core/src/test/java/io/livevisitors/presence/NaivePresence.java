package io.livevisitors.presence;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import io.livevisitors.web.PageViewSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who is here on one pixel, in the plainest way: lists that are searched from one end to the other, and answers that are
 * worked out anew for every question. What the registry says must be what this says.
 */
final class NaivePresence {

    private static final long SAME_VIEW_MILLIS = 10_000;
    private static final int MAX_VIEWS = 8;

    /** What dashboards see of a visitor, and hear of when it changes. */
    private record Look(
            boolean person,
            VisitorState state,
            String url,
            @Nullable String title,
            int tabs) {

        static Look at(NaiveVisitor visitor) {
            NaiveVisitor.Page page = visitor.page();
            return new Look(visitor.isPerson(), visitor.state(), page.url(), page.title(), visitor.tabs.size());
        }
    }

    private final String pixelId;
    private final NaiveLimits limits;
    private final int maxPopulation;
    private final List<NaivePresence> allPixels;
    private final TimeSource time;
    private final NaiveHistory history;
    /** In the order of arrival. */
    private final List<NaiveVisitor> visitors = new ArrayList<>();

    private final NaiveMemory memory;
    private final List<VisitorEvent> announced = new ArrayList<>();

    private long evicted;
    private long trimmed;
    private long refused;
    private long event;

    /** {@code allPixels} share the population; this one adds itself. */
    NaivePresence(
            String pixelId, NaiveLimits limits, int maxPopulation, List<NaivePresence> allPixels, TimeSource time) {
        this.pixelId = pixelId;
        this.limits = limits;
        this.maxPopulation = maxPopulation;
        this.allPixels = allPixels;
        this.time = time;
        this.memory = new NaiveMemory(limits);
        this.history = new NaiveHistory(time.unixMillis(), time.millis());
        allPixels.add(this);
    }

    // ---------------------------------------------------------------- what happens

    PixelRegistry.Outcome apply(List<Visit> visits, BooleanSupplier admitNewcomer) {
        expire();
        PixelRegistry.Outcome outcome = admit(visits, admitNewcomer);
        if (outcome == PixelRegistry.Outcome.TAKEN) {
            visits.forEach(this::apply);
        } else if (outcome == PixelRegistry.Outcome.REFUSED) {
            refused += visits.size();
        }
        history.people(time.millis(), people().size());
        return outcome;
    }

    /** Ends what is due: visible tabs, hidden ones, visitors without tabs, leaving ones; each in the order it fell silent. */
    void expire() {
        silentTabs(false).forEach(this::expire);
        silentTabs(true).forEach(this::expire);
        visitors.stream()
                .filter(visitor -> visitor.tabs.isEmpty() && visitor.leavingSince == null)
                .filter(visitor -> isOver(visitor.heardAt, limits.windowMillis()))
                .sorted(Comparator.comparingLong(visitor -> visitor.heardIn))
                .toList()
                .forEach(visitor -> remove(visitor, LeaveReason.EXPIRED));
        visitors.stream()
                .filter(visitor -> visitor.leavingSince != null && isOver(visitor.leavingSince, limits.graceMillis()))
                .sorted(Comparator.comparingLong(visitor -> visitor.leavingIn))
                .toList()
                .forEach(visitor -> remove(visitor, LeaveReason.CLOSED));
        memory.expire(now());
        history.people(time.millis(), people().size());
    }

    /** Erases who has a token, and everything their tabs still send. */
    boolean forget(String token) {
        NaiveVisitor visitor = byToken(token);
        if (visitor != null) {
            forget(visitor);
        }
        history.people(time.millis(), people().size());
        return visitor != null;
    }

    void refused(int events) {
        refused += events;
    }

    // ---------------------------------------------------------------- what is asked

    List<NaiveVisitor> visitors() {
        return visitors;
    }

    List<NaiveVisitor> people() {
        List<NaiveVisitor> people = new ArrayList<>(visitors);
        people.removeIf(visitor -> !visitor.isPerson());
        return people;
    }

    /** How many people a name holds for. */
    Map<String, Integer> count(Function<NaiveVisitor, @Nullable String> name) {
        Map<String, Integer> counts = new HashMap<>();
        for (NaiveVisitor visitor : visitors) {
            String value = visitor.isPerson() ? name.apply(visitor) : null;
            if (value != null) {
                counts.merge(value, 1, Integer::sum);
            }
        }
        return counts;
    }

    boolean isOpen(Pseudonym tab) {
        return openTab(tab) != null;
    }

    boolean isAtRest() {
        return visitors.isEmpty() && memory.isEmpty();
    }

    NaiveHistory history() {
        return history;
    }

    NaiveLimits limits() {
        return limits;
    }

    long trimmed() {
        return trimmed;
    }

    long evicted() {
        return evicted;
    }

    long refused() {
        return refused;
    }

    /** What was announced since this was last asked. */
    List<VisitorEvent> takeAnnounced() {
        List<VisitorEvent> taken = List.copyOf(announced);
        announced.clear();
        return taken;
    }

    // ---------------------------------------------------------------- who may come in

    /** A request is taken whole or not at all, by what is known before any of it is applied. */
    private PixelRegistry.Outcome admit(List<Visit> visits, BooleanSupplier admitNewcomer) {
        for (Visit visit : visits) {
            if (visit.type() != EventType.OPT_OUT && memory.hasOptedOut(visit)) {
                return PixelRegistry.Outcome.OPTED_OUT;
            }
        }
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            if (isNewcomer(visit) && !isClosedBefore(visit, visits.subList(0, i))) {
                return admitNewcomer.getAsBoolean() && makeRoom(visit)
                        ? PixelRegistry.Outcome.TAKEN
                        : PixelRegistry.Outcome.REFUSED;
            }
        }
        return PixelRegistry.Outcome.TAKEN;
    }

    private boolean isNewcomer(Visit visit) {
        return visit.type() != EventType.OPT_OUT
                && visit.type() != EventType.PAGE_LEAVE
                && whose(visit) == null
                && !isAfterEnd(visit);
    }

    /** Whether one of the earlier visits of its request closes its tab, so that it opens nothing. */
    private static boolean isClosedBefore(Visit visit, List<Visit> earlier) {
        for (Visit other : earlier) {
            boolean sameTab = visit.who().tab() != null
                    && visit.who().tab().equals(other.who().tab());
            if (other.type() == EventType.PAGE_LEAVE && sameTab && !opensAgain(visit, other.seq())) {
                return true;
            }
        }
        return false;
    }

    private boolean hasRoom() {
        int population = 0;
        for (NaivePresence pixel : allPixels) {
            population += pixel.visitors.size();
        }
        return visitors.size() < limits.visitors() && population < maxPopulation;
    }

    private boolean makeRoom(Visit newcomer) {
        if (hasRoom()) {
            return true;
        }
        if (isHeavy(newcomer.network())) {
            return false;
        }
        NaiveVisitor silent = longestSilent(false);
        if (silent == null
                && NaiveVisitor.Kind.of(NaiveVisitor.deviceOf(newcomer), limits.countAutomated())
                        == NaiveVisitor.Kind.PERSON) {
            silent = longestSilent(true);
        }
        if (silent == null) {
            return false;
        }
        evicted++;
        remove(silent, LeaveReason.EVICTED);
        return true;
    }

    private @Nullable NaiveVisitor longestSilent(boolean person) {
        return visitors.stream()
                .filter(visitor -> visitor.isPerson() == person)
                .min(Comparator.comparingLong(visitor -> visitor.heardIn))
                .orElse(null);
    }

    /** Whether a full registry lets no more of a network in: it holds more than one, and no other holds more. */
    private boolean isHeavy(long network) {
        Map<Long, Integer> held = new HashMap<>();
        visitors.forEach(visitor -> held.merge(visitor.network, 1, Integer::sum));
        int own = held.getOrDefault(network, 0);
        return own > 1 && held.values().stream().allMatch(others -> others <= own);
    }

    // ---------------------------------------------------------------- whose it is

    private @Nullable NaiveVisitor whose(Visit visit) {
        NaiveVisitor byTab = byTab(visit.who().tab());
        if (byTab != null) {
            return byTab;
        }
        NaiveVisitor visitor = byKey(visit.who().visitor());
        if (visitor == null && visit.who().previous() != null) {
            visitor = byKey(visit.who().previous());
        }
        return visitor == null ? byToken(visit.who().visitor().token()) : visitor;
    }

    /** Who is shown under a token: somebody on whose way here the salt changed names them so. */
    private @Nullable NaiveVisitor byToken(String token) {
        for (NaiveVisitor visitor : visitors) {
            if (visitor.token.equals(token)) {
                return visitor;
            }
        }
        return null;
    }

    /** Whose tab it is, or was before it was closed. */
    private @Nullable NaiveVisitor byTab(@Nullable Pseudonym id) {
        NaiveVisitor.Tab tab = openTab(id);
        if (tab != null) {
            return tab.visitor;
        }
        NaiveMemory.End end = memory.endOf(id);
        return end != null && visitors.contains(end.visitor()) ? end.visitor() : null;
    }

    private @Nullable NaiveVisitor byKey(Pseudonym key) {
        for (NaiveVisitor visitor : visitors) {
            if (visitor.key.equals(key)) {
                return visitor;
            }
        }
        return null;
    }

    private NaiveVisitor.@Nullable Tab openTab(@Nullable Pseudonym id) {
        for (NaiveVisitor visitor : visitors) {
            for (NaiveVisitor.Tab tab : visitor.tabs) {
                if (tab.id.equals(id)) {
                    return tab;
                }
            }
        }
        return null;
    }

    /** A late or repeated number of an open tab. */
    private boolean isStale(Visit visit) {
        NaiveVisitor.Tab tab = openTab(visit.who().tab());
        return tab != null && visit.seq() != Visit.NONE && visit.seq() <= tab.seq;
    }

    /** Of a closed tab, and not the page view that opens it again. */
    private boolean isAfterEnd(Visit visit) {
        NaiveMemory.End end = memory.endOf(visit.who().tab());
        if (end == null || openTab(visit.who().tab()) != null) {
            return false;
        }
        return !opensAgain(visit, end.seq());
    }

    /** Whether a visit opens a tab again whose end has a number. */
    private static boolean opensAgain(Visit visit, long end) {
        boolean later = visit.seq() == Visit.NONE ? end == Visit.NONE : visit.seq() > end;
        return visit.type() == EventType.PAGE_VIEW && later;
    }

    // ---------------------------------------------------------------- what an event does

    private void apply(Visit visit) {
        event++;
        if (visit.type() == EventType.OPT_OUT) {
            optOut(visit);
        } else if (isAfterEnd(visit)) {
            if (visit.type() == EventType.PAGE_LEAVE && !memory.hasOptedOut(visit)) {
                leaveAgain(visit);
            }
        } else if (!isStale(visit) && !memory.hasOptedOut(visit)) {
            if (visit.type() == EventType.PAGE_LEAVE) {
                pageLeave(visit);
            } else {
                signOfLife(visit);
            }
        }
    }

    private void optOut(Visit visit) {
        NaiveVisitor visitor = whose(visit);
        memory.optOut(visit.who().visitor(), now());
        if (visit.who().tab() != null) {
            memory.optOut(visit.who().tab(), now());
        }
        if (visitor != null) {
            memory.optOut(visitor.key, now());
            forget(visitor);
        }
    }

    /** Of a tab that is closed: page views before it are late. */
    private void leaveAgain(Visit visit) {
        NaiveMemory.End end = memory.endOf(visit.who().tab());
        if (end != null && visit.seq() > end.seq()) {
            memory.endedLater(end, visit.seq());
        }
    }

    private void pageLeave(Visit visit) {
        Pseudonym id = visit.who().tab();
        NaiveVisitor.Tab tab = openTab(id);
        NaiveVisitor visitor = whose(visit);
        if (id != null && tab == null) {
            memory.end(new NaiveMemory.End(id, visit.seq(), visitor, now()));
        }
        if (visitor == null || (tab == null && !isLeftWithoutTab(visitor, visit))) {
            return;
        }
        Look before = Look.at(visitor);
        if (tab == null && visitor.leavingSince == null) {
            visitor.pageWithoutTabs = visitor.pageWithoutTabs.measured(visit, now());
            visitor.journey.update(null, visitor.pageWithoutTabs);
            visitor.journey.end(null, now());
        } else if (tab != null) {
            tab.page = tab.page.measured(visit, now());
            visitor.journey.update(tab, tab.page);
            close(tab);
            memory.end(new NaiveMemory.End(tab.id, Math.max(tab.seq, visit.seq()), visitor, now()));
        }
        if (visitor.tabs.isEmpty() && visitor.leavingSince == null) {
            visitor.leavingSince = now();
            visitor.leavingIn = event;
        }
        announce(visitor, before, null);
    }

    /** Whether a leave that closes no open tab is that of a visitor without tabs: it names none, or the page shown. */
    private static boolean isLeftWithoutTab(NaiveVisitor visitor, Visit visit) {
        return visitor.tabs.isEmpty()
                && (visit.who().tab() == null || visitor.page().url().equals(url(visit)));
    }

    private void signOfLife(Visit visit) {
        NaiveVisitor known = whose(visit);
        if (known == null ? !hasRoom() : isEcho(known, visit)) {
            return;
        }
        NaiveVisitor visitor = known == null ? arrive(visit) : known;
        Look before = Look.at(visitor);
        recognise(visitor, visit);
        boolean pageView = visit.type() == EventType.PAGE_VIEW && isFirstSight(visitor, visit);
        Pseudonym tab = visit.who().tab();
        if (tab != null) {
            hear(tabOf(visitor, tab, visit, pageView), visit, pageView);
        } else if (visitor.tabs.isEmpty()) {
            hearWithoutTab(visitor, visit, pageView);
        }
        visitor.leavingSince = null;
        if (pageView) {
            visitor.pageViews++;
            if (visitor.isPerson()) {
                history.pageView(time.millis());
            }
        }
        String opened = pageView ? url(visit) : null;
        if (known == null) {
            announceActive(visitor, opened);
        } else {
            announce(visitor, before, opened);
        }
        if (visit.eventName() != null && visitor.isPerson()) {
            history.customEvent(visit.eventName(), time.millis());
            announced.add(new CustomEvent(pixelId, visitor.token, visit.eventName(), visit.data(), wallSeconds()));
        }
    }

    /** Whether an event that names no tab tells of what was before its visitor left. */
    private boolean isEcho(NaiveVisitor visitor, Visit visit) {
        if (visitor.leavingSince == null || visit.who().tab() != null) {
            return false;
        }
        return visit.type() == EventType.PAGE_VIEW
                ? sawAlready(visitor, visit)
                : visit.type() == EventType.VISIBILITY && Boolean.TRUE.equals(visit.hidden());
    }

    private NaiveVisitor arrive(Visit visit) {
        AnonymousVisit who = visit.who();
        NaiveVisitor.Page page = new NaiveVisitor.Page(url(visit), who.pageTitle(), now(), 0);
        NaiveVisitor visitor = new NaiveVisitor(visit, page, wallSeconds(), event);
        visitor.kind = NaiveVisitor.Kind.of(visitor.device, limits.countAutomated());
        visitors.add(visitor);
        if (who.tab() == null) {
            visitor.journey.open(null, page);
        }
        if (visitor.isPerson()) {
            history.arrival(who, time.millis());
        }
        return visitor;
    }

    private void recognise(NaiveVisitor visitor, Visit visit) {
        AnonymousVisit who = visit.who();
        visitor.heardAt = now();
        visitor.heardIn = event;
        visitor.lastSeen = Math.max(visitor.firstSeen, wallSeconds());
        if (visitor.key.equals(who.previous()) && byKey(who.visitor()) == null) {
            visitor.key = who.visitor();
        }
        if (visit.source() == PageViewSource.PIXEL) {
            takeDevice(visitor, visit.device());
        }
        if (who.country() != null) {
            visitor.country = who.country();
        }
        if (who.language() != null) {
            visitor.language = who.language();
        }
    }

    /** A robot stays one. */
    private void takeDevice(NaiveVisitor visitor, Device device) {
        if (visitor.device.type() == DeviceType.BOT) {
            return;
        }
        visitor.device = device;
        if (visitor.isPerson()) {
            visitor.kind = NaiveVisitor.Kind.of(device, limits.countAutomated());
        }
    }

    /** Whether a page view is not one that another source saw already. */
    private boolean isFirstSight(NaiveVisitor visitor, Visit visit) {
        if (sawAlready(visitor, visit)) {
            if (visitor.referrer == null && visit.isSpam()) {
                takeDevice(visitor, NaiveVisitor.deviceOf(visit));
            }
            if (visitor.referrer == null) {
                visitor.referrer = visit.who().referrer();
            }
            if (visit.source() == PageViewSource.FILTER_WITH_HINTS && visitor.tabs.isEmpty()) {
                takeDevice(visitor, visit.device());
            }
            return false;
        }
        visitor.views.removeIf(view -> isOver(view.at(), SAME_VIEW_MILLIS));
        visitor.views.add(new NaiveVisitor.View(url(visit), now(), new ArrayList<>(List.of(visit.source()))));
        if (visitor.views.size() > MAX_VIEWS) {
            visitor.views.remove(0);
        }
        return true;
    }

    /** Whether another source saw the same page view; if so, this one has seen it now too. */
    private boolean sawAlready(NaiveVisitor visitor, Visit visit) {
        for (NaiveVisitor.View view : visitor.views) {
            if (!isOver(view.at(), SAME_VIEW_MILLIS)
                    && view.url().equals(url(visit))
                    && !view.seenBy().contains(visit.source())) {
                view.seenBy().add(visit.source());
                return true;
            }
        }
        return false;
    }

    // ---------------------------------------------------------------- tabs

    /** The visit's tab, opened if it is not: the one longest unheard of makes room for it. */
    private NaiveVisitor.Tab tabOf(NaiveVisitor visitor, Pseudonym id, Visit visit, boolean pageView) {
        NaiveVisitor.Tab known = openTab(id);
        if (known != null) {
            return known;
        }
        if (visitor.tabs.size() >= limits.tabs()) {
            trimmed++;
            giveUp(visitor.tabsByView().stream()
                    .min(Comparator.comparingLong(tab -> tab.heardAt))
                    .orElseThrow());
        }
        memory.opened(id);
        NaiveVisitor.Page page = new NaiveVisitor.Page(url(visit), visit.who().pageTitle(), now(), 0);
        long viewed = visit.type() == EventType.PAGE_VIEW ? event : -event;
        NaiveVisitor.Tab tab = new NaiveVisitor.Tab(id, visitor, page, viewed);
        boolean seenWithoutTab = visitor.tabs.isEmpty()
                && visit.type() == EventType.PAGE_VIEW
                && !pageView
                && visitor.pageWithoutTabs.url().equals(url(visit));
        visitor.tabs.add(tab);
        if (seenWithoutTab) {
            visitor.journey.takeOver(tab);
        } else {
            visitor.journey.end(null, now());
            if (visit.type() == EventType.PAGE_VIEW) {
                visitor.journey.open(tab, page);
            } else {
                tab.page = visitor.journey.resume(tab, page);
            }
        }
        return tab;
    }

    private void hear(NaiveVisitor.Tab tab, Visit visit, boolean pageView) {
        boolean view = visit.type() == EventType.PAGE_VIEW;
        tab.seq = Math.max(tab.seq, visit.seq());
        tab.heardAt = now();
        tab.heardIn = event;
        if (visit.hidden() != null) {
            tab.hidden = visit.hidden();
        } else if (view) {
            tab.hidden = false;
        }
        if (view && tab.viewedIn < event) {
            boolean turned = pageView || !tab.page.url().equals(url(visit));
            tab.viewedIn = event;
            tab.page = new NaiveVisitor.Page(url(visit), visit.who().pageTitle(), now(), 0);
            if (turned) {
                tab.visitor.journey.end(tab, now());
                tab.visitor.journey.open(tab, tab.page);
            }
        }
        tab.page = tab.page.measured(visit, now());
        tab.visitor.journey.update(tab, tab.page);
    }

    private void hearWithoutTab(NaiveVisitor visitor, Visit visit, boolean pageView) {
        NaiveVisitor.Page page = visitor.pageWithoutTabs;
        String title = visit.who().pageTitle();
        boolean arrived = visitor.arrivedIn == event;
        if (pageView && !arrived) {
            page = new NaiveVisitor.Page(url(visit), title, now(), 0);
            visitor.journey.end(null, now());
            visitor.journey.open(null, page);
        } else if (visit.type() == EventType.PAGE_VIEW
                && title != null
                && page.url().equals(url(visit))) {
            page = new NaiveVisitor.Page(page.url(), title, page.since(), page.scrollDepth());
        }
        if (!pageView && visitor.leavingSince != null) {
            visitor.journey.showAgain();
        }
        visitor.pageWithoutTabs = page.measured(visit, now());
        visitor.journey.update(null, visitor.pageWithoutTabs);
    }

    /** A visitor whose last tab is closed goes on showing its page. */
    private void close(NaiveVisitor.Tab tab) {
        tab.visitor.pageWithoutTabs = tab.page;
        drop(tab);
    }

    private void giveUp(NaiveVisitor.Tab tab) {
        memory.loss(new NaiveMemory.End(tab.id, tab.seq, tab.visitor, now()));
        if (tab.visitor.tabs.size() == 1) {
            close(tab);
        } else {
            drop(tab);
        }
    }

    private void drop(NaiveVisitor.Tab tab) {
        tab.visitor.tabs.remove(tab);
        tab.visitor.journey.end(tab, now());
    }

    private List<NaiveVisitor.Tab> silentTabs(boolean hidden) {
        List<NaiveVisitor.Tab> silent = new ArrayList<>();
        for (NaiveVisitor visitor : visitors) {
            for (NaiveVisitor.Tab tab : visitor.tabs) {
                long timeout = hidden ? limits.windowMillis() : limits.tabTimeoutMillis();
                if (tab.hidden == hidden && isOver(tab.heardAt, timeout)) {
                    silent.add(tab);
                }
            }
        }
        silent.sort(Comparator.comparingLong(tab -> tab.heardIn));
        return silent;
    }

    private void expire(NaiveVisitor.Tab tab) {
        NaiveVisitor visitor = tab.visitor;
        if (visitor.tabs.size() == 1) {
            remove(visitor, LeaveReason.EXPIRED);
            return;
        }
        Look before = Look.at(visitor);
        giveUp(tab);
        announce(visitor, before, null);
    }

    // ---------------------------------------------------------------- ends

    private void forget(NaiveVisitor visitor) {
        List<NaiveVisitor.Tab> tabs = visitor.tabsByView();
        for (int i = tabs.size() - 1; i >= 0; i--) {
            memory.optOut(tabs.get(i).id, now());
        }
        visitor.forgotten = true;
        remove(visitor, LeaveReason.FORGOTTEN);
    }

    private void remove(NaiveVisitor visitor, LeaveReason reason) {
        if (visitor.isPerson()) {
            announceLeft(visitor, reason);
            if (reason != LeaveReason.FORGOTTEN) {
                history.departure(visitor.key, limits.visitors(), time.millis());
            }
        }
        visitors.remove(visitor);
    }

    // ---------------------------------------------------------------- what is told

    /** A page that was opened is news, whatever else changed or not. */
    private void announce(NaiveVisitor visitor, Look before, @Nullable String opened) {
        if (before.person && !visitor.isPerson()) {
            announceLeft(visitor, LeaveReason.FORGOTTEN);
        } else if (opened != null || !before.equals(Look.at(visitor))) {
            announceActive(visitor, opened);
        }
    }

    private void announceActive(NaiveVisitor visitor, @Nullable String opened) {
        if (visitor.isPerson()) {
            announced.add(new PixelVisitorActive(pixelId, visitor.shown(wallSeconds(), now()), opened));
        }
    }

    private void announceLeft(NaiveVisitor visitor, LeaveReason reason) {
        announced.add(new VisitorLeft(pixelId, visitor.token, visitor.page().url(), reason, wallSeconds()));
    }

    private static String url(Visit visit) {
        return visit.who().pageUrl() == null ? "" : visit.who().pageUrl();
    }

    private boolean isOver(long since, long millis) {
        return since + millis <= now();
    }

    /** By the ticker that deadlines go by. */
    private long now() {
        return time.runningMillis();
    }

    private long wallSeconds() {
        return time.unixSeconds();
    }
}
