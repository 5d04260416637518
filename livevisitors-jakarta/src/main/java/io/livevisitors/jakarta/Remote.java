package io.livevisitors.jakarta;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The far end of a connection, as its outbox sees it. Called by one thread at a time, save {@link #abort()}. */
interface Remote {

    /** What a client has to answer a close frame before it is given up. */
    Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /**
     * Starts to send a text message and returns without waiting. Never called while another is under way.
     *
     * @param done called once, on any thread, perhaps before this returns: null if the message was taken, else why not
     */
    void send(String text, Consumer<@Nullable Throwable> done);

    /** Sends a WebSocket ping; may block for the send timeout. */
    void ping() throws IOException;

    /** Sends a close frame; may block for the send timeout. */
    void close(int code, String reason) throws IOException;

    /** Gives the connection up, at once where the container lets us; may block for the send timeout elsewhere. */
    void abort();
}
