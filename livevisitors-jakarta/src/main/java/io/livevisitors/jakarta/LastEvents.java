package io.livevisitors.jakarta;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The last event of each cache channel, whether or not anybody is there. Bounded in bytes: when full it forgets those
 * longest unused, and counts them. Thread-safe; a channel sees to the order of its own events.
 */
final class LastEvents {

    /** What an entry takes beside its frame and the characters of its name, about. */
    private static final int ENTRY_BYTES = 120;

    private final Cache<String, Frame> events;

    /** @param forgotten told whenever one had to go; must be quick */
    LastEvents(int maxBytes, Runnable forgotten) {
        this.events = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String channel, Frame frame) -> frame.bytes() + channel.length() + ENTRY_BYTES)
                .evictionListener((channel, frame, cause) -> forgotten.run())
                .executor(Runnable::run)
                .build();
    }

    @Nullable Frame get(String channel) {
        return events.getIfPresent(channel);
    }

    void put(String channel, Frame frame) {
        events.put(channel, frame);
    }
}
