package io.livevisitors.benchmarks.sockets;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Broadcasts to all clients of a load generator, one series after another, and keeps count of what did not arrive as it
 * should. Used by one thread.
 */
final class Broadcasts {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Publishes ticks. */
    interface Publisher {

        /** Publishes ticks of these numbers. */
        void publish(int first, int count) throws IOException, InterruptedException;
    }

    /** Something that is done between two broadcasts. */
    interface Step {

        /** Does it, in little time. */
        void run() throws IOException, InterruptedException;
    }

    /**
     * What one series did.
     *
     * @param deliveries all of which happened, unless something was lost
     * @param nanos from the first publishing to the last arrival, pauses left out
     * @param processorNanos of the server in that time and the pauses
     */
    record Series(Deliveries deliveries, long nanos, long processorNanos) {

        double framesPerSecond() {
            return deliveries.expected() * 1e9 / nanos;
        }

        double microsPerFrame() {
            return processorNanos / 1e3 / deliveries.expected();
        }
    }

    private final HostProcess host;
    private final LoadGenerator clients;
    private int next;
    private long expected;
    private long missing;
    private long misplaced;

    Broadcasts(HostProcess host, LoadGenerator clients) {
        this.host = host;
        this.clients = clients;
    }

    /** Sends a series as fast as it arrives. */
    Series send(int count, int atOnce, Publisher publisher) throws IOException, InterruptedException {
        return send(count, atOnce, publisher, Duration.ZERO, () -> {});
    }

    /**
     * Sends a series, to its end or to the first loss.
     *
     * @param count ticks in all
     * @param atOnce ticks that are published together; the next ones when these have arrived everywhere
     * @param pace from one publishing to the next, at least
     * @param meanwhile done once for each publishing, before it
     */
    Series send(int count, int atOnce, Publisher publisher, Duration pace, Step meanwhile)
            throws IOException, InterruptedException {
        Deliveries deliveries = clients.expect(next, count);
        long processor = host.processorNanos();
        long nanos = 0;
        long due = System.nanoTime();
        boolean arrived = true;
        while (next < deliveries.end() && arrived) {
            meanwhile.run();
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            due = System.nanoTime() + pace.toNanos();
            long start = System.nanoTime();
            publisher.publish(next, atOnce);
            for (int i = 0; i < atOnce; i++) {
                arrived &= deliveries.await(next++, arrived ? PATIENCE : Duration.ZERO);
            }
            nanos += System.nanoTime() - start;
        }
        processor = host.processorNanos() - processor;
        expected += deliveries.expected();
        missing += deliveries.missing();
        misplaced += deliveries.misplaced();
        return new Series(deliveries, nanos, processor);
    }

    /** Whether every frame arrived at every client, once and in order. */
    boolean isComplete() {
        return missing == 0 && misplaced == 0;
    }

    /** What arrived, and what did not. */
    String verdict() {
        return String.format(
                Locale.ROOT,
                "of %,d frames %,d did not arrive, %,d arrived twice or out of order",
                expected,
                missing,
                misplaced);
    }
}
