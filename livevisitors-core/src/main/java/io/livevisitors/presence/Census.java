package io.livevisitors.presence;

import io.livevisitors.model.VisitorState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a pixel, kept as counts: who arrives, changes or leaves changes a few numbers, whoever asks reads them.
 * Only people are counted by name; robots and driven browsers are two numbers. Owned by the registry's lock.
 */
final class Census {

    /** By what visitors are counted. */
    enum Dimension {
        DEVICE,
        BROWSER,
        OS,
        COUNTRY,
        LANGUAGE,
        PAGE,
        ENTRY_PAGE,
        REFERRER,
        UTM_SOURCE;

        @Nullable Name nameOf(Look look) {
            return switch (this) {
                case DEVICE -> look.profile().deviceType();
                case BROWSER -> look.profile().browser();
                case OS -> look.profile().os();
                case COUNTRY -> look.profile().country();
                case LANGUAGE -> look.profile().language();
                case PAGE -> look.page();
                case ENTRY_PAGE -> look.entryPage();
                case REFERRER -> look.acquisition().referrer();
                case UTM_SOURCE -> look.acquisition().utmSource();
            };
        }

        int limit(PresenceSettings settings) {
            return switch (this) {
                case DEVICE, BROWSER, OS, COUNTRY, LANGUAGE -> settings.maxNames();
                case PAGE, ENTRY_PAGE -> settings.maxPages();
                case REFERRER, UTM_SOURCE -> settings.maxReferrers();
            };
        }
    }

    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final PresenceSettings settings;
    private final List<Ranking<Name>> rankings = new ArrayList<>(DIMENSIONS.length);
    private final int[] states = new int[VisitorState.values().length];
    private int tabs;
    private int automated;
    private int robots;

    Census(PresenceSettings settings) {
        this.settings = settings;
        for (int i = 0; i < DIMENSIONS.length; i++) {
            rankings.add(new Ranking<>());
        }
    }

    /** Counts a visitor who looks like this. */
    void add(Look look) {
        switch (look.audience()) {
            case ROBOTS -> robots++;
            case AUTOMATED -> automated++;
            case PEOPLE -> {
                for (Dimension dimension : DIMENSIONS) {
                    add(dimension, dimension.nameOf(look));
                }
                states[look.state().ordinal()]++;
                tabs += look.tabs();
            }
        }
    }

    /** Takes a visitor out again who was counted as looking like this. */
    void remove(Look look) {
        switch (look.audience()) {
            case ROBOTS -> robots--;
            case AUTOMATED -> automated--;
            case PEOPLE -> {
                for (Dimension dimension : DIMENSIONS) {
                    remove(dimension, dimension.nameOf(look));
                }
                states[look.state().ordinal()]--;
                tabs -= look.tabs();
            }
        }
    }

    /** Counts a visitor anew who looks otherwise than before. What did not change costs nothing. */
    void change(Look before, Look after) {
        if (before.audience() != after.audience()) {
            remove(before);
            add(after);
        } else if (after.isCounted()) {
            for (Dimension dimension : DIMENSIONS) {
                Name was = dimension.nameOf(before);
                Name is = dimension.nameOf(after);
                if (was != is) {
                    remove(dimension, was);
                    add(dimension, is);
                }
            }
            states[before.state().ordinal()]--;
            states[after.state().ordinal()]++;
            tabs += after.tabs() - before.tabs();
        }
    }

    private void add(Dimension dimension, @Nullable Name name) {
        if (name != null) {
            rankings.get(dimension.ordinal()).add(name);
        }
    }

    private void remove(Dimension dimension, @Nullable Name name) {
        if (name != null) {
            rankings.get(dimension.ordinal()).remove(name);
        }
    }

    /** People who are here. */
    int count() {
        return states[0] + states[1] + states[2];
    }

    int in(VisitorState state) {
        return states[state.ordinal()];
    }

    int tabs() {
        return tabs;
    }

    int automated() {
        return automated;
    }

    int robots() {
        return robots;
    }

    /** The names that hold for most visitors, in the order of {@link Dimension}. */
    List<TopNames> top() {
        List<TopNames> top = new ArrayList<>(DIMENSIONS.length);
        for (Dimension dimension : DIMENSIONS) {
            top.add(new TopNames(rankings.get(dimension.ordinal()), dimension.limit(settings)));
        }
        return top;
    }
}
