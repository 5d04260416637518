package io.livevisitors;

import io.livevisitors.model.VisitorState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

        @Nullable String nameFor(Stay stay) {
            return switch (this) {
                case DEVICE -> stay.device.type().wireName();
                case BROWSER -> stay.device.browser();
                case OS -> stay.device.os();
                case COUNTRY -> stay.country;
                case LANGUAGE -> stay.language;
                case PAGE -> stay.pageUrl;
                case ENTRY_PAGE -> stay.entryPage;
                case REFERRER -> stay.referrer;
                case UTM_SOURCE -> stay.utmSource;
            };
        }
    }

    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final Tally[] tallies = new Tally[DIMENSIONS.length];
    private final int[] states = new int[VisitorState.values().length];
    private int tabs;
    private int automated;
    private int robots;

    Census(int maxNames) {
        for (Dimension dimension : DIMENSIONS) {
            tallies[dimension.ordinal()] = new Tally(maxNames);
        }
    }

    /** Counts a visitor as it is now. It must not change until {@link #remove}. */
    void add(Stay stay) {
        switch (stay.audience) {
            case ROBOTS -> robots++;
            case AUTOMATED -> automated++;
            case PEOPLE -> {
                @Nullable String[] names = new @Nullable String[DIMENSIONS.length];
                for (Dimension dimension : DIMENSIONS) {
                    String name = dimension.nameFor(stay);
                    names[dimension.ordinal()] = name == null ? null : tallies[dimension.ordinal()].add(name);
                }
                stay.countedAs = names;
                states[stay.state.ordinal()]++;
                tabs += stay.tabs.size();
            }
        }
    }

    /** Takes a visitor out again, who is as it was counted. */
    void remove(Stay stay) {
        switch (stay.audience) {
            case ROBOTS -> robots--;
            case AUTOMATED -> automated--;
            case PEOPLE -> {
                @Nullable String @Nullable [] names = stay.countedAs;
                for (int i = 0; names != null && i < names.length; i++) {
                    if (names[i] != null) {
                        tallies[i].remove(names[i]);
                    }
                }
                stay.countedAs = null;
                states[stay.state.ordinal()]--;
                tabs -= stay.tabs.size();
            }
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

    /** All names and their numbers, in the order of {@link Dimension}. */
    List<Map<String, Integer>> copy() {
        List<Map<String, Integer>> copy = new ArrayList<>(tallies.length);
        for (Tally tally : tallies) {
            copy.add(tally.copy());
        }
        return copy;
    }
}
