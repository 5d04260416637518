package io.livevisitors.jakarta;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection's places in channels, by the channel's name. Most connections have one or two and keep them for hours, so
 * they are an array that is replaced by each change, not a table. Bounded by the channels that a connection may join.
 * Thread-safe.
 */
final class Places {

    private static final Reader[] NONE = {};

    private volatile Reader[] readers = NONE;

    /** The place in that channel; null if there is none. */
    @Nullable Reader find(String channel) {
        for (Reader reader : readers) {
            if (reader.channel.name.full().equals(channel)) {
                return reader;
            }
        }
        return null;
    }

    /** Puts a place, instead of another in the same channel. */
    synchronized void put(Reader reader) {
        remove(reader.channel.name.full());
        Reader[] more = Arrays.copyOf(readers, readers.length + 1);
        more[readers.length] = reader;
        readers = more;
    }

    /** Takes the place in that channel away; null if there is none. */
    synchronized @Nullable Reader remove(String channel) {
        Reader gone = find(channel);
        if (gone != null) {
            Reader[] rest =
                    Arrays.stream(readers).filter(reader -> reader != gone).toArray(Reader[]::new);
            readers = rest.length == 0 ? NONE : rest;
        }
        return gone;
    }

    int size() {
        return readers.length;
    }

    /** All of now. */
    List<Reader> all() {
        return List.of(readers);
    }
}
