package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.livevisitors.model.Mode;
import io.livevisitors.model.TotalsChanged;
import io.livevisitors.presence.Population;
import io.livevisitors.web.FeedMessage;
import io.livevisitors.web.FeedReader;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** What comes out of a pixel's stream while several fill it. Nobody asks again for delivery in the end. */
public final class StreamRaces {

    private StreamRaces() {}

    @JCStressTest
    @Outcome(
            id = "\\[1, 2, 3, 4, 5\\]",
            expect = ACCEPTABLE,
            desc = "in the order of the changes, none lost or doubled")
    @State
    public static class EventsOfOneVisitor {

        private final Scene scene = new Scene().watch();

        public EventsOfOneVisitor() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
        }

        @Actor
        public void oneTab() {
            scene.apply(Scene.view(1, 1, 2, "/b"));
            scene.apply(Scene.view(1, 1, 3, "/c"));
        }

        @Actor
        public void otherTab() {
            scene.apply(Scene.view(1, 2, 1, "/d"));
            scene.apply(Scene.view(1, 2, 2, "/e"));
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = Stories.pageViews(scene.stream);
        }
    }

    /** Messages to a reader of the feed, readers that failed. */
    @JCStressTest
    @Outcome(id = "4, 0", expect = ACCEPTABLE, desc = "every event once")
    @State
    public static class EventsOfTwoVisitorsToAReader {

        private final Scene scene = new Scene();
        private final Queue<FeedMessage> read = new ConcurrentLinkedQueue<>();

        public EventsOfTwoVisitorsToAReader() {
            scene.hub.add(read::add);
        }

        @Actor
        public void one() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.apply(Scene.leave(1, 1, 2));
        }

        @Actor
        public void other() {
            scene.apply(Scene.view(2, 2, 1, "/a"));
            scene.apply(Scene.leave(2, 2, 2));
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = read.size();
            r.r2 = scene.counters.copy().getOrDefault("feed_failed", 0L).intValue();
        }
    }

    /** The count last said, the count. */
    @JCStressTest
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "the last totals are true")
    @State
    public static class LastTotals {

        private final Scene scene = new Scene(Scene.ROOMY, new Population(Scene.ROOMY), 0).watch();

        @Actor
        public void one() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.apply(Scene.view(2, 2, 1, "/a"));
        }

        @Actor
        public void other() {
            scene.apply(Scene.view(3, 3, 1, "/a"));
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = -1;
            for (Object item : scene.stream) {
                r.r1 = item instanceof TotalsChanged changed ? changed.totals().count() : r.r1;
            }
            r.r2 = scene.registry.count();
        }
    }

    /** Page views that the reader's snapshot and the events after it lead to, page views there were. */
    @JCStressTest
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "snapshot and events join without gap")
    @State
    public static class ReaderThatJoins {

        private final Scene scene = new Scene();
        private final Queue<FeedMessage> read = new ConcurrentLinkedQueue<>();

        public ReaderThatJoins() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
        }

        @Actor
        public void view() {
            scene.apply(Scene.view(1, 1, 2, "/b"));
            scene.apply(Scene.view(1, 1, 3, "/c"));
        }

        @Actor
        public void join() {
            FeedReader reader = read::add;
            scene.hub.add(reader);
            scene.pixel.snapshotInStream(reader);
        }

        @Arbiter
        public void after(II_Result r) {
            boolean started = false;
            for (FeedMessage message : read) {
                boolean snapshot = message.event().equals(FeedMessage.SNAPSHOT);
                started |= snapshot;
                if (snapshot) {
                    r.r1 = pageViews(message);
                } else if (started) {
                    r.r1 = pageViews(message) == r.r1 + 1 ? r.r1 + 1 : -1;
                }
            }
            r.r2 = scene.snapshot().visitors().get(0).pageViews();
        }

        private static int pageViews(FeedMessage message) {
            String field = "\"page_views\":";
            int at = message.json().indexOf(field) + field.length();
            return message.json().charAt(at) - '0';
        }
    }

    /** Visitors told after the mode became a stricter one: by the snapshot that says so, and by events after it. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "from the new snapshot on nobody is named")
    @State
    public static class ModeThatBecomesStricter {

        private final Scene scene = new Scene();
        private final Queue<FeedMessage> read = new ConcurrentLinkedQueue<>();

        public ModeThatBecomesStricter() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.hub.add(read::add);
        }

        @Actor
        public void view() {
            scene.apply(Scene.view(1, 1, 2, "/b"));
            scene.apply(Scene.view(1, 1, 3, "/c"));
        }

        @Actor
        public void restrict() {
            scene.pixel.known(Pixel.of("shop").withMode(Mode.AGGREGATE));
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = -1;
            for (FeedMessage message : read) {
                boolean names = message.json().contains("visitor_token");
                if (message.event().equals(FeedMessage.SNAPSHOT)) {
                    r.r1 = names ? 1 : 0;
                } else if (r.r1 >= 0 && names) {
                    r.r2++;
                }
            }
        }
    }

    /** Readers that failed. */
    @JCStressTest
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "who stays misses nothing, and nothing fails")
    @State
    public static class ReaderThatLeaves {

        private final Scene scene = new Scene();
        private final Queue<FeedMessage> read = new ConcurrentLinkedQueue<>();
        private final FeedReader leaving = message -> {};

        public ReaderThatLeaves() {
            scene.hub.add(leaving);
            scene.hub.add(read::add);
        }

        @Actor
        public void view() {
            scene.apply(Scene.view(1, 1, 1, "/a"));
            scene.apply(Scene.view(1, 1, 2, "/b"));
        }

        @Actor
        public void leave() {
            scene.hub.remove(leaving);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = read.size();
            r.r2 = scene.counters.copy().getOrDefault("feed_failed", 0L).intValue();
        }
    }
}
