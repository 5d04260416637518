package io.livevisitors;

import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single events below a pixel's ceiling, in any one second. Up to it they pass at once. Beyond it the newest of
 * each visitor waits for room, changes of state before page views, and what does not find room is left out and counted.
 * Departures always pass, so that nobody stays on a dashboard who is gone. Totals do not come here. Not thread-safe:
 * owned by whoever drains the hub.
 */
final class Sampler {

    /** A second, in which the ceiling holds. */
    private static final long WINDOW_MILLIS = 1_000;

    private final int ceiling;
    /** When each of the last events passed, as a ring: the slot to be written next is the oldest. */
    private final long[] passedAt;

    private final Map<String, VisitorState> lastState = new LinkedHashMap<>();
    private final Map<String, PixelVisitorActive> changes = new LinkedHashMap<>();
    private final Map<String, PixelVisitorActive> pageViews = new LinkedHashMap<>();
    private int next;
    private long left;

    Sampler(int ceiling) {
        this.ceiling = ceiling;
        this.passedAt = new long[ceiling];
        Arrays.fill(passedAt, Long.MIN_VALUE / 2);
    }

    /** Takes one event; what may pass now, in order, is added to {@code passing}. */
    void offer(VisitorEvent event, long now, List<VisitorEvent> passing) {
        if (event instanceof VisitorLeft gone) {
            leftOut(changes.remove(gone.visitorToken()));
            leftOut(pageViews.remove(gone.visitorToken()));
            lastState.remove(gone.visitorToken());
            passing.add(gone);
        } else if (event instanceof PixelVisitorActive active) {
            release(now, passing);
            if (isIdle() && hasRoom(now)) {
                pass(active, now, passing);
            } else {
                hold(active);
            }
        }
    }

    /** Adds what waits and may pass now. */
    void release(long now, List<VisitorEvent> passing) {
        for (Map<String, PixelVisitorActive> waiting : List.of(changes, pageViews)) {
            Iterator<PixelVisitorActive> oldest = waiting.values().iterator();
            while (oldest.hasNext() && hasRoom(now)) {
                PixelVisitorActive event = oldest.next();
                oldest.remove();
                pass(event, now, passing);
            }
        }
    }

    /** Whether nothing waits. */
    boolean isIdle() {
        return changes.isEmpty() && pageViews.isEmpty();
    }

    /** Milliseconds until the next event may pass; 0 if one may now. */
    long millisToRoom(long now) {
        return Math.max(0, passedAt[next] + WINDOW_MILLIS - now);
    }

    /** How many events were left out so far. */
    long sampled() {
        return left;
    }

    /** Forgets what waits: a reader that comes is given a snapshot. */
    void clear() {
        changes.clear();
        pageViews.clear();
        lastState.clear();
    }

    private void hold(PixelVisitorActive active) {
        String token = active.visitor().visitorToken();
        boolean waitsAsChange = changes.containsKey(token);
        boolean isChange =
                waitsAsChange || lastState.get(token) != active.visitor().state();
        Map<String, PixelVisitorActive> waiting = isChange ? changes : pageViews;
        leftOut(pageViews.remove(token));
        leftOut(waiting.put(token, active));
        if (pageViews.size() > ceiling) {
            Iterator<PixelVisitorActive> oldest = pageViews.values().iterator();
            leftOut(oldest.next());
            oldest.remove();
        } else if (changes.size() > ceiling * 4) {
            Iterator<PixelVisitorActive> oldest = changes.values().iterator();
            leftOut(oldest.next());
            oldest.remove();
        }
    }

    private void pass(PixelVisitorActive active, long now, List<VisitorEvent> passing) {
        passedAt[next] = now;
        next = (next + 1) % ceiling;
        remember(active);
        passing.add(active);
    }

    private void remember(PixelVisitorActive active) {
        lastState.remove(active.visitor().visitorToken());
        lastState.put(active.visitor().visitorToken(), active.visitor().state());
        if (lastState.size() > ceiling * 16) {
            Iterator<String> oldest = lastState.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private boolean hasRoom(long now) {
        return millisToRoom(now) == 0;
    }

    private void leftOut(@Nullable PixelVisitorActive event) {
        if (event != null) {
            left++;
        }
    }
}
