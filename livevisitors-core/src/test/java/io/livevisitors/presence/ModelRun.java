package io.livevisitors.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** One run: limits and traffic of one seed. */
final class ModelRun {

    /** A limit that the traffic does not reach. */
    static final int WIDE = 1_000;

    private final long seed;
    private final NaiveLimits limits;
    private final int maxPopulation;
    private final ModelTraffic traffic;
    private final ModelWorld world;
    private int taken;

    ModelRun(long seed) {
        Random random = new Random(seed);
        int size = 10 + random.nextInt(16);
        boolean tight = random.nextInt(4) > 0;
        this.seed = seed;
        this.limits = limits(random, size, tight);
        this.maxPopulation = tight ? size * 2 / 3 : WIDE;
        this.traffic = new ModelTraffic(random, limits, size, 500L << random.nextInt(4));
        this.world = new ModelWorld(limits, maxPopulation, ModelTraffic.PIXELS, ModelWorld.RARELY);
    }

    private static NaiveLimits limits(Random random, int size, boolean tight) {
        boolean fewNames = random.nextBoolean();
        return new NaiveLimits(
                300_000,
                5_000,
                60_000,
                1_200_000,
                tight ? 1 + random.nextInt(size) : WIDE,
                fewNames ? 1 + random.nextInt(5) : WIDE,
                fewNames ? 1 + random.nextInt(5) : WIDE,
                fewNames ? 1 + random.nextInt(5) : WIDE,
                random.nextBoolean() ? 1 + random.nextInt(4) : WIDE,
                random.nextInt(3) > 0 ? 1 + random.nextInt(4) : WIDE,
                random.nextBoolean());
    }

    ModelWorld world() {
        return world;
    }

    /**
     * Takes steps.
     *
     * @throws AssertionError at the first after which the registry is not as the model says
     */
    void take(int count) {
        for (int i = 0; i < count; i++) {
            ModelStep step = traffic.next();
            taken++;
            try {
                world.take(step);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(report(e), e);
            }
        }
    }

    /** The first steps of the run, which are the same each time. */
    private List<ModelStep> steps(int count) {
        List<ModelStep> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            steps.add(traffic.next());
        }
        return steps;
    }

    private String report(Throwable e) {
        String shortest = new ModelReduction(limits, maxPopulation)
                .reduce(new ModelRun(seed).steps(taken)).stream()
                        .map(ModelStep::toString)
                        .collect(Collectors.joining("\n  "));
        return "seed " + seed + ", step " + taken + ", at most " + maxPopulation + " visitors, " + limits
                + "; run it alone with -Dlivevisitors.model.seed=" + seed + "\n" + e
                + "\nThe shortest part of the run that fails:\n  " + shortest;
    }
}
