package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.presence.Population;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.IIL_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Who comes while somebody else comes or goes. */
public final class ArrivalRaces {

    private ArrivalRaces() {}

    /** Visitors, newcomers asked for, tabs. */
    @JCStressTest
    @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "one visitor with two tabs, admitted once")
    @State
    public static class OneVisitorInTwoTabs {

        private final Scene scene = new Scene();
        private final AtomicInteger asked = new AtomicInteger();

        private boolean admit() {
            asked.incrementAndGet();
            return true;
        }

        @Actor
        public void first() {
            var unused = scene.registry.apply(List.of(Scene.view(1, 1, 1, "/a")), this::admit);
        }

        @Actor
        public void second() {
            var unused = scene.registry.apply(List.of(Scene.view(1, 2, 1, "/b")), this::admit);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r1 = scene.registry.count();
            r.r2 = asked.get();
            r.r3 = scene.registry.totals().tabs();
        }
    }

    /** Active, leaving, what a recount says. */
    @JCStressTest
    @Outcome(id = "1, 1, agrees", expect = ACCEPTABLE, desc = "one came, one leaves")
    @State
    public static class ArrivalAgainstDeparture {

        private final Scene scene = new Scene();

        public ArrivalAgainstDeparture() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
        }

        @Actor
        public void arrive() {
            scene.apply(Scene.view(2, 2, 1, "/a"));
        }

        @Actor
        public void depart() {
            scene.apply(Scene.leave(1, 1, 2));
        }

        @Arbiter
        public void after(IIL_Result r) {
            LiveSnapshot snapshot = scene.snapshot();
            r.r1 = snapshot.totals().active();
            r.r2 = snapshot.totals().leaving();
            r.r3 = Recount.of(snapshot);
        }
    }

    /** Visitors, departures told of, what a recount says. */
    @JCStressTest
    @Outcome(id = "1, 1, agrees", expect = ACCEPTABLE, desc = "one came, one is gone, told once")
    @State
    public static class ArrivalAgainstEndOfGrace {

        private final Scene scene = new Scene().watch();

        public ArrivalAgainstEndOfGrace() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.apply(Scene.leave(1, 1, 2));
            scene.pass(Scene.GRACE_MILLIS);
        }

        @Actor
        public void arrive() {
            scene.apply(Scene.view(2, 2, 1, "/b"));
        }

        @Actor
        public void expire() {
            scene.registry.expire();
        }

        @Arbiter
        public void after(IIL_Result r) {
            LiveSnapshot snapshot = scene.snapshot();
            r.r1 = snapshot.totals().count();
            r.r2 = Stories.departures(scene.stream);
            r.r3 = Recount.of(snapshot);
        }
    }

    /** What each newcomer saw just after it came, how many are here in the end. */
    @JCStressTest
    @Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "full, never more than full")
    @State
    public static class NewcomersAtTheLimit {

        private final Scene scene = new Scene(2, new Population(Scene.ROOMY), Scene.NO_TOTALS);

        public NewcomersAtTheLimit() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.apply(Scene.view(2, 2, 1, "/a"));
        }

        @Actor
        public void first(III_Result r) {
            scene.apply(Scene.view(3, 3, 1, "/b"));
            r.r1 = scene.registry.count();
        }

        @Actor
        public void second(III_Result r) {
            scene.apply(Scene.view(4, 4, 1, "/c"));
            r.r2 = scene.registry.count();
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = scene.snapshot().visitors().size();
        }
    }

    /** Visitors of both pixels, newcomers taken. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "one place, one newcomer")
    @State
    public static class LastPlaceOfTwoPixels {

        private final Population population = new Population(1);
        private final Scene first = new Scene(Scene.ROOMY, population, Scene.NO_TOTALS);
        private final Scene second = new Scene(Scene.ROOMY, population, Scene.NO_TOTALS);
        private final AtomicInteger taken = new AtomicInteger();

        @Actor
        public void first() {
            count(first.apply(Scene.view(1, 1, 1, "/a")));
        }

        @Actor
        public void second() {
            count(second.apply(Scene.view(2, 2, 1, "/b")));
        }

        private void count(PixelRegistry.Outcome outcome) {
            if (outcome == PixelRegistry.Outcome.TAKEN) {
                taken.incrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = first.registry.count() + second.registry.count();
            r.r2 = taken.get();
        }
    }

    /** Visitors of both pixels, newcomers taken. */
    @JCStressTest
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "somebody went for each newcomer, none too many and none lost")
    @State
    public static class NewcomersOfTwoFullPixels {

        private final Population population = new Population(2);
        private final Scene first = new Scene(Scene.ROOMY, population, Scene.NO_TOTALS);
        private final Scene second = new Scene(Scene.ROOMY, population, Scene.NO_TOTALS);
        private final AtomicInteger taken = new AtomicInteger();

        public NewcomersOfTwoFullPixels() {
            first.apply(Scene.view(1, 1, 1, "/a"));
            second.apply(Scene.view(2, 2, 1, "/a"));
        }

        @Actor
        public void first() {
            count(first.apply(Scene.view(3, 3, 1, "/b")));
        }

        @Actor
        public void second() {
            count(second.apply(Scene.view(4, 4, 1, "/b")));
        }

        private void count(PixelRegistry.Outcome outcome) {
            if (outcome == PixelRegistry.Outcome.TAKEN) {
                taken.incrementAndGet();
            }
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = first.registry.count() + second.registry.count();
            r.r2 = taken.get();
        }
    }

    /** Visitors, tabs. */
    @JCStressTest
    @Outcome(id = "1, 3", expect = ACCEPTABLE, desc = "one visitor, whichever salt an event was on its way with")
    @State
    public static class OneVisitorWhileTheSaltChanges {

        private final Scene scene = new Scene();

        public OneVisitorWhileTheSaltChanges() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
        }

        @Actor
        public void underTheOld() {
            scene.apply(Scene.view(1, 2, 1, "/b"));
        }

        @Actor
        public void underTheNew() {
            scene.apply(Scene.underNewSalt(9, 1, 3, "/c"));
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = scene.registry.count();
            r.r2 = scene.registry.totals().tabs();
        }
    }
}
