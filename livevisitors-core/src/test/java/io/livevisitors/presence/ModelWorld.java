package io.livevisitors.presence;

import io.livevisitors.ManualTime;
import io.livevisitors.device.DeviceType;
import io.livevisitors.model.PixelVisitorActive;
import io.livevisitors.model.SnapshotQuery;
import io.livevisitors.model.Totals;
import io.livevisitors.model.VisitorEvent;
import io.livevisitors.model.VisitorLeft;
import io.livevisitors.model.VisitorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** The pixels of one run, each as a registry and as a model; both are told the same and asked the same. */
final class ModelWorld {

    /** More than anybody's texts take. */
    private static final int TEXT_BYTES = 1024 * 1024;

    /** Steps after which what is rarely asked is asked too, as a rule. */
    static final int RARELY = 16;

    /** One pixel. */
    private static final class Side {

        final String id;
        final PixelRegistry registry;
        final NaivePresence model;
        final WrittenStream stream = new WrittenStream(true);

        Side(
                String id,
                NaiveLimits limits,
                int maxPopulation,
                Population population,
                List<NaivePresence> models,
                TimeSource time) {
            this.id = id;
            this.registry = new PixelRegistry(id, settings(limits), time, stream, population);
            this.model = new NaivePresence(id, limits, maxPopulation, models, time);
        }

        private static PresenceSettings settings(NaiveLimits limits) {
            return new PresenceSettings(
                    limits.windowMillis(),
                    limits.graceMillis(),
                    limits.tabTimeoutMillis(),
                    limits.optOutMillis(),
                    limits.visitors(),
                    limits.pages(),
                    limits.referrers(),
                    limits.names(),
                    limits.eventNames(),
                    limits.tabs(),
                    TEXT_BYTES,
                    limits.countAutomated());
        }
    }

    private final ManualTime time = new ManualTime();
    private final List<Side> sides = new ArrayList<>();
    private final TimeSource clocks = new TimeSource(time::now, time::nanos, this::running);
    private final int rarely;
    private long steps;
    private long stoodStill;
    private final Map<String, Integer> seen = new TreeMap<>();

    /** @param rarely steps after which what is rarely asked is asked too */
    ModelWorld(NaiveLimits limits, int maxPopulation, int pixels, int rarely) {
        this.rarely = rarely;
        Population population = new Population(maxPopulation);
        List<NaivePresence> models = new ArrayList<>();
        for (int i = 0; i < pixels; i++) {
            sides.add(new Side("pixel-" + i, limits, maxPopulation, population, models, clocks));
        }
    }

    /**
     * Takes one step, and compares everything.
     *
     * @throws AssertionError if the registry is not as the model says
     */
    void take(ModelStep step) {
        time.setWallClock(Duration.ofMillis(step.wallSet()));
        time.advance(Duration.ofMillis(step.passes()));
        stoodStill += step.standsStill() * 1_000_000;
        time.freeze(Duration.ofMillis(step.standsStill()));
        Side side = sides.get(step.pixel());
        switch (step.action()) {
            case APPLY -> apply(side, step);
            case EXPIRE -> {
                side.registry.expire();
                side.model.expire();
            }
            case FORGET -> {
                boolean found = side.model.forget(step.token());
                same("found to forget", found, side.registry.forget(step.token()));
                count(found ? "found to forget" : "nobody to forget");
            }
            case REFUSE -> {
                side.registry.refused(2);
                side.model.refused(2);
            }
            case LOOK -> {}
        }
        compare(side);
    }

    private void apply(Side side, ModelStep step) {
        List<String> askedModel = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        PixelRegistry.Outcome outcome = side.model.apply(step.visits(), asking(askedModel, step.admits()));
        same("outcome", outcome, side.registry.apply(step.visits(), asking(asked, step.admits())));
        same("asked whether to admit", askedModel, asked);
        count(outcome.name());
    }

    private long running() {
        return time.nanos() - stoodStill;
    }

    private static BooleanSupplier asking(List<String> asked, boolean answer) {
        return () -> {
            asked.add("asked");
            return answer;
        };
    }

    /** What was seen of registries and their events so far, and how often. */
    Map<String, Integer> seen() {
        return seen;
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private void count(VisitorEvent event) {
        if (event instanceof PixelVisitorActive active) {
            count(active.visitor().state().wireName());
        } else if (event instanceof VisitorLeft left) {
            count("left " + left.reason().wireName());
        } else {
            count("custom event");
        }
    }

    private void compare(Side side) {
        NaivePresence model = side.model;
        model.expire();
        SnapshotQuery query = SnapshotQuery.of(side.id);
        ModelComparison comparison = new ModelComparison(model, clocks);
        var snapshot = side.registry.snapshot(query);
        comparison.visitors(query, snapshot);
        comparison.totals(snapshot.totals());
        List<VisitorEvent> announced = side.stream.take();
        ModelComparison.announced(model.takeAnnounced(), announced);
        announced.forEach(this::count);
        same("people", model.people().size(), side.registry.count());
        if (++steps % rarely == 0) {
            same("at rest", model.isAtRest(), side.registry.isAtRest());
            comparison.totals(side.registry.totals());
            comparison.journeys(side.registry);
            count("robots " + Math.min(1, snapshot.totals().robots()));
            count("automated " + Math.min(1, snapshot.totals().automated()));
            count(snapshot.totals().pages().containsKey(Totals.OTHER) ? "other pages" : "all pages");
            for (SnapshotQuery rare : rareQueries(query, steps / rarely)) {
                comparison.visitors(rare, side.registry.snapshot(rare));
            }
        }
    }

    private static List<SnapshotQuery> rareQueries(SnapshotQuery all, long turn) {
        return List.of(
                all.withAutomated(true),
                all.withDevice(DeviceType.BOT),
                all.withDevice(DeviceType.values()[(int) (turn % 3)]),
                all.withPage("https://shop.example/" + turn % 10),
                all.withReferrer("r" + turn % 9 + ".example/"),
                all.withState(VisitorState.values()[(int) (turn % 3)]),
                all.withLimit((int) (turn % 7)));
    }

    static void same(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + "\n  model says    " + expected + "\n  registry says " + actual);
        }
    }
}
