package io.livevisitors.privacy;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Salts replaced while several ask for them. */
public final class SaltRaces {

    private SaltRaces() {}

    /** Whether both have the same new salt, whether it is new, whether both have the old one beside it. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "replaced once")
    @State
    public static class Rotation {

        private volatile long nanos;
        private final SaltRing ring = new SaltRing(() -> nanos, Duration.ofHours(24), Duration.ofMinutes(5));
        private final SaltRing.Salt old = ring.current().current;
        private SaltRing.@Nullable Salts one;
        private SaltRing.@Nullable Salts other;

        public Rotation() {
            nanos = Duration.ofHours(24).toNanos();
        }

        @Actor
        public void one() {
            one = ring.current();
        }

        @Actor
        public void other() {
            other = ring.current();
        }

        @Arbiter
        public void after(ZZZ_Result r) {
            SaltRing.Salts ones = one;
            SaltRing.Salts others = other;
            if (ones != null && others != null) {
                r.r1 = ones.current == others.current;
                r.r2 = ones.current != old;
                r.r3 = ones.previous == old && others.previous == old;
            }
        }
    }

    /** Whether what was made of the salt before, if anything was, was made of the salt and not of what overwrote it. */
    @JCStressTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "made before, or of the new salt alone")
    @State
    public static class Overwriting {

        private volatile long nanos;
        private final SaltRing ring = new SaltRing(() -> nanos, Duration.ofHours(24), Duration.ofMinutes(5));
        private final @Nullable Pseudonym before;

        public Overwriting() {
            nanos = Duration.ofHours(24).toNanos();
            SaltRing.Salt previous = ring.current().previous;
            before = previous == null ? null : previous.hash.of("shop");
        }

        @Actor
        public void visitor(Z_Result r) {
            r.r1 = ring.use(salts ->
                    salts.previous == null || salts.previous.hash.of("shop").equals(before));
        }

        @Actor
        public void timer() {
            nanos = Duration.ofHours(24).plusMinutes(5).toNanos();
            var unused = ring.forgetDue();
        }
    }

    /** Whether both have the same salt, whether it is the one from before, whether the one before that is gone. */
    @JCStressTest
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "the overlap ended once, the salt stays")
    @State
    public static class EndOfOverlap {

        private volatile long nanos;
        private final SaltRing ring = new SaltRing(() -> nanos, Duration.ofHours(24), Duration.ofMinutes(5));
        private final SaltRing.Salt salt;
        private SaltRing.@Nullable Salts one;
        private SaltRing.@Nullable Salts other;

        public EndOfOverlap() {
            nanos = Duration.ofHours(24).toNanos();
            salt = ring.current().current;
            nanos = Duration.ofHours(24).plusMinutes(5).toNanos();
        }

        @Actor
        public void one() {
            one = ring.current();
        }

        @Actor
        public void other() {
            other = ring.current();
        }

        @Arbiter
        public void after(ZZZ_Result r) {
            SaltRing.Salts ones = one;
            SaltRing.Salts others = other;
            if (ones != null && others != null) {
                r.r1 = ones.current == others.current;
                r.r2 = ones.current == salt;
                r.r3 = ones.previous == null && others.previous == null;
            }
        }
    }
}
