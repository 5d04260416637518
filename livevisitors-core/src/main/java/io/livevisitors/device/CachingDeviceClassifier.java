package io.livevisitors.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what is too long, remembers what was asked before, and asks the rules for the rest. The cache is bounded and is
 * the only place in the library that holds a User-Agent for longer than a call.
 */
final class CachingDeviceClassifier implements DeviceClassifier {

    /** Characters of a User-Agent that are looked at: real ones are below 400, and the rules' cost grows with length. */
    static final int MAX_USER_AGENT = 512;

    /** Characters of any other hint that are looked at. */
    static final int MAX_HINT = 256;

    private static final int MAX_CACHED = 10_000;

    private final Cache<DeviceHints, Device> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final DeviceClassifier rules;

    CachingDeviceClassifier(DeviceClassifier rules) {
        this.rules = rules;
    }

    /** The one instance that all users share: the rules take a third of a second and some megabytes to load. */
    static DeviceClassifier shared() {
        return Shared.INSTANCE;
    }

    @Override
    public Device classify(DeviceHints hints) {
        return cache.get(bounded(hints), rules::classify);
    }

    /** The hints that some rule reads, cut to length: others would only fill the cache with copies of one answer. */
    private static DeviceHints bounded(DeviceHints hints) {
        Integer touchPoints = hints.maxTouchPoints();
        return new DeviceHints(
                cut(hints.userAgent(), MAX_USER_AGENT),
                null,
                null,
                null,
                null,
                cut(hints.formFactors(), MAX_HINT),
                null,
                touchPoints == null ? null : (Integer) Math.min(touchPoints, 2),
                null,
                null,
                hints.webdriver());
    }

    private static @Nullable String cut(@Nullable String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }

    private static final class Shared {
        static final DeviceClassifier INSTANCE = new CachingDeviceClassifier(new UapDeviceClassifier());
    }
}
