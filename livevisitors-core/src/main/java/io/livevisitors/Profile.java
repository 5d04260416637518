package io.livevisitors;

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

    record Key(
            Device device,
            @Nullable String country,
            @Nullable String language) {}

    Device device() {
        return key.device();
    }
}
