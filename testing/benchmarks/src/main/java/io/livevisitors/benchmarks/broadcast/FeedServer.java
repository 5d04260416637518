package io.livevisitors.benchmarks.broadcast;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A server that shows page views to dashboards, in a process of its own. Used by one thread. */
interface FeedServer extends AutoCloseable {

    /** For the report. */
    String label();

    /** Where it serves. */
    InetSocketAddress address() throws IOException, InterruptedException;

    /** Nanoseconds of processor time since it started. */
    long processorNanos() throws IOException, InterruptedException;

    /** Has page views happen in it for so long, as fast as it takes them; how many there were. */
    long track(Duration time) throws IOException, InterruptedException;

    /** Of all page views, those that it did not send to its dashboards one by one. */
    long leftOut() throws IOException, InterruptedException;

    /** Page views that its totals show. */
    long pageViews() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
