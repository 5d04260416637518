package io.livevisitors;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ILL_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** A mailbox that several fill, and that is closed meanwhile. */
public final class MailboxRaces {

    private MailboxRaces() {}

    private static Mailbox<Integer> mailbox(Mailbox.Receiver<Integer> receiver, Executor executor) {
        HostThreads threads = new HostThreads(executor, new AtOnceScheduler(), new Counters(), () -> 0);
        return new Mailbox<>("race", receiver, threads, 100);
    }

    /** Times that two receivers were at it at once, what came of one thread, what of the other. */
    @JCStressTest
    @Outcome(
            id = "0, \\[1, 2, 3\\], \\[11, 12, 13\\]",
            expect = ACCEPTABLE,
            desc = "each once, in order, one at a time")
    @State
    public static class TwoWriters {

        private final Queue<Integer> received = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final Mailbox<Integer> mailbox = mailbox(this::receive, Runnable::run);

        private void receive(Integer number) {
            overlaps.addAndGet(inside.getAndIncrement());
            received.add(number);
            inside.decrementAndGet();
        }

        @Actor
        public void one() {
            mailbox.offer(1);
            mailbox.offer(2);
            mailbox.offer(3);
        }

        @Actor
        public void other() {
            mailbox.offer(11);
            mailbox.offer(12);
            mailbox.offer(13);
        }

        @Arbiter
        public void after(ILL_Result r) {
            List<Integer> ones = new ArrayList<>(received);
            ones.removeIf(number -> number > 10);
            List<Integer> others = new ArrayList<>(received);
            others.removeIf(number -> number < 10);
            r.r1 = overlaps.get();
            r.r2 = ones;
            r.r3 = others;
        }
    }

    /** Things whose receiving began after the mailbox had been closed. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "nothing after the close")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the one that was on its way")
    @State
    public static class Close {

        private final AtomicInteger received = new AtomicInteger();
        private final Mailbox<Integer> mailbox = mailbox(unused -> received.incrementAndGet(), Runnable::run);
        private int beforeClose;

        @Actor
        public void write() {
            for (int i = 0; i < 5; i++) {
                mailbox.offer(i);
            }
        }

        @Actor
        public void close() {
            mailbox.close();
            beforeClose = received.get();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = received.get() - beforeClose;
        }
    }

    /** Things received after the close; they had waited while one was being received. */
    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "what waited was dropped")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "one was on its way")
    @State
    public static class CloseWhileThingsWait {

        private final Queue<Runnable> drains = new ConcurrentLinkedQueue<>();
        private final AtomicInteger received = new AtomicInteger();
        private final Mailbox<Integer> mailbox = mailbox(unused -> received.incrementAndGet(), drains::add);
        private int beforeClose;

        public CloseWhileThingsWait() {
            for (int i = 0; i < 5; i++) {
                mailbox.offer(i);
            }
        }

        @Actor
        public void drain() {
            drains.remove().run();
        }

        @Actor
        public void close() {
            mailbox.close();
            beforeClose = received.get();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = received.get() - beforeClose;
        }
    }

    /** Things received after a later one found a thread, things received in all. */
    @JCStressTest
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "a refusal of the executor loses nothing")
    @State
    public static class ExecutorThatRefusesOnce {

        private final AtomicBoolean refused = new AtomicBoolean();
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger sum = new AtomicInteger();
        private final Mailbox<Integer> mailbox = mailbox(this::receive, this::execute);

        private void receive(Integer number) {
            received.incrementAndGet();
            sum.addAndGet(number);
        }

        private void execute(Runnable drain) {
            if (refused.compareAndSet(false, true)) {
                throw new RejectedExecutionException("full");
            }
            drain.run();
        }

        @Actor
        public void one() {
            mailbox.offer(0);
        }

        @Actor
        public void other() {
            mailbox.offer(1);
        }

        @Arbiter
        public void after(II_Result r) {
            mailbox.offer(2);
            r.r1 = received.get();
            r.r2 = sum.get();
        }
    }
}
