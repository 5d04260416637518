package io.livevisitors.benchmarks.broadcast;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Conversation;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A {@link Host} in a process of its own, and what can be asked of it. Used by one thread. */
final class HostProcess implements FeedServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Conversation conversation;
    private final Container.Kind kind;

    private HostProcess(Conversation conversation, Container.Kind kind) throws IOException, InterruptedException {
        this.conversation = conversation;
        this.kind = kind;
        long before = System.nanoTime();
        long there = conversation.ask("time");
        if (there - before < 0 || System.nanoTime() - there < 0) {
            throw new IOException(
                    "processes of this machine do not share a clock: no time of delivery can be measured");
        }
    }

    /**
     * Starts it.
     *
     * @param heap its {@code -Xmx} in MiB
     */
    static HostProcess start(Container.Kind kind, int heap) throws IOException, InterruptedException {
        Conversation conversation = new ChildJvm(PATIENCE, heap).converse(Host.class, kind);
        try {
            return new HostProcess(conversation, kind);
        } catch (IOException | InterruptedException | RuntimeException e) {
            conversation.close();
            throw e;
        }
    }

    Container.Kind container() {
        return kind;
    }

    @Override
    public String label() {
        return kind.label() + ": the library";
    }

    @Override
    public InetSocketAddress address() throws IOException, InterruptedException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Math.toIntExact(conversation.ask("port")));
    }

    @Override
    public long processorNanos() throws IOException, InterruptedException {
        return conversation.ask("cpu");
    }

    @Override
    public long track(Duration time) throws IOException, InterruptedException {
        return conversation.ask("track", time.toMillis());
    }

    @Override
    public long leftOut() throws IOException, InterruptedException {
        return conversation.ask("sampled");
    }

    @Override
    public long pageViews() throws IOException, InterruptedException {
        return conversation.ask("views");
    }

    /** One of the library's counters. */
    long count(String name) throws IOException, InterruptedException {
        return conversation.ask("count", name);
    }

    /** Sends ticks of these numbers, or puts them where they wait for being sent. */
    void publish(SendStyle style, int first, int count) throws IOException, InterruptedException {
        conversation.ask("publish", style, first, count);
    }

    @Override
    public void close() throws IOException {
        conversation.close();
    }
}
