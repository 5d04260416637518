package io.livevisitors.presence;

import io.livevisitors.model.MinuteCount;
import io.livevisitors.privacy.AnonymousVisit;
import io.livevisitors.privacy.Pseudonym;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/**
 * What happened on a pixel, minute by minute, from the beginning: nothing is ever thrown away. Minutes are counted by the
 * ticker from a whole minute of the wall clock at the start.
 */
final class NaiveHistory {

    private final long anchorMillis;
    /** People at the end of each minute in which their number may have changed. */
    private final NavigableMap<Long, Integer> people = new TreeMap<>();

    private final Map<Long, Integer> arrivals = new HashMap<>();
    private final Map<Long, List<Pseudonym>> departures = new HashMap<>();
    private final Map<Long, Integer> pageViews = new HashMap<>();
    private final NavigableMap<Long, Map<String, Integer>> customEvents = new TreeMap<>();

    NaiveHistory(long wallMillis, long now) {
        this.anchorMillis = wallMillis - now;
    }

    void people(long now, int count) {
        people.put(minute(now), count);
    }

    /** Somebody came, who is one visitor of the minute with whom left in it under the same pseudonym. */
    void arrival(AnonymousVisit who, long now) {
        List<Pseudonym> left = departures.getOrDefault(minute(now), List.of());
        if (!left.contains(who.visitor()) && (who.previous() == null || !left.contains(who.previous()))) {
            arrivals.merge(minute(now), 1, Integer::sum);
        }
    }

    /** Somebody left; so many are remembered. */
    void departure(Pseudonym visitor, int remembered, long now) {
        List<Pseudonym> left = departures.computeIfAbsent(minute(now), unused -> new ArrayList<>());
        if (left.size() < remembered && !left.contains(visitor)) {
            left.add(visitor);
        }
    }

    void pageView(long now) {
        pageViews.merge(minute(now), 1, Integer::sum);
    }

    void customEvent(String name, long now) {
        customEvents.computeIfAbsent(minute(now), unused -> new HashMap<>()).merge(name, 1, Integer::sum);
    }

    long minute(long now) {
        return Math.floorDiv(anchorMillis + now, 60_000L);
    }

    /** When a minute started, by the ticker. */
    long startOf(long minute) {
        return minute * 60_000 - anchorMillis;
    }

    /** Of each of the minutes up to now: those present when it started and those who arrived in it, and its page views. */
    List<MinuteCount> series(long now, int minutes, LongUnaryOperator label) {
        List<MinuteCount> series = new ArrayList<>();
        long first = minute(now) - minutes + 1;
        Map.Entry<Long, Integer> before = people.lowerEntry(first);
        int present = before == null ? 0 : before.getValue();
        for (long minute = first; minute <= minute(now); minute++) {
            int visitors = present + arrivals.getOrDefault(minute, 0);
            series.add(new MinuteCount(label.applyAsLong(minute), visitors, pageViews.getOrDefault(minute, 0)));
            present = people.getOrDefault(minute, present);
        }
        return series;
    }

    /** Custom events of the last minutes by name, the current one included. */
    Map<String, Integer> customEvents(long now, int minutes) {
        Map<String, Integer> sums = new HashMap<>();
        customEvents
                .tailMap(minute(now) - minutes, false)
                .values()
                .forEach(names -> names.forEach((name, count) -> sums.merge(name, count, Integer::sum)));
        return sums;
    }
}
