package io.livevisitors.presence;

import java.util.ArrayList;
import java.util.List;

/** Makes a run that fails shorter, by leaving out parts of it for as long as what is left fails too. */
final class ModelReduction {

    /** What looking for a shorter run may take, in steps taken. */
    private static final long EFFORT = 2_000_000;

    private final NaiveLimits limits;
    private final int maxPopulation;
    private long effort = EFFORT;

    ModelReduction(NaiveLimits limits, int maxPopulation) {
        this.limits = limits;
        this.maxPopulation = maxPopulation;
    }

    List<ModelStep> reduce(List<ModelStep> failing) {
        List<ModelStep> shortest = failing;
        for (int size = Math.max(1, failing.size() / 2); size > 0; size /= 2) {
            int at = 0;
            while (at < shortest.size() && effort > 0) {
                List<ModelStep> shorter = failing(without(shortest, at, size, false));
                if (shorter.isEmpty() && size < shortest.size()) {
                    shorter = failing(without(shortest, at, size, true));
                }
                if (shorter.isEmpty()) {
                    at += size;
                } else {
                    shortest = shorter;
                }
            }
        }
        return fewerVisits(shortest);
    }

    /** A run without some steps, or without what happens in them: the time that they take may be kept. */
    private static List<ModelStep> without(List<ModelStep> steps, int at, int size, boolean keepsTime) {
        int end = Math.min(steps.size(), at + size);
        List<ModelStep> rest = new ArrayList<>(steps.subList(0, at));
        rest.addAll(steps.subList(end, steps.size()));
        if (keepsTime && at < rest.size()) {
            ModelStep next = rest.get(at);
            for (ModelStep gone : steps.subList(at, end)) {
                next = next.after(gone);
            }
            rest.set(at, next);
        }
        return rest;
    }

    /** The run up to where it fails; empty if it does not. */
    private List<ModelStep> failing(List<ModelStep> steps) {
        return steps.subList(0, failsAfter(steps));
    }

    /** Leaves out single visits of requests. */
    private List<ModelStep> fewerVisits(List<ModelStep> failing) {
        List<ModelStep> fewest = new ArrayList<>(failing);
        for (int i = 0; i < fewest.size(); i++) {
            for (int visit = fewest.get(i).visits().size() - 1; visit >= 0 && effort > 0; visit--) {
                ModelStep whole = fewest.get(i);
                fewest.set(i, whole.without(visit));
                if (whole.visits().size() == 1 || failsAfter(fewest) != fewest.size()) {
                    fewest.set(i, whole);
                }
            }
        }
        return fewest;
    }

    /** After how many steps a run fails; 0 if it does not. */
    private int failsAfter(List<ModelStep> steps) {
        ModelWorld world = new ModelWorld(limits, maxPopulation, ModelTraffic.PIXELS, 1);
        for (int i = 0; i < steps.size(); i++) {
            effort--;
            try {
                world.take(steps.get(i));
            } catch (AssertionError | RuntimeException e) {
                return i + 1;
            }
        }
        return 0;
    }
}
