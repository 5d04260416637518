package io.livevisitors.presence;

import static io.livevisitors.presence.ModelWorld.same;

import io.livevisitors.device.DeviceType;
import io.livevisitors.model.CustomEvent;
import io.livevisitors.model.Journey;
import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.MinuteCount;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.Visitor;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds what a registry says against what the model says. */
final class ModelComparison {

    private final NaivePresence model;
    private final TimeSource time;

    ModelComparison(NaivePresence model, TimeSource time) {
        this.model = model;
        this.time = time;
    }

    // ---------------------------------------------------------------- visitors

    /** The list, in order, in every field. */
    void visitors(SnapshotQuery query, LiveSnapshot actual) {
        List<Visitor> expected = new ArrayList<>();
        boolean more = false;
        for (int i = model.visitors().size() - 1; i >= 0; i--) {
            NaiveVisitor visitor = model.visitors().get(i);
            Visitor shown = visitor.shown(time.unixSeconds(), time.runningMillis());
            if (isAskedFor(query, visitor.kind, shown)) {
                more = expected.size() == query.limit();
                if (more) {
                    break;
                }
                expected.add(shown);
            }
        }
        if (!expected.equals(actual.visitors())) {
            throw new AssertionError("visitors for " + query + difference(expected, actual.visitors()));
        }
        same("there are more", more && query.limit() > 0, actual.nextCursor() != null);
    }

    /** The journeys of all of whom the rules tell them. */
    void journeys(PixelRegistry registry) {
        for (NaiveVisitor visitor : model.visitors()) {
            if (visitor.journey.isClear()) {
                Journey journey = registry.journey(visitor.token);
                List<Journey.Page> actual = journey == null ? List.of() : journey.pages();
                List<Journey.Page> expected = visitor.journey.told(time.unixMillis(), time.runningMillis());
                if (!expected.equals(actual)) {
                    throw new AssertionError("journey of " + visitor.token + difference(expected, actual));
                }
            }
        }
    }

    private static boolean isAskedFor(SnapshotQuery query, NaiveVisitor.Kind kind, Visitor shown) {
        NaiveVisitor.Kind listed =
                query.device() == DeviceType.BOT ? NaiveVisitor.Kind.ROBOT : NaiveVisitor.Kind.PERSON;
        NaiveVisitor.Kind asked = query.automated() ? NaiveVisitor.Kind.AUTOMATED : listed;
        return kind == asked
                && (query.device() == null || query.device() == shown.device().type())
                && (query.page() == null || query.page().equals(shown.pageUrl()))
                && (query.referrer() == null || query.referrer().equals(shown.referrer()))
                && (query.state() == null || query.state() == shown.state());
    }

    private static <T> String difference(List<T> expected, List<T> actual) {
        int at = 0;
        while (at < expected.size() && at < actual.size() && expected.get(at).equals(actual.get(at))) {
            at++;
        }
        return ", the first difference at " + at + "\n  model says    "
                + (at < expected.size() ? expected.get(at) : "nothing more") + "\n  registry says "
                + (at < actual.size() ? actual.get(at) : "nothing more");
    }

    // ---------------------------------------------------------------- totals

    void totals(Totals actual) {
        List<NaiveVisitor> people = model.people();
        same("count", people.size(), actual.count());
        same("active", in(VisitorState.ACTIVE), actual.active());
        same("idle", in(VisitorState.IDLE), actual.idle());
        same("leaving", in(VisitorState.LEAVING), actual.leaving());
        int tabs = 0;
        for (NaiveVisitor person : people) {
            tabs += person.tabs.size();
        }
        same("tabs", tabs, actual.tabs());
        same("automated", of(NaiveVisitor.Kind.AUTOMATED), actual.automated());
        same("robots", of(NaiveVisitor.Kind.ROBOT), actual.robots());
        int names = model.limits().names();
        int pages = model.limits().pages();
        int referrers = model.limits().referrers();
        names("by_device", v -> v.device.type().wireName(), names, actual.byDevice());
        names("by_browser", v -> v.device.browser(), names, actual.byBrowser());
        names("by_os", v -> v.device.os(), names, actual.byOs());
        names("by_country", v -> v.country, names, actual.byCountry());
        names("by_language", v -> v.language, names, actual.byLanguage());
        names("pages", v -> v.page().url(), pages, actual.pages());
        names("entry_pages", v -> v.entryPage, pages, actual.entryPages());
        names("referrers", v -> v.referrer, referrers, actual.referrers());
        names("utm_sources", v -> v.utmSource, referrers, actual.utmSources());
        customEvents(actual.events());
        series(actual.series());
        same("sampled", 0L, actual.limits().sampled());
        same("evicted", model.evicted(), actual.limits().evicted());
        same("refused", model.refused(), actual.limits().refused());
        same("trimmed", model.trimmed(), actual.limits().trimmed());
        same("as_of", time.unixSeconds(), actual.asOf());
    }

    private int in(VisitorState state) {
        int in = 0;
        for (NaiveVisitor visitor : model.visitors()) {
            in += visitor.isPerson() && visitor.state() == state ? 1 : 0;
        }
        return in;
    }

    private int of(NaiveVisitor.Kind kind) {
        int of = 0;
        for (NaiveVisitor visitor : model.visitors()) {
            of += visitor.kind == kind ? 1 : 0;
        }
        return of;
    }

