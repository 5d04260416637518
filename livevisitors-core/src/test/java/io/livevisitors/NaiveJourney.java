package io.livevisitors;

import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every page view of a visitor of the model, from the first. */
final class NaiveJourney {

    /** Page views that are told. */
    private static final int TOLD = 32;

    /** A page view: when, by the wall clock, and how long its tab showed it. */
    record Page(String url, @Nullable String title, long unixSeconds, long seconds) {}

    private static final class View {

        final @Nullable Pseudonym tab;
        final String url;
        final @Nullable String title;
        final long unixSeconds;
        final long since;
        /** Until when its tab showed it; null while it does. */
        @Nullable Long until;

        View(@Nullable Pseudonym tab, String url, @Nullable String title, long unixSeconds, long since) {
            this.tab = tab;
            this.url = url;
            this.title = title;
            this.unixSeconds = unixSeconds;
            this.since = since;
        }
    }

    private final List<View> views = new ArrayList<>();

    /** A page view ends the one before it in the same tab, or without a tab. */
    void view(@Nullable Pseudonym tab, String url, @Nullable String title, long unixSeconds, long now) {
        end(tab, now);
        views.add(new View(tab, url, title, unixSeconds, now));
    }

    /** A tab shows its page no more. */
    void end(@Nullable Pseudonym tab, long now) {
        for (View view : views) {
            if (view.until == null && Objects.equals(view.tab, tab)) {
                view.until = now;
            }
        }
    }

    /** The last page views, oldest first. */
    List<Page> pages(long now) {
        List<Page> pages = new ArrayList<>();
        for (View view : views.subList(Math.max(0, views.size() - TOLD), views.size())) {
            long until = view.until == null ? now : view.until;
            pages.add(new Page(view.url, view.title, view.unixSeconds, (until - view.since) / 1_000));
        }
        return pages;
    }
}
