package io.livevisitors;

import java.util.function.LongSupplier;

/**
 * A ticker that passes when it is told to, and while something is timed as the real one does too: reading it costs then
 * what it costs in a server. For one thread.
 */
final class SimulatedTicker implements LongSupplier {

    private long nanos;
    private long timedSince;
    private boolean timed;

    @Override
    public long getAsLong() {
        return timed ? nanos + (System.nanoTime() - timedSince) : nanos;
    }

    void pass(long more) {
        nanos += more;
    }

    /** Lets real time pass too. */
    void startTiming() {
        timedSince = System.nanoTime();
        timed = true;
    }

    /** Ends {@link #startTiming}. */
    void stopTiming() {
        nanos = getAsLong();
        timed = false;
    }
}
