package io.livevisitors.jakarta;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.livevisitors.jakarta.Stage.Client;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Two threads at one channel: who joins, leaves and publishes, and what the others hear of it. */
public final class ChannelRaces {

    private ChannelRaces() {}

    private static Reader join(Stage stage, String channel, Client client, String user) {
        ChannelName name = Stage.name(channel);
        Member member = channel.startsWith("presence-") ? Stage.member(user) : null;
        return Objects.requireNonNull(
                stage.channels().join(name, client.connection, member).reader());
    }

    /** What somebody hears who joins while an event is published that the channel keeps. */
    @JCStressTest
    @Outcome(id = "joined miss news", expect = ACCEPTABLE, desc = "joined first")
    @Outcome(id = "joined news", expect = ACCEPTABLE, desc = "published first")
    @State
    public static class JoinWhileAnEventIsKept {

        private final Stage stage = new Stage();
        private final Client client = stage.client("1.1");

        @Actor
        public void join() {
            ChannelRaces.join(stage, "cache-x", client, "");
        }

        @Actor
        public void publish() {
            stage.channels().publish(Stage.name("cache-x"), "news", "{}", null);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = client.heard();
        }
    }

    /** The same with two events: nothing goes backwards, and nothing is missing at the end. */
    @JCStressTest
    @Outcome(id = "joined miss one two", expect = ACCEPTABLE, desc = "joined first")
    @Outcome(id = "joined one two", expect = ACCEPTABLE, desc = "joined between")
    @Outcome(id = "joined two", expect = ACCEPTABLE, desc = "joined last")
    @State
    public static class JoinWhileTwoEventsAreKept {

        private final Stage stage = new Stage();
        private final Client client = stage.client("1.1");

        @Actor
        public void join() {
            ChannelRaces.join(stage, "cache-x", client, "");
        }

        @Actor
        public void publish() {
            stage.channels().publish(Stage.name("cache-x"), "one", "{}", null);
            stage.channels().publish(Stage.name("cache-x"), "two", "{}", null);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = client.heard();
        }
    }

    /** What somebody hears who joins an ordinary channel while an event is published: never the event first. */
    @JCStressTest
    @Outcome(id = "joined", expect = ACCEPTABLE, desc = "published before")
    @Outcome(id = "joined news", expect = ACCEPTABLE, desc = "joined before")
    @State
    public static class JoinWhileAnEventIsPublished {

        private final Stage stage = new Stage();
        private final Client client = stage.client("1.1");

        @Actor
        public void join() {
            ChannelRaces.join(stage, "x", client, "");
        }

        @Actor
        public void publish() {
            stage.channels().publish(Stage.name("x"), "news", "{}", null);
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = client.heard();
        }
    }

    /** Whom two who join at once, and one who was there, know in the end. */
    @JCStressTest
    @Outcome(
            id = "\\[a, b, c\\], \\[a, b, c\\], \\[a, b, c\\]",
            expect = ACCEPTABLE,
            desc = "everybody knows everybody, once")
    @State
    public static class TwoJoin {

        private final Stage stage = new Stage();
        private final Client one = stage.client("1.1");
        private final Client other = stage.client("1.2");
        private final Client witness = stage.client("1.3");

        public TwoJoin() {
            ChannelRaces.join(stage, "presence-x", witness, "c");
        }

        @Actor
        public void one() {
            ChannelRaces.join(stage, "presence-x", one, "a");
        }

        @Actor
        public void other() {
            ChannelRaces.join(stage, "presence-x", other, "b");
        }

        @Arbiter
        public void after(LLL_Result r) {
            r.r1 = one.members();
            r.r2 = other.members();
            r.r3 = witness.members();
        }
    }

    /** A user whose one connection leaves while another joins: it was there all the time, or went and came. */
    @JCStressTest
    @Outcome(id = "joined added, \\[u, w\\]", expect = ACCEPTABLE, desc = "never gone")
    @Outcome(id = "joined added removed added, \\[u, w\\]", expect = ACCEPTABLE, desc = "gone for a moment")
    @State
    public static class OneUserComesAndGoes {

        private final Stage stage = new Stage();
        private final Client before = stage.client("1.1");
        private final Client after = stage.client("1.2");
        private final Client witness = stage.client("1.3");
        private final Reader reader;

        public OneUserComesAndGoes() {
            ChannelRaces.join(stage, "presence-x", witness, "w");
            reader = ChannelRaces.join(stage, "presence-x", before, "u");
        }

        @Actor
        public void leave() {
            stage.channels().leave(reader);
        }

        @Actor
        public void join() {
            ChannelRaces.join(stage, "presence-x", after, "u");
        }

        @Arbiter
        public void after(LL_Result r) {
            r.r1 = witness.heard();
            r.r2 = witness.members();
        }
    }

    /** The last reader leaves while another joins: who joined is in a channel that is reached, and the story holds. */
    @JCStressTest
    @Outcome(id = "joined news, \\[ChannelOccupied\\]", expect = ACCEPTABLE, desc = "joined before")
    @Outcome(
            id = "joined news, \\[ChannelOccupied, ChannelVacated, ChannelOccupied\\]",
            expect = ACCEPTABLE,
            desc = "a new channel")
    @State
    public static class LastLeavesWhileAnotherJoins {

        private final Stage stage = new Stage();
        private final Client before = stage.client("1.1");
        private final Client after = stage.client("1.2");
        private final Reader reader = ChannelRaces.join(stage, "x", before, "");

        @Actor
        public void leave() {
            stage.channels().leave(reader);
        }

        @Actor
        public void join() {
            ChannelRaces.join(stage, "x", after, "");
        }

        @Arbiter
        public void after(LL_Result r) {
            stage.channels().publish(Stage.name("x"), "news", "{}", null);
            r.r1 = after.heard();
            r.r2 = stage.story();
        }
    }

    /** Two leave at once: the channel is vacated once, and nothing of it stays. */
    @JCStressTest
    @Outcome(id = "\\[ChannelOccupied, ChannelVacated\\], 0", expect = ACCEPTABLE, desc = "once")
    @State
    public static class TwoLeave {

        private final Stage stage = new Stage();
        private final Reader one = ChannelRaces.join(stage, "x", stage.client("1.1"), "");
        private final Reader other = ChannelRaces.join(stage, "x", stage.client("1.2"), "");

        @Actor
        public void one() {
            stage.channels().leave(one);
        }

        @Actor
        public void other() {
            stage.channels().leave(other);
        }

        @Arbiter
        public void after(LL_Result r) {
            r.r1 = stage.story();
            r.r2 = String.valueOf(stage.channels().size());
        }
    }

    /** A connection ends while it joins: it is in no channel afterwards. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "nothing stays")
    @State
    public static class EndWhileJoining {

        private final Stage stage = new Stage();
        private final Client client = stage.client("1.1");

        @Actor
        public void join() {
            var unused = client.connection.join(Stage.name("x"), null);
        }

        @Actor
        public void end() {
            client.connection.gone();
        }

        @Arbiter
        public void after(L_Result r) {
            r.r1 = String.valueOf(stage.channels().size());
        }
    }
}
