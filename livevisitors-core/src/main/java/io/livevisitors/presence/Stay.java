package io.livevisitors.presence;

import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.Pseudonym;
import org.jspecify.annotations.Nullable;

/**
 * One visitor for as long as it is here. What it may do and when it ends is {@link Presence}'s business; this holds the
 * values, which are as small as they can be: there may be a million. As a member of a lineup it stands where it was last
 * heard of. Owned by the registry's lock.
 */
final class Stay extends PseudonymTable.Entry<Stay> {

    /** What it is called outside if that is not its pseudonym of today: it came under another salt. */
    @Nullable Pseudonym firstId;
    /** Which arrival of its pixel this was, counting up. */
    final long arrivalNumber;
    /** Who arrived before and after it, and is still here. */
    @Nullable Stay earlier;

    @Nullable Stay later;

    /** A number that stands for the network it came from. */
    final int network;

    private final int firstSeen;
    private int lastSeen;

    Audience audience;
    VisitorState state = VisitorState.ACTIVE;
    Profile profile;
    Acquisition acquisition;
    Name entryPage;

    /** The tab whose page is shown: the open one viewed last; the last one if none is open. */
    @SuppressWarnings("NullAway.Init") // set by Tabs before anybody sees the visitor
    Tab top;

    /** How many tabs are open. */
    int tabs;

    int pageViews;
    /** Null until there is more to tell than the page shown. */
    @Nullable JourneyLog journey;
    /** The newest of its page views that other sources may see too; the oldest follows it. */
    @Nullable RecentView lastView;
    /** How many these are. */
    byte recentViews;
    /** By which sources they came, a bit for each. */
    byte viewSources;

    boolean gone;
    /** Gone, and to leave no trace. */
    boolean forgotten;

    Stay(
            Pseudonym id,
            long arrivalNumber,
            int network,
            Audience audience,
            Profile profile,
            Acquisition acquisition,
            Name entryPage,
            long unixSeconds) {
        super(id);
        this.arrivalNumber = arrivalNumber;
        this.network = network;
        this.audience = audience;
        this.profile = profile;
        this.acquisition = acquisition;
        this.entryPage = entryPage;
        this.firstSeen = (int) unixSeconds;
        this.lastSeen = (int) unixSeconds;
    }

    boolean isCounted() {
        return audience == Audience.PEOPLE;
    }

    /** What it is called outside, for as long as it stays. */
    String token() {
        return (firstId == null ? id() : firstId).token();
    }

    /** Notes when it was last heard of; not before it came, should the clock have been set back. */
    void seenAt(long unixSeconds) {
        lastSeen = (int) Math.max(Integer.toUnsignedLong(firstSeen), unixSeconds);
    }

    /** Bytes of its texts, those of its tabs and its journey included. */
    int bytes() {
        int bytes = entryPage.bytes + acquisition.bytes() + (journey == null ? 0 : journey.bytes());
        for (Tab tab = top; tab != null; tab = tab.below) {
            bytes += tab.bytes();
        }
        return bytes;
    }

    /** Forgets what it did: closed tabs may still point here for a while. */
    @SuppressWarnings("NullAway") // nobody looks at who is gone
    void erase() {
        top = null;
        entryPage = null;
        profile = null;
        acquisition = null;
        journey = null;
    }

    Look look() {
        return new Look(audience, state, tabs, top.page, top.title, entryPage, profile, acquisition);
    }

    Visitor view(long unixSeconds, long now) {
        return new Visitor(
                token(),
                top.page.text,
                top.title == null ? null : top.title.text,
                entryPage.text,
                acquisition.key().referrer(),
                acquisition.key().utmSource(),
                acquisition.key().utmMedium(),
                acquisition.key().utmCampaign(),
                profile.device(),
                profile.key().country(),
                profile.key().language(),
                state,
                tabs,
                pageViews,
                top.secondsOnPage(now),
                top.scrollDepth,
                Integer.toUnsignedLong(firstSeen),
                Integer.toUnsignedLong(lastSeen),
                unixSeconds);
    }
}