    private void names(
            String what, Function<NaiveVisitor, @Nullable String> name, int limit, Map<String, Integer> actual) {
        Map<String, Integer> exact = model.count(name);
        largestFirst(what, actual);
        boolean all = exact.size() <= limit;
        if (all && exact.equals(actual)) {
            return;
        }
        holds(!all, what, exact, actual);
        largestListed(what, exact, limit, withinSums(what, exact, limit, actual));
    }

    /** So many names at most, the sum of all of them, and no name with more than it has; answers the names listed. */
    private static Map<String, Integer> withinSums(
            String what, Map<String, Integer> exact, int limit, Map<String, Integer> actual) {
        Map<String, Integer> listed = new HashMap<>(actual);
        listed.remove(Totals.OTHER);
        holds(listed.size() <= limit, what + " lists more than " + limit, exact, actual);
        holds(sum(actual) == sum(exact), what + " sums up to something else", exact, actual);
        listed.forEach((name, count) ->
                holds(count > 0 && count <= exact.getOrDefault(name, 0), what + " of " + name, exact, actual));
        holds(!Integer.valueOf(0).equals(actual.get(Totals.OTHER)), what + " lists nobody as others", exact, actual);
        return listed;
    }

    /** The names with the most visitors, each with all of them; among equals at the end, any. */
    private static void largestListed(String what, Map<String, Integer> exact, int limit, Map<String, Integer> listed) {
        same(what + ": names listed", limit, listed.size());
        int least = Integer.MAX_VALUE;
        for (Map.Entry<String, Integer> name : listed.entrySet()) {
            same(what + " of " + name.getKey(), exact.getOrDefault(name.getKey(), 0), name.getValue());
            least = Math.min(least, name.getValue());
        }
        for (Map.Entry<String, Integer> name : exact.entrySet()) {
            holds(
                    listed.containsKey(name.getKey()) || name.getValue() <= least,
                    what + " leaves out " + name.getKey(),
                    exact,
                    listed);
        }
    }

    private static void largestFirst(String what, Map<String, Integer> actual) {
        int last = Integer.MAX_VALUE;
        for (Map.Entry<String, Integer> entry : actual.entrySet()) {
            if (!entry.getKey().equals(Totals.OTHER)) {
                holds(entry.getValue() <= last, what + " is not in order", actual, actual);
                last = entry.getValue();
            }
        }
    }

    /** Exact unless names were beyond the limit within the time in which that can still be seen. */
    private void customEvents(Map<String, Integer> actual) {
        int limit = model.limits().eventNames();
        Map<String, Integer> exact = model.history().customEvents(time.millis(), MinuteSeries.MINUTES);
        largestFirst("events", actual);
        if (exact.size() <= limit && exact.equals(actual)) {
            return;
        }
        Map<String, Integer> longer = model.history().customEvents(time.millis(), 2 * MinuteSeries.MINUTES);
        holds(longer.size() > limit, "events, none of them beyond the limit", exact, actual);
        withinSums("events", exact, limit, actual);
    }

    private static int sum(Map<String, Integer> counts) {
        int sum = 0;
        for (int count : counts.values()) {
            sum += count;
        }
        return sum;
    }

    private void series(List<MinuteCount> actual) {
        List<MinuteCount> expected = model.history().series(time.millis(), MinuteSeries.MINUTES, this::label);
        if (!expected.equals(actual)) {
            throw new AssertionError("series" + difference(expected, actual));
        }
    }

    /** The whole minute of the wall clock that a minute of the ticker is called by. */
    private long label(long minute) {
        long ago = time.millis() - model.history().startOf(minute);
        long start = time.unixMillis() - ago;
        return Math.floorDiv(start + 30_000, 60_000L) * 60;
    }

    private static void holds(boolean condition, String what, Object expected, Object actual) {
        if (!condition) {
            same(what, expected, "(wrongly) " + actual);
        }
    }

    // ---------------------------------------------------------------- announcements

    /** For each visitor the same in the same order; in which order visitors take their turns is free. */
    static void announced(List<VisitorEvent> expected, List<VisitorEvent> actual) {
        if (!expected.equals(actual)) {
            Map<String, List<VisitorEvent>> byModel = byVisitor(expected);
            Map<String, List<VisitorEvent>> byRegistry = byVisitor(actual);
            if (!byModel.equals(byRegistry)) {
                byModel.forEach((token, events) -> {
                    List<VisitorEvent> others = byRegistry.getOrDefault(token, List.of());
                    if (!events.equals(others)) {
                        throw new AssertionError("announced of " + token + difference(events, others));
                    }
                });
                same("announced", byModel.keySet(), byRegistry.keySet());
            }
        }
    }

    private static Map<String, List<VisitorEvent>> byVisitor(List<VisitorEvent> events) {
        Map<String, List<VisitorEvent>> by = new TreeMap<>();
        for (VisitorEvent event : events) {
            by.computeIfAbsent(token(event), unused -> new ArrayList<>()).add(event);
        }
        return by;
    }

    private static String token(VisitorEvent event) {
        if (event instanceof PixelVisitorActive active) {
            return active.visitor().visitorToken();
        }
        if (event instanceof VisitorLeft left) {
            return left.visitorToken();
        }
        return ((CustomEvent) event).visitorToken();
    }
}
