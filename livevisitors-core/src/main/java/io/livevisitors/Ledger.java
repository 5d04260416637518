package io.livevisitors;

import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The books of a pixel: every visitor is taken out before it changes and entered again after, so the totals are right at
 * every moment; what dashboards must hear of the change goes to the hub. Owned by the registry's lock.
 */
final class Ledger {

    private final String pixelId;
    private final TimeSource time;
    private final PixelHub hub;
    private final Census census;
    private final MinuteSeries series;
    private final EventCounts customEvents;
    private long evicted;
    private long refused;

    Ledger(String pixelId, PresenceSettings settings, TimeSource time, PixelHub hub) {
        this.pixelId = pixelId;
        this.time = time;
        this.hub = hub;
        this.census = new Census(settings.maxNames());
        this.series = new MinuteSeries(time.unixSeconds(), time.millis());
        this.customEvents = new EventCounts(settings.maxEventNames());
    }

    /** What dashboards showed of a visitor before a change. */
    record Before(
            boolean counted,
            VisitorState state,
            String pageUrl,
            @Nullable String title,
            int tabs) {}

    int count() {
        return census.count();
    }

    /** Enters somebody new. */
    void arrived(Stay stay, long now) {
        series.advance(now, census.count());
        if (stay.isCounted()) {
            series.arrival();
        }
        census.add(stay);
    }

    /** Takes a visitor out, to be changed and given to {@link #close}. */
    Before open(Stay stay, long now) {
        series.advance(now, census.count());
        census.remove(stay);
        return new Before(stay.isCounted(), stay.state, stay.pageUrl, stay.pageTitle, stay.tabs.size());
    }

    /** Enters a visitor again and announces what changed. */
    void close(Stay stay, Before before, long now) {
        close(stay, before, false, null, now);
    }

    /**
     * Enters a visitor again and announces what changed.
     *
     * @param news whether there is something to announce even if it looks as before
     * @param openedPage the page of a page view; null if it is none
     */
    void close(Stay stay, Before before, boolean news, @Nullable String openedPage, long now) {
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
                hub.enqueue(new PixelVisitorActive(pixelId, stay.view(time.unixSeconds(), now), openedPage));
            }
        }
    }

    /** Takes a visitor out for good. */
    void left(Stay stay, LeaveReason reason, long now) {
        series.advance(now, census.count());
        census.remove(stay);
        evicted += reason == LeaveReason.EVICTED ? 1 : 0;
        hub.totalsChanged();
        if (stay.isCounted()) {
            announceLeft(stay, reason);
        }
    }

    private void announceLeft(Stay stay, LeaveReason reason) {
        hub.totalsChanged();
        if (hub.isWatched()) {
            hub.enqueue(new VisitorLeft(pixelId, stay.token, stay.pageUrl, reason, time.unixSeconds()));
        }
    }

    /** A page view of a visitor who is taken out now. */
    void pageView(Stay stay) {
        if (stay.isCounted()) {
            series.pageView();
        }
    }

    /** The custom event of a visitor, if it is one and the visitor is known. */
    void customEvent(Visit visit, @Nullable Stay stay, long now) {
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

    void refused(int events) {
        refused += events;
        hub.totalsChanged();
    }

    /** Reaches the minute of a time; what is thirty minutes old is no longer told. */
    void advance(long now) {
        if (series.minuteOf(now) != series.minute()) {
            series.advance(now, census.count());
            hub.totalsChanged();
        }
    }

    Photograph photograph(long now) {
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
