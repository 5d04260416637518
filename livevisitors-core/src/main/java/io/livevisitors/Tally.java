package io.livevisitors;

import io.livevisitors.model.Totals;
import java.util.HashMap;
import java.util.Map;

/**
 * How many visitors each name holds for. Tells a bounded number of names apart; who comes with one more is counted under
 * {@code (other)} until it leaves. Constant time. Owned by the registry's lock.
 */
final class Tally {

    private final int maxNames;
    private final Map<String, Count> counts = new HashMap<>();

    Tally(int maxNames) {
        this.maxNames = maxNames;
    }

    /** Counts one more, and says under which name: give that one back to {@link #remove}. */
    String add(String name) {
        Count known = counts.get(name);
        String counted = known != null || counts.size() < maxNames ? name : Totals.OTHER;
        Count count = counts.computeIfAbsent(counted, Count::new);
        count.value++;
        return count.name;
    }

    /** Counts one less. */
    void remove(String name) {
        Count count = counts.get(name);
        if (count == null) {
            throw new IllegalStateException("nobody is counted under " + name);
        }
        if (--count.value == 0) {
            counts.remove(name);
        }
    }

    Map<String, Integer> copy() {
        Map<String, Integer> copy = new HashMap<>(counts.size() * 2);
        counts.forEach((name, count) -> copy.put(name, count.value));
        return copy;
    }

    /** The name is kept so that all who share it share one string. */
    private static final class Count {

        final String name;
        int value;

        Count(String name) {
            this.name = name;
        }
    }
}
