package io.livevisitors.benchmarks.latency;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Conversation;
import io.livevisitors.benchmarks.container.Container;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link Host} in a process of its own, and what can be asked of it. Used by one thread. */
final class HostProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Conversation conversation;
    private final int pageViews;
    private final Path file;
    private final InetSocketAddress address;

    private HostProcess(Conversation conversation, int pageViews, Path file) throws IOException, InterruptedException {
        this.conversation = conversation;
        this.pageViews = pageViews;
        this.file = file;
        this.address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Math.toIntExact(conversation.ask("port")));
        long before = System.nanoTime();
        long there = conversation.ask("time");
        if (there - before < 0 || System.nanoTime() - there < 0) {
            throw new IOException("processes of this machine do not share a clock: no latency can be measured");
        }
    }

    /** Starts it, ready for the page views of a plan. */
    static HostProcess start(Plan plan, Container.Kind kind) throws IOException, InterruptedException {
        Path file = Files.createTempFile("benchmark", ".times");
        Conversation conversation =
                new ChildJvm(PATIENCE, plan.heap()).converse(Host.class, kind, plan.pageViews(), file);
        try {
            return new HostProcess(conversation, plan.pageViews(), file);
        } catch (IOException | InterruptedException | RuntimeException e) {
            conversation.close();
            Files.delete(file);
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Nanoseconds of processor time since it started. */
    long processorNanos() throws IOException, InterruptedException {
        return conversation.ask("cpu");
    }

    /** Events that some dashboard was owed and did not get. */
    long lost() throws IOException, InterruptedException {
        return conversation.ask("lost");
    }

    /** When each page view came to the servlet, by its number and {@link System#nanoTime()}; 0 for one that did not. */
    long[] arrivals() throws IOException, InterruptedException {
        conversation.ask("save");
        long[] times = new long[pageViews];
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int i = 0; i < times.length; i++) {
                times[i] = in.readLong();
            }
        }
        return times;
    }

    @Override
    public void close() throws IOException {
        try (conversation) {
            Files.delete(file);
        }
    }
}
