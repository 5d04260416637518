package io.livevisitors.benchmarks.sockets;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Conversation;
import io.livevisitors.benchmarks.sockets.Host.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link Host} in a process of its own, and what can be asked of it. Used by one thread. */
final class HostProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Conversation conversation;
    private final int port;

    private HostProcess(Conversation conversation) throws IOException, InterruptedException {
        this.conversation = conversation;
        this.port = Math.toIntExact(conversation.ask("port"));
        long before = System.nanoTime();
        long there = conversation.ask("time");
        if (there - before < 0 || System.nanoTime() - there < 0) {
            throw new IOException(
                    "processes of this machine do not share a clock: no time of delivery can be measured");
        }
    }

    /** Starts it. */
    static HostProcess start(Settings settings, int heap) throws IOException, InterruptedException {
        Conversation conversation = new ChildJvm(PATIENCE, heap).converse(Host.class, settings.arguments());
        try {
            return new HostProcess(conversation);
        } catch (IOException | InterruptedException | RuntimeException e) {
            conversation.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Bytes of its heap that are in use after full collections. */
    long heap() throws IOException, InterruptedException {
        return conversation.ask("heap");
    }

    /** Bytes of its buffers outside of the heap. */
    long directBuffers() throws IOException, InterruptedException {
        return conversation.ask("direct");
    }

    /** Connections that its container has upgraded and not closed. */
    long sockets() throws IOException, InterruptedException {
        return conversation.ask("sockets");
    }

    /** Waits until its container has no upgraded connection any more; false if it has some for too long. */
    boolean awaitNoSockets() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (sockets() > 0 && System.nanoTime() - deadline < 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return sockets() == 0;
    }

    /** Nanoseconds of processor time since it started. */
    long processorNanos() throws IOException, InterruptedException {
        return conversation.ask("cpu");
    }

    /** One of the library's counters. */
    long count(String name) throws IOException, InterruptedException {
        return conversation.ask("count", name);
    }

    /** Broadcasts ticks of these numbers, and returns when they are published. */
    void publish(int first, int count) throws IOException, InterruptedException {
        conversation.ask("publish", first, count);
    }

    /** Publishes events with so many bytes of data; how many were lost by their readers meanwhile. */
    long flood(String channel, int count, int bytes) throws IOException, InterruptedException {
        return conversation.ask("flood", channel, count, bytes);
    }

    @Override
    public void close() throws IOException {
        conversation.close();
    }
}
