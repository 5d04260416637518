package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Totals;
import io.livevisitors.model.VisitorState;
import io.livevisitors.presence.EventType;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Snapshots taken while things change: list and totals are of one moment. */
public final class SnapshotRaces {

    private SnapshotRaces() {}

    /** Two visitors on two pages. */
    private static Scene twoVisitors() {
        Scene scene = new Scene();
        scene.apply(Scene.view(1, 1, 1, "/a"));
        scene.apply(Scene.view(2, 2, 1, "/b"));
        return scene;
    }

    /** Visitors listed, what a recount says. */
    @JCStressTest
    @Outcome(id = "2, agrees", expect = ACCEPTABLE, desc = "before")
    @Outcome(id = "3, agrees", expect = ACCEPTABLE, desc = "after")
    @State
    public static class SnapshotAgainstArrival {

        private final Scene scene = twoVisitors();

        @Actor
        public void arrive() {
            scene.apply(Scene.view(3, 3, 1, "/a"));
        }

        @Actor
        public void look(IL_Result r) {
            LiveSnapshot snapshot = scene.snapshot();
            r.r1 = snapshot.visitors().size();
            r.r2 = Recount.of(snapshot);
        }
    }

    @JCStressTest
    @Outcome(id = "agrees", expect = ACCEPTABLE, desc = "one moment")
    @State
    public static class SnapshotAgainstChanges {

        private final Scene scene = twoVisitors();

        @Actor
        public void change() {
            scene.apply(Scene.view(1, 1, 2, "/b"));
            scene.apply(Scene.leave(2, 2, 2));
            scene.apply(Scene.view(1, 3, 1, "/c"));
            scene.apply(Scene.visit(EventType.VISIBILITY, 1, 1, 3, "/b", true));
            var unused = scene.registry.forget(Scene.tokenOf(2));
        }

        @Actor
        public void look(L_Result r) {
            r.r1 = Recount.of(scene.snapshot());
        }
    }

    /** Visitors listed on the page, visitors that the totals have on it. */
    @JCStressTest
    @Outcome(id = "1 1", expect = ACCEPTABLE, desc = "before, or after both")
    @Outcome(id = "2 2", expect = ACCEPTABLE, desc = "between")
    @State
    public static class SnapshotOfAPageAgainstChanges {

        private final Scene scene = twoVisitors();

        @Actor
        public void change() {
            scene.apply(Scene.view(2, 2, 2, "/a"));
            scene.apply(Scene.view(1, 1, 2, "/b"));
        }

        @Actor
        public void look(L_Result r) {
            String page = "https://shop.example/a";
            LiveSnapshot snapshot = scene.registry.snapshot(Scene.everybody().withPage(page));
            r.r1 = snapshot.visitors().size() + " " + snapshot.totals().pages().getOrDefault(page, 0);
        }
    }

    /** Visitors listed as leaving, visitors that the totals have as leaving, all of them. */
    @JCStressTest
    @Outcome(id = "0 0 2", expect = ACCEPTABLE, desc = "before, or after both")
    @Outcome(id = "1 1 2", expect = ACCEPTABLE, desc = "between")
    @State
    public static class SnapshotOfAStateAgainstChanges {

        private final Scene scene = twoVisitors();

        @Actor
        public void change() {
            scene.apply(Scene.leave(1, 1, 2));
            scene.apply(Scene.view(1, 1, 3, "/c"));
        }

        @Actor
        public void look(L_Result r) {
            LiveSnapshot snapshot = scene.registry.snapshot(Scene.everybody().withState(VisitorState.LEAVING));
            Totals totals = snapshot.totals();
            r.r1 = snapshot.visitors().size() + " " + totals.leaving() + " " + totals.count();
        }
    }

    /** Where the snapshot stands: page views it tells of, and events before it in the stream. */
    @JCStressTest
    @Outcome(id = "1 1", expect = ACCEPTABLE, desc = "before the second page view and its event")
    @Outcome(id = "2 2", expect = ACCEPTABLE, desc = "after the second")
    @Outcome(id = "3 3", expect = ACCEPTABLE, desc = "after the third")
    @State
    public static class SnapshotInTheStream {

        private final Scene scene = new Scene().watch();

        public SnapshotInTheStream() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
        }

        @Actor
        public void change() {
            scene.apply(Scene.view(1, 1, 2, "/b"));
            scene.apply(Scene.view(1, 1, 3, "/c"));
        }

        @Actor
        public void look() {
            scene.registry.snapshotInStream(Scene.everybody(), scene.stream::add);
        }

        @Arbiter
        public void after(L_Result r) {
            int events = 0;
            for (Object item : scene.stream) {
                if (item instanceof LiveSnapshot snapshot) {
                    r.r1 = snapshot.visitors().get(0).pageViews() + " " + events;
                }
                events++;
            }
        }
    }
}
