package io.livevisitors.presence;

import io.livevisitors.model.Totals;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each custom event happened in the last thirty minutes, minute by minute. Tells a bounded number of names
 * apart, the rest is {@code (other)}. Owned by the registry's lock.
 */
final class EventCounts {

    private final int maxNames;
    private final Map<String, Ring> rings = new HashMap<>();
    private final Ring others = new Ring();
    /** The minute in which names that no longer count were last looked for: once in each is enough, and bounded. */
    private long sweptAt = Long.MIN_VALUE;

    EventCounts(int maxNames) {
        this.maxNames = maxNames;
    }

    void add(String name, long minute) {
        if (!rings.containsKey(name) && rings.size() >= maxNames && sweptAt != minute) {
            sweptAt = minute;
            rings.values().removeIf(ring -> ring.sum(minute) == 0);
        }
        boolean told = rings.containsKey(name) || rings.size() < maxNames;
        (told ? rings.computeIfAbsent(name, unused -> new Ring()) : others).add(minute);
    }

    Map<String, Integer> copy(long minute) {
        Map<String, Integer> copy = new HashMap<>();
        rings.forEach((name, ring) -> put(copy, name, ring.sum(minute)));
        put(copy, Totals.OTHER, others.sum(minute));
        return copy;
    }

    private static void put(Map<String, Integer> counts, String name, int sum) {
        if (sum > 0) {
            counts.put(name, sum);
        }
    }

    private static final class Ring {

        private final int[] counts = new int[MinuteSeries.MINUTES];
        private long last = Long.MIN_VALUE;

        void add(long minute) {
            advance(minute);
            counts[(int) Math.floorMod(minute, (long) counts.length)]++;
        }

        int sum(long minute) {
            advance(minute);
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }

        private void advance(long minute) {
            for (long next = Math.max(last + 1, minute - counts.length + 1); next <= minute; next++) {
                counts[(int) Math.floorMod(next, (long) counts.length)] = 0;
            }
            last = Math.max(last, minute);
        }
    }
}
