package io.livevisitors.presence;

import io.livevisitors.device.Device;
import org.jspecify.annotations.Nullable;

/** What many visitors have in common: their device, country and language, and the names that count them. Immutable. */
record Profile(
        Key key,
        Name deviceType,
        @Nullable Name browser,
        @Nullable Name os,
        @Nullable Name country,
        @Nullable Name language) {

    /** Comparable, so that values made to have one hash slow no table down (see {@link java.util.HashMap}). */
    record Key(
            Device device,
            @Nullable String country,
            @Nullable String language) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return equals(other) ? 0 : toString().compareTo(other.toString());
        }
    }

    Device device() {
        return key.device();
    }
}
