package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.livevisitors.model.LiveSnapshot;
import io.livevisitors.model.Visitor;
import io.livevisitors.presence.EventType;
import io.livevisitors.presence.PixelRegistry;
import io.livevisitors.privacy.Pseudonym;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZLL_Result;

/** What the events of one tab do in either order. */
public final class TabRaces {

    private TabRaces() {}

    /** State, tabs, page views of the only visitor; what a recount says. */
    private static String whoIsHere(Scene scene) {
        LiveSnapshot snapshot = scene.snapshot();
        List<Visitor> visitors = snapshot.visitors();
        if (visitors.size() != 1) {
            return visitors.size() + " visitors";
        }
        Visitor visitor = visitors.get(0);
        return visitor.state() + " " + visitor.tabs() + " " + visitor.pageViews() + " " + Recount.of(snapshot);
    }

    /** One visitor with one tab that saw one page. */
    private static Scene visitor() {
        Scene scene = new Scene();
        scene.apply(Scene.view(1, 1, 1, "/a"));
        return scene;
    }

    @JCStressTest
    @Outcome(id = "LEAVING 0 1 agrees", expect = ACCEPTABLE, desc = "an older heartbeat holds nobody back")
    @State
    public static class LeaveAgainstEarlierHeartbeat {

        private final Scene scene = visitor();

        @Actor
        public void leave() {
            scene.apply(Scene.leave(1, 1, 3));
        }

        @Actor
        public void beat() {
            scene.apply(Scene.beat(1, 1, 2));
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = whoIsHere(scene);
        }
    }

    @JCStressTest
    @Outcome(id = "ACTIVE 1 1 agrees", expect = ACCEPTABLE, desc = "the heartbeat came first, the leave is old")
    @Outcome(
            id = "LEAVING 0 1 agrees",
            expect = ACCEPTABLE,
            desc = "the leave came first, only a page view opens again")
    @State
    public static class LeaveAgainstLaterHeartbeat {

        private final Scene scene = visitor();

        @Actor
        public void leave() {
            scene.apply(Scene.leave(1, 1, 2));
        }

        @Actor
        public void beat() {
            scene.apply(Scene.beat(1, 1, 3));
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = whoIsHere(scene);
        }
    }

    @JCStressTest
    @Outcome(id = "ACTIVE 1 2 agrees", expect = ACCEPTABLE, desc = "a newer page view wins in either order")
    @State
    public static class LeaveAgainstLaterPageView {

        private final Scene scene = visitor();

        @Actor
        public void leave() {
            scene.apply(Scene.leave(1, 1, 2));
        }

        @Actor
        public void view() {
            scene.apply(Scene.view(1, 1, 3, "/b"));
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = whoIsHere(scene);
        }
    }

    /** Visitors, page views of the one who is here, departures told of. */
    @JCStressTest
    @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "the heartbeat came in time")
    @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "too late: told to be gone, and came anew")
    @State
    public static class TimeoutAgainstHeartbeat {

        private final Scene scene = visitor().watch();

        public TimeoutAgainstHeartbeat() {
            scene.pass(Scene.TAB_TIMEOUT_MILLIS - 1);
        }

        @Actor
        public void expire() {
            scene.pass(1);
            scene.registry.expire();
        }

        @Actor
        public void beat() {
            scene.apply(Scene.beat(1, 1, 2));
        }

        @Arbiter
        public void after(III_Result r) {
            List<Visitor> visitors = scene.snapshot().visitors();
            r.r1 = visitors.size();
            r.r2 = visitors.isEmpty() ? -1 : visitors.get(0).pageViews();
            r.r3 = Stories.departures(scene.stream);
        }
    }

    /** Whether the visitor was found, what became of its sign of life, the traces left. */
    @JCStressTest
    @Outcome(id = "true, TAKEN, none", expect = ACCEPTABLE, desc = "it came first and was erased with the rest")
    @Outcome(id = "true, OPTED_OUT, none", expect = ACCEPTABLE, desc = "it came after and was left out")
    @State
    public static class ForgetAgainstHeartbeat {

        private final Scene scene = visitor();

        @Actor
        public void forget(ZLL_Result r) {
            r.r1 = scene.registry.forget(Scene.tokenOf(1));
        }

        @Actor
        public void beat(ZLL_Result r) {
            r.r2 = scene.apply(Scene.beat(1, 1, 2));
        }

        @Arbiter
        public void after(ZLL_Result r) {
            r.r3 = traces(scene);
        }
    }

    /** What became of the page view in a new tab, the traces left. */
    @JCStressTest
    @Outcome(id = "true, TAKEN, none", expect = ACCEPTABLE, desc = "it came first and was erased with the rest")
    @Outcome(id = "true, OPTED_OUT, none", expect = ACCEPTABLE, desc = "it came after and was left out")
    @State
    public static class OptOutAgainstPageView {

        private final Scene scene = visitor();

        @Actor
        public void optOut(ZLL_Result r) {
            r.r1 = scene.apply(Scene.visit(EventType.OPT_OUT, 1, 1, 2, "/a", null)) == PixelRegistry.Outcome.TAKEN;
        }

        @Actor
        public void view(ZLL_Result r) {
            r.r2 = scene.apply(Scene.view(1, 2, 1, "/secret"));
        }

        @Arbiter
        public void after(ZLL_Result r) {
            r.r3 = traces(scene);
        }
    }

    private static String traces(Scene scene) {
        LiveSnapshot snapshot = scene.snapshot();
        boolean none = snapshot.visitors().isEmpty()
                && snapshot.totals().count() == 0
                && snapshot.totals().tabs() == 0
                && snapshot.totals().pages().isEmpty()
                && snapshot.totals().entryPages().isEmpty()
                && !scene.registry.knowsTab(new Pseudonym(2, 1))
                && !scene.registry.knowsTab(new Pseudonym(2, 2));
        return none ? "none" : snapshot.toString();
    }
}
