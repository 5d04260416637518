package io.livevisitors.presence;

import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.LeaveReason;
import io.livevisitors.model.LimitCounts;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import io.livevisitors.privacy.AnonymousVisit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The books of a pixel: how a visitor looked before each change and after, so the totals are right at every moment; what
 * dashboards must hear of the change goes to the stream, and readings under way write down who changes. Owned by the
 * registry's lock.
 */
final class Ledger {

    private final String pixelId;
    private final TimeSource time;
    private final EventStream stream;
    private final Census census;
    private final MinuteSeries series;
    private final EventCounts customEvents;
    private final List<Reading> readings = new ArrayList<>(1);
    private long evicted;
    private long refused;
    private long trimmed;

    Ledger(String pixelId, PresenceSettings settings, TimeSource time, EventStream stream) {
        this.pixelId = pixelId;
        this.time = time;
        this.stream = stream;
        this.census = new Census(settings);
        this.series = new MinuteSeries(time.unixMillis(), time.millis(), settings.maxVisitors());
        this.customEvents = new EventCounts(settings.maxEventNames());
    }

    int count() {
        return census.count();
    }

    // ---------------------------------------------------------------- visitors

    /** How a visitor looks who is about to change; to be given to {@link #close}. */
    Look open(Stay stay) {
        advance();
        for (Reading reading : readings) {
            reading.beforeChange(stay);
        }
        return stay.look();
    }

    /**
     * Enters and announces somebody new.
     *
     * @param openedPage the page of a page view; null if it is none
     */
    void arrived(Stay stay, AnonymousVisit who, @Nullable String openedPage, long now) {
        advance();
        census.add(stay.look());
        stream.totalsChanged();
        if (stay.isCounted()) {
            series.arrival(who);
            announceActive(stay, openedPage, now);
        }
    }

    /**
     * Enters a change and announces it.
     *
     * @param before how the visitor looked
     * @param openedPage the page of a page view, which is news even if the visitor looks as before; null if it is none
     */
    void close(Stay stay, Look before, @Nullable String openedPage, long now) {
        Look after = stay.look();
        census.change(before, after);
        if (!after.isCounted()) {
            if (before.isCounted()) {
                // A program turned out to drive the browser: to dashboards this visitor never was.
                tellLeft(stay, stay.top.page, LeaveReason.FORGOTTEN);
            }
            stream.totalsChanged();
        } else if (openedPage != null || !after.shows(before)) {
            stream.totalsChanged();
            announceActive(stay, openedPage, now);
        }
    }

    /** Takes a visitor out for good. */
    void left(Stay stay, LeaveReason reason) {
        advance();
        for (Reading reading : readings) {
            reading.beforeRemoval(stay);
        }
        census.remove(stay.look());
        evicted += reason == LeaveReason.EVICTED ? 1 : 0;
        if (stay.isCounted() && reason != LeaveReason.FORGOTTEN) {
            series.departure(stay.id());
        }
    }

    /** Tells that a visitor is no longer here, if anybody was told that it was. */
    void announceLeft(Stay stay, Name page, LeaveReason reason) {
        stream.totalsChanged();
        if (stay.isCounted()) {
            tellLeft(stay, page, reason);
        }
    }

    private void tellLeft(Stay stay, Name page, LeaveReason reason) {
        if (stream.isWatched()) {
            stream.enqueue(new VisitorLeft(pixelId, stay.token(), page.text, reason, time.unixSeconds()));
        }
    }

    private void announceActive(Stay stay, @Nullable String openedPage, long now) {
        if (stream.isWatched()) {
            stream.enqueue(new PixelVisitorActive(pixelId, stay.view(time.unixSeconds(), now), openedPage));
        }
    }

    // ---------------------------------------------------------------- events

    /** The page view of a visitor, in the minute reached. */
    void pageView(Stay stay) {
        if (stay.isCounted()) {
            series.pageView();
        }
    }

    /** The custom event of a visitor, if it is one. */
    void customEvent(Visit visit, Stay stay) {
        String name = visit.eventName();
        if (name == null || !stay.isCounted()) {
            return;
        }
        customEvents.add(name, series.minute());
        stream.totalsChanged();
        if (stream.isWatched()) {
            stream.enqueue(new CustomEvent(pixelId, stay.token(), name, visit.data(), time.unixSeconds()));
        }
    }

    /** Events that a rate or a bound kept out. */
    void refused(int events) {
        refused += events;
        stream.totalsChanged();
    }

    /** Something of a visitor was left out because it had as much as it may. */
    void trimmed() {
        trimmed++;
        stream.totalsChanged();
    }

    /** Reaches the present minute; what is thirty minutes old is no longer told. */
    void advance() {
        if (series.advance(time.millis(), census.count())) {
            stream.totalsChanged();
        }
    }

    // ---------------------------------------------------------------- reading

    /** Has a reading told of every change from now on. */
    void follow(Reading reading) {
        readings.add(reading);
    }

    void unfollow(Reading reading) {
        readings.remove(reading);
    }

    LimitCounts limits() {
        return new LimitCounts(stream.sampled(), evicted, refused, trimmed);
    }

    Photograph photograph() {
        advance();
        return new Photograph(
                census.count(),
                census.in(VisitorState.ACTIVE),
                census.in(VisitorState.IDLE),
                census.in(VisitorState.LEAVING),
                census.tabs(),
                census.automated(),
                census.robots(),
                census.top(),
                customEvents.copy(series.minute()),
                series.copy(time.millis(), time.unixMillis()),
                limits(),
                time.unixSeconds());
    }
}
