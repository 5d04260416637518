package io.livevisitors.presence;

import io.livevisitors.model.Journey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every page that a visitor of the model opened, from the first: in a tab, or without one. */
final class NaiveJourney {

    /** A page, and the tab that shows it; of a page without tab none. */
    private static final class Shown {

        NaiveVisitor.@Nullable Tab tab;

        NaiveVisitor.Page page;
        boolean open = true;
        long until;

        Shown(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
            this.tab = tab;
            this.page = page;
        }
    }

    private final List<Shown> pages = new ArrayList<>();
    private boolean clear = true;
    /** Whether a second page was opened, or one of them shown again in another tab. */
    private boolean goesOn;

    /**
     * A page that was left is shown again without a tab. If it is the only one it was not left after all; of others it is
     * no rule whether that is another page of the journey.
     */
    void showAgain() {
        if (!goesOn) {
            pages.get(0).open = true;
            pages.get(0).tab = null;
        }
        clear = false;
    }

    /** Whether the rules tell which pages there are. */
    boolean isClear() {
        return clear;
    }

    /** A page is opened, in a tab or without one. */
    void open(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
        goesOn |= !pages.isEmpty();
        pages.add(new Shown(tab, page));
    }

    /**
     * A tab that was not known shows a page, without a view of it: the last that ended there goes on, if there is one.
     *
     * @return the page, since it was first shown
     */
    NaiveVisitor.Page resume(NaiveVisitor.Tab tab, NaiveVisitor.Page page) {
        goesOn |= !pages.isEmpty();
        Shown last = null;
        for (Shown shown : lastPages()) {
            last = !shown.open && shown.page.url().equals(page.url()) ? shown : last;
        }
        if (last == null) {
            open(tab, page);
            return page;
        }
        last.tab = tab;
        last.open = true;
        last.page = page.notAfter(last.page.since());
        return last.page;
    }

    /** A tab shows the page that was seen without it before. */
    void takeOver(NaiveVisitor.Tab tab) {
        boolean taken = false;
        for (Shown shown : pages) {
            if (shown.open && shown.tab == null) {
                shown.tab = tab;
                taken = true;
            }
        }
        if (!taken && goesOn) {
            open(tab, tab.page);
        } else if (!taken) {
            pages.get(0).open = true;
            pages.get(0).tab = tab;
        }
        update(tab, tab.page);
        clear &= taken;
    }

    /** More is told of the page that is shown in a tab, or without one. */
    void update(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
        for (Shown shown : pages) {
            if (shown.open && shown.tab == tab) {
                shown.page = page;
            }
        }
    }

    /** A tab shows its page no more; or a page without tab is shown no more. */
    void end(NaiveVisitor.@Nullable Tab tab, long now) {
        for (Shown shown : pages) {
            if (shown.open && shown.tab == tab) {
                shown.open = false;
                shown.until = now;
            }
        }
    }

    private List<Shown> lastPages() {
        return pages.subList(Math.max(0, pages.size() - Journey.MAX_PAGES), pages.size());
    }

    /** The last pages, oldest first, told by the wall clock of now. */
    List<Journey.Page> told(long wallMillis, long now) {
        List<Journey.Page> told = new ArrayList<>();
        for (Shown shown : lastPages()) {
            long since = shown.page.since();
            told.add(new Journey.Page(
                    shown.page.url(),
                    shown.page.title(),
                    (int) (((shown.open ? now : shown.until) - since) / 1_000),
                    shown.open,
                    Math.floorDiv(wallMillis - (now - since), 1_000L)));
        }
        return told;
    }
}
