package io.livevisitors.presence;

import io.livevisitors.device.Device;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A visitor of the model. What can be worked out from its tabs is, each time it is asked for. */
final class NaiveVisitor {

    /** Whom it is counted with. Who is not a person never becomes one. */
    enum Kind {
        PERSON,
        AUTOMATED,
        ROBOT;

        static Kind of(Device device, boolean countAutomated) {
            if (device.type() == DeviceType.BOT) {
                return ROBOT;
            }
            return device.automated() && !countAutomated ? AUTOMATED : PERSON;
        }
    }

    /** A page that is shown, since a time of the ticker. */
    record Page(String url, @Nullable String title, long since, int scrollDepth) {

        Page scrolledTo(int depth) {
            return depth == Visit.NONE ? this : new Page(url, title, since, depth);
        }

        Page shownFor(int seconds, long now) {
            return seconds == Visit.NONE ? this : notAfter(now - seconds * 1_000L);
        }

        Page notAfter(long time) {
            return new Page(url, title, Math.min(since, time), scrollDepth);
        }

        /** With what an event says of it. */
        Page measured(Visit visit, long now) {
            return scrolledTo(visit.scrollDepth()).shownFor(visit.timeOnPage(), now);
        }
    }

    /** An open tab. */
    static final class Tab {

        final Pseudonym id;
        final NaiveVisitor visitor;
        Page page;
        long seq = Visit.NONE;
        boolean hidden;
        /** When it was heard of, by the ticker, and which event of the pixel that was. */
        long heardAt;

        long heardIn;
        /** In which event its last page view came; less than 0, the later the less, if there was none yet. */
        long viewedIn;

        Tab(Pseudonym id, NaiveVisitor visitor, Page page, long viewedIn) {
            this.id = id;
            this.visitor = visitor;
            this.page = page;
            this.viewedIn = viewedIn;
        }
    }

    /** One page view, and the sources that saw it. */
    record View(String url, long at, List<Object> seenBy) {}

    Pseudonym key;
    final String token;
    final long network;
    final String entryPage;
    final long firstSeen;
    /** Which event of the pixel it came with. */
    final long arrivedIn;

    final List<Tab> tabs = new ArrayList<>();
    final List<View> views = new ArrayList<>();
    final NaiveJourney journey = new NaiveJourney();
    Kind kind = Kind.PERSON;
    Device device;
    long lastSeen;
    /** When and in which event it was last heard of. */
    long heardAt;

    long heardIn;
    /** Since when it is leaving; null if it is not. */
    @Nullable Long leavingSince;
    /** In which event it last began to leave. */
    long leavingIn;
    /** What it shows while it has no tabs. */
    Page pageWithoutTabs;

    /** Gone, and so are its closed tabs. */
    boolean forgotten;

    @Nullable String country;

    @Nullable String language;

    @Nullable String referrer;

    @Nullable String utmSource;

    @Nullable String utmMedium;

    @Nullable String utmCampaign;

    int pageViews;

    /** The device of whoever comes with a visit. */
    static Device deviceOf(Visit visit) {
        Device device = visit.device();
        if (!visit.isSpam() || device.type() == DeviceType.BOT) {
            return device;
        }
        return new Device(
                DeviceType.BOT,
                device.browser(),
                device.browserVersion(),
                device.os(),
                device.osVersion(),
                device.automated(),
                "its referrer is on the list of referrer spam");
    }

    NaiveVisitor(Visit first, Page page, long wallSeconds, long event) {
        this.key = first.who().visitor();
        this.token = key.token();
        this.network = first.network();
        this.device = deviceOf(first);
        this.pageWithoutTabs = page;
        this.entryPage = page.url();
        this.firstSeen = wallSeconds;
        this.lastSeen = wallSeconds;
        this.arrivedIn = event;
        this.referrer = first.who().referrer();
        this.utmSource = first.who().utmSource();
        this.utmMedium = first.who().utmMedium();
        this.utmCampaign = first.who().utmCampaign();
    }

    boolean isPerson() {
        return kind == Kind.PERSON;
    }

    /** Tabs by their last page view. */
    List<Tab> tabsByView() {
        return tabs.stream()
                .sorted(Comparator.comparingLong(tab -> tab.viewedIn))
                .toList();
    }

    /** The page of the tab whose page view was last. */
    Page page() {
        Page page = pageWithoutTabs;
        long last = Long.MIN_VALUE;
        for (Tab tab : tabs) {
            if (tab.viewedIn > last) {
                last = tab.viewedIn;
                page = tab.page;
            }
        }
        return page;
    }

    VisitorState state() {
        if (tabs.isEmpty()) {
            return leavingSince == null ? VisitorState.ACTIVE : VisitorState.LEAVING;
        }
        for (Tab tab : tabs) {
            if (!tab.hidden) {
                return VisitorState.ACTIVE;
            }
        }
        return VisitorState.IDLE;
    }

    /** As it is shown, in every field. */
    Visitor shown(long wallSeconds, long now) {
        Page page = page();
        return new Visitor(
                token,
                page.url(),
                page.title(),
                entryPage,
                referrer,
                utmSource,
                utmMedium,
                utmCampaign,
                device,
                country,
                language,
                state(),
                tabs.size(),
                pageViews,
                (int) ((now - page.since()) / 1_000),
                page.scrollDepth(),
                firstSeen,
                lastSeen,
                wallSeconds);
    }
}
