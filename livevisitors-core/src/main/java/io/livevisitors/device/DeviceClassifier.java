package io.livevisitors.device;

/**
 * Recognises devices. Called for every page view, from many threads at once: implementations are thread-safe, bounded
 * in time and memory, and answer {@link Device#UNKNOWN} rather than throw.
 */
@FunctionalInterface
public interface DeviceClassifier {

    /** The device these hints speak of; never null. */
    Device classify(DeviceHints hints);

    /** The classifier that comes with the library: uap-core's rules behind a length cap and a bounded cache. */
    static DeviceClassifier builtIn() {
        return CachingDeviceClassifier.shared();
    }
}
