package io.livevisitors.benchmarks.collector;

import io.livevisitors.benchmarks.ChildJvm;
import io.livevisitors.benchmarks.Conversation;
import io.livevisitors.benchmarks.container.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A {@link Host} in a process of its own, and what can be asked of it. Used by one thread. */
final class HostProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Conversation conversation;

    private HostProcess(Conversation conversation) {
        this.conversation = conversation;
    }

    /**
     * Starts it.
     *
     * @param heap its {@code -Xmx} in MiB
     */
    static HostProcess start(Container.Kind kind, int heap) throws IOException {
        return new HostProcess(new ChildJvm(PATIENCE, heap).converse(Host.class, kind));
    }

    InetSocketAddress address() throws IOException, InterruptedException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Math.toIntExact(conversation.ask("port")));
    }

    /** Nanoseconds of processor time since it started. */
    long processorNanos() throws IOException, InterruptedException {
        return conversation.ask("cpu");
    }

    /** Bytes that it has allocated since it started. */
    long allocatedBytes() throws IOException, InterruptedException {
        return conversation.ask("allocated");
    }

    /** Page views that a pixel has counted. */
    long pageViews(String pixel) throws IOException, InterruptedException {
        return conversation.ask("views", pixel);
    }

    /** Open tabs of a pixel. */
    long tabs(String pixel) throws IOException, InterruptedException {
        return conversation.ask("tabs", pixel);
    }

    /** Events of a pixel that a limit refused. */
    long refused(String pixel) throws IOException, InterruptedException {
        return conversation.ask("refused", pixel);
    }

    @Override
    public void close() throws IOException {
        conversation.close();
    }
}
