package io.livevisitors.presence;

import io.livevisitors.model.Journey;
import io.livevisitors.model.VisitorState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last pages of one visitor, with the time on each. Kept only for visitors who opened more than one page: of the
 * others the tab tells all. Owned by the registry's lock.
 */
final class JourneyLog {

    private final ArrayDeque<Step> steps = new ArrayDeque<>(4);

    /** Bytes of the texts of steps that no tab shows any more. */
    private int bytes;

    /** A journey that began with the page of a tab. {@code ended} is when that was no longer shown. */
    JourneyLog(Tab first, boolean ended, long at) {
        steps.add(new Step(first));
        if (ended) {
            end(first, at);
        }
    }

    /** The journey of a visitor who opened one page alone. */
    static JourneyLog ofOnePage(Stay stay) {
        boolean closed = !stay.top.open && stay.state == VisitorState.LEAVING;
        return new JourneyLog(stay.top, closed, stay.top.since());
    }

    /** A tab opened the page that it shows now. */
    void open(Tab tab) {
        if (steps.size() == Journey.MAX_PAGES) {
            bytes -= steps.removeFirst().keptBytes();
        }
        steps.addLast(new Step(tab));
    }

    /** The page of a tab is no longer shown. Nothing if it is not the tab's any more. */
    void end(Tab tab, long now) {
        Step step = shownBy(tab);
        if (step != null) {
            step.title = tab.title;
            step.since = tab.pageSince;
            step.seconds = tab.secondsOnPage(now);
            step.tab = null;
            bytes += step.keptBytes();
        }
    }

    /** The page that a tab shows; null if it is remembered no more. A tab shows one at most, and mostly the newest. */
    private @Nullable Step shownBy(Tab tab) {
        Iterator<Step> newestFirst = steps.descendingIterator();
        while (newestFirst.hasNext()) {
            Step step = newestFirst.next();
            if (step.tab == tab) {
                return step;
            }
        }
        return null;
    }

    /** A tab that was not known shows a page without opening it: the newest that was ended there goes on, if there is one. */
    void resume(Tab tab) {
        Iterator<Step> newestFirst = steps.descendingIterator();
        while (newestFirst.hasNext()) {
            Step step = newestFirst.next();
            if (step.tab == null && step.page.text.equals(tab.page.text)) {
                tab.pageSince = Math.min(tab.pageSince, step.since);
                bytes -= step.keptBytes();
                step.tab = tab;
                return;
            }
        }
        open(tab);
    }

    /** A tab turns out to show what another source saw before it: its page is the same one. */
    void handOver(Tab from, Tab to) {
        Step step = shownBy(from);
        if (step == null) {
            open(to);
        } else {
            step.tab = to;
        }
    }

    /** Forgets the oldest page that is no longer shown; false if there is none. */
    boolean dropOldest() {
        Iterator<Step> oldestFirst = steps.iterator();
        while (oldestFirst.hasNext()) {
            Step step = oldestFirst.next();
            if (step.tab == null) {
                bytes -= step.keptBytes();
                oldestFirst.remove();
                return true;
            }
        }
        return false;
    }

    /** Bytes of its texts, save those of tabs that show them still. */
    int bytes() {
        return bytes;
    }

    /** Its pages as the outside sees them. */
    List<Journey.Page> pages(long unixMillis, long now) {
        List<Journey.Page> pages = new ArrayList<>(steps.size());
        for (Step step : steps) {
            long since = step.tab == null ? step.since : step.tab.pageSince;
            Name title = step.tab == null ? step.title : step.tab.title;
            pages.add(new Journey.Page(
                    step.page.text,
                    title == null ? null : title.text,
                    step.tab == null ? step.seconds : step.tab.secondsOnPage(now),
                    step.tab != null,
                    Math.floorDiv(unixMillis - (now - since), 1_000L)));
        }
        return pages;
    }

    /** One page; title and times are the tab's for as long as a tab shows it. */
    private static final class Step {

        final Name page;

        @Nullable Name title;

        @Nullable Tab tab;

        long since;
        int seconds;

        Step(Tab tab) {
            this.page = tab.page;
            this.title = tab.title;
            this.tab = tab;
        }

        /** Bytes of its texts; 0 for as long as a tab shows them, which counts them itself. */
        int keptBytes() {
            return tab != null ? 0 : page.bytes + (title == null ? 0 : title.bytes);
        }
    }
}
