package io.livevisitors.device;

/**
 * Recognises devices. Called for every page view, from many threads at once: implementations are thread-safe, bounded
 * in time and memory, and answer {@link Device#UNKNOWN} rather than throw.
 */
@FunctionalInterface
public interface DeviceClassifier {

    /** The device these hints speak of; never null. */
    Device classify(DeviceHints hints);

    /**
     * The classifier that comes with the library: browser and system by uap-core's rules, the class by a table of our
     * own, over the first 512 characters of the User-Agent, behind a bounded cache. Never throws, whatever the hints.
     * The rules, some megabytes, are loaded once, by the first question; those who ask at that moment wait for it.
     *
     * @throws java.io.UncheckedIOException if the library's jar lacks the rules
     */
    static DeviceClassifier builtIn() {
        return BuiltInDeviceClassifier.ofPresentRules();
    }
}
