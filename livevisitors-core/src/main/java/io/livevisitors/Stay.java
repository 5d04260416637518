package io.livevisitors;

import io.livevisitors.device.Device;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One visitor for as long as it is here. What it may do and when it ends is {@link PixelRegistry}'s business; this holds
 * the values. Owned by the registry's lock.
 */
final class Stay {

    /** Whether a visitor is one of those that are counted. */
    enum Audience {
        PEOPLE,
        AUTOMATED,
        ROBOTS
    }

    /** Under which pseudonym it is found now; a new salt gives it a new one. */
    Pseudonym key;
    /** What it is called outside, for as long as it stays. */
    final String token;
    /** Which arrival of its pixel this was, counting up. */
    final long arrivalNumber;

    final long network;
    final long firstSeen;
    final Lineup.Place<Stay> arrival = new Lineup.Place<>(this);
    final Lineup.Place<Stay> silence = new Lineup.Place<>(this);
    final Lineup.Place<Stay> deadline = new Lineup.Place<>(this);
    /** Open tabs; the one that shows the last page view stands last. */
    final List<Tab> tabs = new ArrayList<>(1);
    /** The names under which the census counts it now, by dimension; null while it is not counted. */
    @Nullable String @Nullable [] countedAs;

    Audience audience = Audience.PEOPLE;
    VisitorState state = VisitorState.ACTIVE;
    boolean gone;
    Device device = Device.UNKNOWN;

    @Nullable String country;

    @Nullable String language;

    String pageUrl;

    @Nullable String pageTitle;

    String entryPage;

    @Nullable String referrer;

    @Nullable String utmSource;

    @Nullable String utmMedium;

    @Nullable String utmCampaign;

    int pageViews;
    int scrollDepth;
    /** Since when its page is shown, in milliseconds of the ticker. */
    long pageSince;

    long lastSeen;
    /** Page views of the last seconds, oldest first, to tell what several sources see of one. */
    final List<RecentView> recentViews = new ArrayList<>(1);

    /** One page view and the sources that saw it, one bit each; {@code at} in milliseconds of the ticker. */
    static final class RecentView {

        final String url;
        final long at;
        int seenBy;

        RecentView(String url, int seenBy, long at) {
            this.url = url;
            this.seenBy = seenBy;
            this.at = at;
        }
    }

    Stay(Pseudonym key, long arrivalNumber, long network, String entryPage, long unixSeconds, long now) {
        this.key = key;
        this.token = key.token();
        this.arrivalNumber = arrivalNumber;
        this.network = network;
        this.entryPage = entryPage;
        this.pageUrl = entryPage;
        this.firstSeen = unixSeconds;
        this.lastSeen = unixSeconds;
        this.pageSince = now;
    }

    boolean isCounted() {
        return audience == Audience.PEOPLE;
    }

    /** The tab whose page is shown; null without tabs. */
    @Nullable Tab shownTab() {
        return tabs.isEmpty() ? null : tabs.get(tabs.size() - 1);
    }

    /** Shows the page of the tab viewed last, if there is one. */
    void showLastTab() {
        Tab shown = shownTab();
        if (shown != null) {
            pageUrl = shown.pageUrl;
            pageTitle = shown.pageTitle;
            pageSince = shown.pageSince;
            scrollDepth = shown.scrollDepth;
        }
    }

    /** Forgets what it did; closed tabs may still point here for a while. */
    void erase() {
        pageUrl = "";
        pageTitle = null;
        entryPage = "";
        recentViews.clear();
        referrer = null;
        utmSource = null;
        utmMedium = null;
        utmCampaign = null;
        tabs.clear();
    }

    Visitor view(long unixSeconds, long now) {
        return new Visitor(
                token,
                pageUrl,
                pageTitle,
                entryPage,
                referrer,
                utmSource,
                utmMedium,
                utmCampaign,
                device,
                country,
                language,
                state,
                tabs.size(),
                pageViews,
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, (now - pageSince) / 1_000)),
                scrollDepth,
                firstSeen,
                lastSeen,
                unixSeconds);
    }
}
