package io.livevisitors;

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
        /** Whether its title was told anew. */
        boolean titledAnew;

        Shown(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
            this.tab = tab;
            this.page = page;
        }
    }

    private final List<Shown> pages = new ArrayList<>();
    private boolean clear = true;

    /** A page that was left is shown again, and it is no rule whether that is another page of the journey. */
    void blur() {
        clear = false;
    }

    /** Whether the rules tell which pages there are. */
    boolean isClear() {
        return clear;
    }

    /** A page is opened, in a tab or without one. */
    void open(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
        pages.add(new Shown(tab, page));
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
        update(tab, tab.page);
        clear &= taken;
    }

    /** More is told of the page that is shown in a tab, or without one. */
    void update(NaiveVisitor.@Nullable Tab tab, NaiveVisitor.Page page) {
        for (Shown shown : pages) {
            if (shown.open && shown.tab == tab) {
                boolean sameTitle = page.title() == null
                        ? shown.page.title() == null
                        : page.title().equals(shown.page.title());
                shown.titledAnew |= !sameTitle;
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

    /**
     * The last pages, oldest first, told by the wall clock of now.
     *
     * @param actual what the registry tells, for titles where it may tell another
     */
    List<Journey.Page> told(long wallMillis, long now, List<Journey.Page> actual) {
        List<Journey.Page> told = new ArrayList<>();
        for (Shown shown : pages.subList(Math.max(0, pages.size() - Journey.MAX_PAGES), pages.size())) {
            long since = shown.page.since();
            String title = shown.page.title();
            if (shown.titledAnew && NaiveRules.CURRENT.journeyKeepsTitles() && told.size() < actual.size()) {
                title = actual.get(told.size()).pageTitle();
            }
            told.add(new Journey.Page(
                    shown.page.url(),
                    title,
                    (int) (((shown.open ? now : shown.until) - since) / 1_000),
                    shown.open,
                    Math.floorDiv(wallMillis - (now - since), 1_000L)));
        }
        return told;
    }
}
