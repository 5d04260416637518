package io.livevisitors;

import io.livevisitors.model.Journey;
import java.util.ArrayList;
import java.util.List;

/** Every page that the tabs of a visitor of the model showed, from the first. */
final class NaiveJourney {

    /** A page of a tab: the tab knows since when it is shown, until it shows another or is closed. */
    private static final class Shown {

        final NaiveVisitor.Tab tab;
        NaiveVisitor.Page page;
        boolean open = true;
        long until;

        Shown(NaiveVisitor.Tab tab) {
            this.tab = tab;
            this.page = tab.page;
        }
    }

    private final List<Shown> pages = new ArrayList<>();
    private boolean allInTabs = true;

    /** Something was heard that named no tab. */
    void withoutTab() {
        allInTabs = false;
    }

    /** Whether every event of the visitor named its tab, so that the tabs tell the journey. */
    boolean isAllInTabs() {
        return allInTabs;
    }

    void open(NaiveVisitor.Tab tab) {
        pages.add(new Shown(tab));
    }

    /** A tab said how long it has shown its page. */
    void update(NaiveVisitor.Tab tab) {
        for (Shown shown : pages) {
            if (shown.open && shown.tab == tab) {
                shown.page = tab.page;
            }
        }
    }

    /** A tab shows its page no more. */
    void end(NaiveVisitor.Tab tab, long now) {
        for (Shown shown : pages) {
            if (shown.open && shown.tab == tab) {
                shown.open = false;
                shown.until = now;
            }
        }
    }

    /** The last pages, oldest first, told by the wall clock of now. */
    List<Journey.Page> told(long wallMillis, long now) {
        List<Journey.Page> told = new ArrayList<>();
        for (Shown shown : pages.subList(Math.max(0, pages.size() - Journey.MAX_PAGES), pages.size())) {
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
