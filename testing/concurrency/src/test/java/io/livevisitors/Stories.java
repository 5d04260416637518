package io.livevisitors;

import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.VisitorLeft;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads a recorded stream. */
final class Stories {

    private Stories() {}

    static int departures(Collection<Object> stream) {
        return (int) stream.stream().filter(VisitorLeft.class::isInstance).count();
    }

    /** The page views that each event of a stream tells of, in order: {@code [1, 2, 3]} for three page views. */
    static List<Integer> pageViews(Collection<Object> stream) {
        List<Integer> pageViews = new ArrayList<>();
        for (Object item : stream) {
            if (item instanceof PixelVisitorActive active) {
                pageViews.add(active.visitor().pageViews());
            }
        }
        return pageViews;
    }
}
