package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** What must happen once, or no more often than a limit says. */
public final class OnceRaces {

    private OnceRaces() {}

    /** Records in the log. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "logged once")
    @State
    public static class FailureOfTwo {

        /** Held, because the log manager holds its loggers weakly. */
        private static final Logger LOG = log();

        private final PacedLog once = new PacedLog(FailureOfTwo.class, () -> 0);
        private final Failure failure = new Failure();

        private static Logger log() {
            Logger log = Logger.getLogger(FailureOfTwo.class.getName());
            log.setUseParentHandlers(false);
            log.addHandler(new Counting());
            return log;
        }

        @Actor
        public void one() {
            once.log(Level.WARNING, "failed", failure);
        }

        @Actor
        public void other() {
            once.log(Level.WARNING, "failed", failure);
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = LOG.getHandlers().length == 1 ? failure.logged.get() : -1;
        }
    }

    /** A failure that knows how often it was logged. */
    private static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1;

        final transient AtomicInteger logged = new AtomicInteger();

        Failure() {
            super("failure", null, false, false);
        }
    }

    private static final class Counting extends Handler {

        @Override
        public void publish(LogRecord record) {
            if (record.getThrown() instanceof Failure failure) {
                failure.logged.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Events let through. */
    @JCStressTest
    @Outcome(id = "3", expect = ACCEPTABLE, desc = "as many as the limit says, no less and no more")
    @State
    public static class LimitOfThree {

        private final RateLimits rates = new RateLimits(new Scene().time(), new InlineScheduler());
        private final AtomicInteger passed = new AtomicInteger();

        private void take() {
            if (rates.take(RateLimits.Kind.ADDRESS, 7, 1, 3) == 0) {
                passed.incrementAndGet();
            }
        }

        @Actor
        public void one() {
            take();
            take();
        }

        @Actor
        public void other() {
            take();
            take();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = passed.get();
        }
    }

    /** Events let through while a window full of one ends, and in the next minute. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "one in the new window")
    @State
    public static class LimitAtTheEndOfAWindow {

        private final Scene scene = new Scene();
        private final RateLimits rates = new RateLimits(scene.time(), new InlineScheduler());
        private final AtomicInteger passed = new AtomicInteger();

        public LimitAtTheEndOfAWindow() {
            take();
            passed.set(0);
            scene.pass(60_000);
        }

        private void take() {
            if (rates.take(RateLimits.Kind.ADDRESS, 7, 1, 1) == 0) {
                passed.incrementAndGet();
            }
        }

        @Actor
        public void one() {
            take();
        }

        @Actor
        public void other() {
            take();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = passed.get();
            take();
            r.r2 = passed.get() - r.r1;
        }
    }

    /** What the one took of a limit of three, the other, and what a third can take. */
    @JCStressTest
    @Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "the one took two")
    @Outcome(id = "0, 2, 1", expect = ACCEPTABLE, desc = "the other took two")
    @State
    public static class BatchesTakeAllOrNothing {

        private final RateLimits rates = new RateLimits(new Scene().time(), new InlineScheduler());

        private int take(int events) {
            return rates.take(RateLimits.Kind.TAB, 7, events, 3) == 0 ? events : 0;
        }

        @Actor
        public void one(III_Result r) {
            r.r1 = take(2);
        }

        @Actor
        public void other(III_Result r) {
            r.r2 = take(2);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r3 = take(1);
        }
    }
}
