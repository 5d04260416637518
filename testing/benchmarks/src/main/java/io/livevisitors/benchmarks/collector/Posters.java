package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.load.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Connections that post as fast as they are answered, all at once or none. Each comes from a loopback address of its own,
 * so that its browsers are other visitors than those of the next. Used by one thread.
 */
final class Posters implements AutoCloseable, Poster.Listener {

    /** The system must answer on all of 127.0.0.0/8 (RFC 1122, section 3.2.1.3), as Linux and Windows do. */
    static final int MAX_CONNECTIONS = 250;

    private static final int LOOPS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Loop> loops = new ArrayList<>();
    private final List<Poster> posters = new ArrayList<>();
    private final Semaphore resting = new Semaphore(0);
    private volatile @Nullable Traffic traffic;
    private volatile @Nullable String failure;

    /**
     * Connects.
     *
     * @param connections at most {@link #MAX_CONNECTIONS}
     */
    Posters(InetSocketAddress server, int connections) throws IOException, InterruptedException {
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new Loop());
        }
        for (int i = 0; i < connections; i++) {
            InetAddress own = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (2 + i)});
            Poster poster = new Poster(i, server, own, this);
            posters.add(poster);
            loops.get(i % LOOPS).connect(poster);
        }
        awaitRest();
    }

    /** All connections post until so much time is over, and are answered. */
    void post(Traffic what, Duration time) throws IOException, InterruptedException {
        traffic = what;
        for (int i = 0; i < posters.size(); i++) {
            Poster poster = posters.get(i);
            loops.get(i % LOOPS).execute(poster::post);
        }
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        traffic = null;
        awaitRest();
    }

    int connections() {
        return posters.size();
    }

    /** Requests of all connections that were answered. */
    long answered() {
        return sum(Poster::answered);
    }

    /** Page views of a pixel that were answered. */
    long pageViews(String pixel) {
        return sum(poster -> poster.pageViews(pixel));
    }

    /** Tabs of which a pixel has heard. */
    long tabs(String pixel) {
        return sum(poster -> poster.tabs(pixel));
    }

    private long sum(ToLongFunction<Poster> count) {
        return posters.stream().mapToLong(count).sum();
    }

    private void awaitRest() throws IOException, InterruptedException {
        boolean all = resting.tryAcquire(posters.size(), PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (failure != null) {
            throw new IOException(failure);
        }
        if (!all) {
            throw new IOException("some connections were not answered within " + PATIENCE.toSeconds() + " s");
        }
    }

    @Override
    public void ready() {
        resting.release();
    }

    @Override
    public @Nullable Traffic next() {
        Traffic now = traffic;
        if (now == null) {
            resting.release();
        }
        return now;
    }

    @Override
    public void ended(String reason) {
        failure = reason;
        resting.release(posters.size()); // nobody need wait for the others any more
    }

    @Override
    public void close() throws IOException {
        for (Loop loop : loops) {
            loop.close();
        }
    }
}
