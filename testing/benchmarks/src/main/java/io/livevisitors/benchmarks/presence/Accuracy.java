package io.livevisitors.benchmarks.presence;

import io.livevisitors.benchmarks.Sample;
import java.util.List;

/** Compares numbers shown with the truth, and keeps count. Not thread-safe. */
final class Accuracy {

    /** After this time the number on a dashboard has to be that of now, in nanoseconds: four totals a second, and the way. */
    static final long SETTLED_NANOS = 1_000_000_000L;

    private static final long STEP_NANOS = 25_000_000L;

    private final Sample errors = new Sample(8_192);
    private final Sample ages = new Sample(8_192);
    private final Sample unsettled = new Sample(8_192);
    private final Sample ghosts = new Sample(8_192);
    private int violations;
    private String worst = "";

    /** The difference between number and truth, whatever its cause. */
    Sample errors() {
        return errors;
    }

    /** How old the number was at most: it kept the bound of a moment so many nanoseconds ago. */
    Sample ages() {
        return ages;
    }

    Sample unsettled() {
        return unsettled;
    }

    Sample ghosts() {
        return ghosts;
    }

    /** How often the bound was not kept. */
    int violations() {
        return violations;
    }

    /** How often the bound was not kept, and how it was last not kept. */
    String verdict() {
        return violations + " of " + errors.size() + " comparisons break it" + (worst.isEmpty() ? "" : ": " + worst);
    }

    /** Compares a number that was right at some moment since a time. */
    void compare(int shown, List<Browser> browsers, long since) {
        Truth truth = Truth.since(browsers, since);
        errors.add(Math.abs(shown - truth.open()));
        unsettled.add(truth.unsettled());
        ghosts.add(truth.ghosts());
        if (!truth.allows(shown)) {
            violations++;
            worst = shown + " shown; " + truth;
        }
    }

    /** Notes how far back one has to go for a moment whose bound the number keeps, up to the time it must be settled. */
    void noteAge(int shown, List<Browser> browsers, long now) {
        long age = 0;
        while (age < SETTLED_NANOS && !Truth.since(browsers, now - age).allows(shown)) {
            age += STEP_NANOS;
        }
        ages.add(age);
    }
}
