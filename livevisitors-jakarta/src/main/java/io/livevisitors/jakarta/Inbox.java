package io.livevisitors.jakarta;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends, put together from the parts in which it comes. A container that puts messages together by itself
 * may forget its limit on the way: Undertow 2.3 holds a message that comes in several reads however long it grows. Used
 * by one thread at a time, the container's.
 */
final class Inbox {

    private final Connection connection;
    private final PusherProtocol protocol;
    private final int maxBytes;

    /** The parts so far; null between messages, as most come in one part and thousands of connections are silent. */
    private @Nullable StringBuilder text;

    private long bytes;
    private boolean full;

    /** @param maxBytes of one message; beyond it the connection is closed, and nothing more of it is looked at */
    Inbox(Connection connection, PusherProtocol protocol, int maxBytes) {
        this.connection = connection;
        this.protocol = protocol;
        this.maxBytes = maxBytes;
    }

    /** Takes a part of a text message, or all of it. */
    void onText(String part, boolean last) {
        if (!hasRoomFor(Utf8.length(part))) {
            return;
        }
        StringBuilder before = text;
        if (!last) {
            text = (before == null ? new StringBuilder() : before).append(part);
            return;
        }
        String message = before == null ? part : before.append(part).toString();
        startAnew();
        protocol.onText(connection, message);
    }

    /** Takes a part of a binary message, or all of it; nobody wants to know what it holds. */
    void onBinary(ByteBuffer part, boolean last) {
        if (hasRoomFor(part.remaining()) && last) {
            startAnew();
            protocol.onBinary(connection);
        }
    }

    private boolean hasRoomFor(int more) {
        bytes += more;
        if (bytes > maxBytes && !full) {
            full = true;
            startAnew();
            protocol.onTooLarge(connection);
        }
        return !full;
    }

    private void startAnew() {
        bytes = 0;
        text = null;
    }
}
