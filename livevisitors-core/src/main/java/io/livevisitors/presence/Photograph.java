package io.livevisitors.presence;

import io.livevisitors.model.LimitCounts;
import io.livevisitors.model.MinuteCount;
import io.livevisitors.model.Mode;
import io.livevisitors.model.Totals;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a registry as copied under its lock; put in order, which takes longer, after it was released.
 *
 * @param names by {@link Census.Dimension}
 */
record Photograph(
        int count,
        int active,
        int idle,
        int leaving,
        int tabs,
        int automated,
        int robots,
        List<TopNames> names,
        Map<String, Integer> events,
        List<MinuteCount> series,
        LimitCounts limits,
        long asOf) {

    private static final Comparator<Map.Entry<String, Integer>> LARGEST_FIRST =
            Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

    Totals totals() {
        return new Totals(
                count,
                active,
                idle,
                leaving,
                tabs,
                automated,
                robots,
                by(Census.Dimension.DEVICE),
                by(Census.Dimension.BROWSER),
                by(Census.Dimension.OS),
                by(Census.Dimension.COUNTRY),
                by(Census.Dimension.LANGUAGE),
                by(Census.Dimension.PAGE),
                by(Census.Dimension.ENTRY_PAGE),
                by(Census.Dimension.REFERRER),
                by(Census.Dimension.UTM_SOURCE),
                largestFirst(events),
                series,
                limits,
                asOf,
                Mode.FULL);
    }

    private Map<String, Integer> by(Census.Dimension dimension) {
        return names.get(dimension.ordinal()).toMap();
    }

    private static Map<String, Integer> largestFirst(Map<String, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>(counts.size() * 2);
        counts.entrySet().stream().sorted(LARGEST_FIRST).forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return Collections.unmodifiableMap(sorted);
    }
}
