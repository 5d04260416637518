package io.livevisitors;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Lets no time pass: what is to be done later is done at once, on the caller's thread. */
final class AtOnceScheduler extends InlineScheduler {

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Done done = new Done(command);
        done.run();
        return done;
    }

    private static final class Done extends FutureTask<Void> implements ScheduledFuture<Void> {

        Done(Runnable command) {
            super(command, null);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(0, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
