package io.livevisitors.jakarta;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Readers that belong to nothing that sends. */
final class Readers implements AutoCloseable {

    private final FakeGateway gateway = new FakeGateway(TestServer.LIMITS);
    private final Sockets sockets = new Sockets(gateway);
    private final Connection connection = new Connection("1.1", sockets, Admission.granted(() -> {}), new Nowhere());

    Reader make(String channel) {
        Channel read = new Channel(
                Objects.requireNonNull(ChannelName.parse(channel)),
                new Channel.Shared(gateway.channelEvents(), new LastEvents(1 << 20, () -> {}), TestServer.LIMITS));
        return new Reader(connection, read, null);
    }

    @Override
    public void close() {
        sockets.close();
    }

    /** A far end that takes whatever it is sent. */
    static final class Nowhere implements Remote {
        @Override
        public void send(String text, Consumer<@Nullable Throwable> done) {
            done.accept(null);
        }

        @Override
        public void ping() {}

        @Override
        public void close(int code, String reason) {}

        @Override
        public void abort() {}
    }
}
