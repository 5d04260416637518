package io.livevisitors;

import io.livevisitors.model.Mode;
import io.livevisitors.model.Totals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Totals as the mode {@code aggregate} tells them: numbers as exact as before, names of small groups kept back. */
final class SmallGroups {

    private SmallGroups() {}

    /**
     * The same totals, without the names that hold for fewer than {@code k}: these are summed under {@link Totals#OTHER}.
     *
     * @param k 1 or more; at 1 every name is told
     */
    static Totals fold(Totals exact, int k) {
        return new Totals(
                exact.count(),
                exact.active(),
                exact.idle(),
                exact.leaving(),
                exact.tabs(),
                exact.automated(),
                exact.robots(),
                fold(exact.byDevice(), k),
                fold(exact.byBrowser(), k),
                fold(exact.byOs(), k),
                fold(exact.byCountry(), k),
                fold(exact.byLanguage(), k),
                fold(exact.pages(), k),
                fold(exact.entryPages(), k),
                fold(exact.referrers(), k),
                fold(exact.utmSources(), k),
                fold(exact.events(), k),
                exact.series(),
                exact.limits(),
                exact.asOf(),
                Mode.AGGREGATE);
    }

    private static Map<String, Integer> fold(Map<String, Integer> counts, int k) {
        Map<String, Integer> told = new LinkedHashMap<>(counts.size() * 2);
        int others = 0;
        for (Map.Entry<String, Integer> name : counts.entrySet()) {
            if (name.getValue() < k || name.getKey().equals(Totals.OTHER)) {
                others += name.getValue();
            } else {
                told.put(name.getKey(), name.getValue());
            }
        }
        if (others > 0) {
            told.put(Totals.OTHER, others);
        }
        return Collections.unmodifiableMap(told);
    }
}
