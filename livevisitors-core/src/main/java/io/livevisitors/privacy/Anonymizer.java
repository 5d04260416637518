package io.livevisitors.privacy;

/**
 * Turns a raw visit into an anonymous one. The last step that sees an address or a raw URL. Called for every page view
 * from many threads at once: implementations are thread-safe, keep nothing of what they are given, and do not block.
 */
@FunctionalInterface
public interface Anonymizer {

    /** The anonymous visit; never null. */
    AnonymousVisit anonymize(RawVisit visit);

    /** The anonymizer that comes with the library, with its defaults. */
    static Anonymizer builtIn() {
        return builtInWith().build();
    }

    /** The anonymizer that comes with the library, to be adjusted. */
    static SaltedAnonymizer.Builder builtInWith() {
        return new SaltedAnonymizer.Builder();
    }
}
