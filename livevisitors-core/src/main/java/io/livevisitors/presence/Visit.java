package io.livevisitors.presence;

import io.livevisitors.device.Device;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.web.PageViewSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event after everything was forgotten: what the registry applies. Immutable.
 *
 * @param type what happened
 * @param eventName the host's name for it; null unless the type is custom
 * @param data values by name; told of a custom event, of others ignored
 * @param who visitor, tab and page
 * @param isNamed whether the sender named the visitor, so that the pseudonym is nobody else's
 * @param device the device
 * @param source who saw it
 * @param seq 0 or more, counts up within a tab; {@link #NONE} if not sent
 * @param hidden whether the tab is hidden; null if not sent
 * @param timeOnPage seconds, 0 or more; {@link #NONE} if not sent
 * @param scrollDepth 0 to 100; {@link #NONE} if not sent
 * @param network a number that stands for the sender's network, under a salt of its own
 * @param isSpam whether it was made up for its referrer's sake
 */
public record Visit(
        EventType type,
        @Nullable String eventName,
        Map<String, Object> data,
        AnonymousVisit who,
        boolean isNamed,
        Device device,
        PageViewSource source,
        long seq,
        @Nullable Boolean hidden,
        int timeOnPage,
        int scrollDepth,
        long network,
        boolean isSpam) {

    /** Stands for a number that was not sent. */
    public static final int NONE = -1;

    /** A visit that is no spam. */
    public Visit(
            EventType type,
            @Nullable String eventName,
            Map<String, Object> data,
            AnonymousVisit who,
            boolean isNamed,
            Device device,
            PageViewSource source,
            long seq,
            @Nullable Boolean hidden,
            int timeOnPage,
            int scrollDepth,
            long network) {
        this(type, eventName, data, who, isNamed, device, source, seq, hidden, timeOnPage, scrollDepth, network, false);
    }

    /** The same event with other texts. */
    Visit with(AnonymousVisit texts) {
        return new Visit(
                type,
                eventName,
                data,
                texts,
                isNamed,
                device,
                source,
                seq,
                hidden,
                timeOnPage,
                scrollDepth,
                network,
                isSpam);
    }

    /** Whether an earlier event of the same request closes this one's tab, so that this one opens nothing. */
    boolean isOvertakenBy(Visit earlier) {
        if (earlier.type != EventType.PAGE_LEAVE
                || who.tab() == null
                || !who.tab().equals(earlier.who.tab())) {
            return false;
        }
        return type != EventType.PAGE_VIEW || (seq == NONE ? earlier.seq != NONE : seq <= earlier.seq);
    }

    /** The page; empty for events that name none. */
    String page() {
        String url = who.pageUrl();
        return url == null ? "" : url;
    }

    /** Whether a tab is said to be hidden; visible unless said. */
    boolean isHidden() {
        return hidden != null && hidden;
    }
}
