package io.livevisitors.presence;

import io.livevisitors.model.Totals;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The first names of a ranking as they were when it was looked at, and how many the others hold for. Immutable. */
final class TopNames {

    /** The largest count first. */
    private final Name[] names;
    /** In the same order. */
    private final int[] counts;

    private final int others;

    /** Copies the first names, which is all that has to be done under the registry's lock. */
    TopNames(Ranking<Name> ranking, int limit) {
        int size = Math.min(limit, ranking.size());
        int rest = ranking.total();
        this.names = new Name[size];
        this.counts = new int[size];
        for (int i = 0; i < size; i++) {
            names[i] = ranking.at(i);
            counts[i] = names[i].count();
            rest -= counts[i];
        }
        this.others = rest;
    }

    /** Name to count, the largest first, equals by name; what is beyond the limit stands last, under one name. */
    Map<String, Integer> toMap() {
        Map<String, Integer> map = new LinkedHashMap<>(names.length * 2);
        IntStream.range(0, names.length)
                .boxed()
                .sorted((a, b) -> counts[a] == counts[b]
                        ? names[a].text.compareTo(names[b].text)
                        : Integer.compare(counts[b], counts[a]))
                .forEach(i -> map.put(names[i].text, counts[i]));
        if (others > 0) {
            map.put(Totals.OTHER, others);
        }
        return Collections.unmodifiableMap(map);
    }
}
