package io.livevisitors;

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

    EventCounts(int maxNames) {
        this.maxNames = maxNames;
    }

    void add(String name, long minute) {
        if (!rings.containsKey(name) && rings.size() >= maxNames) {
            rings.values().removeIf(ring -> ring.sum(minute) == 0);
        }
        String counted = rings.containsKey(name) || rings.size() < maxNames ? name : Totals.OTHER;
        rings.computeIfAbsent(counted, unused -> new Ring()).add(minute);
    }

    Map<String, Integer> copy(long minute) {
        Map<String, Integer> copy = new HashMap<>();
        rings.forEach((name, ring) -> {
            int sum = ring.sum(minute);
            if (sum > 0) {
                copy.put(name, sum);
            }
        });
        return copy;
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
