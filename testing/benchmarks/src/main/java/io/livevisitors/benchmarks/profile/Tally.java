package io.livevisitors.benchmarks.profile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Amounts by name. Not thread-safe. */
final class Tally {

    /** A name and its amount. */
    record Entry(String name, long amount) {}

    private final Map<String, Long> amounts = new HashMap<>();
    private long total;

    void add(String name, long amount) {
        amounts.merge(name, amount, Long::sum);
        total += amount;
    }

    /** Of all names together. */
    long total() {
        return total;
    }

    /** The names with the greatest amounts, the greatest first; by the alphabet where amounts are equal. */
    List<Entry> top(int count) {
        return amounts.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Entry::amount).reversed().thenComparing(Entry::name))
                .limit(count)
                .toList();
    }
}
